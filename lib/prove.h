/* prove.h - --check-rules: a rule's own examples, run as a sieve would. */
#ifndef TAMIS_PROVE_H
#define TAMIS_PROVE_H

#include "judge.h"
#include "own.h"

/*
 * Every rule of the user's files, or of all when there are none: each yes
 * must be found, each no must not. What fails is said. The number that
 * failed, or -1.
 */
int prove_rules(const struct scan *s, const struct own *own);

#endif
