/*
 * vet.h - what rules.h leaves for the build: do the patterns compile, the
 * checks exist, the pairs and the examples make sense? A rule of patterns/
 * is vetted by mkpatterns, a user's whenever it is read.
 */
#ifndef TAMIS_VET_H
#define TAMIS_VET_H

#include "rules.h"

/* 0, or -1 with *w set: the line is of r->file. */
int vet_rule(const struct rules *rs, const struct rule *r, struct where *w);
/* All of one file; after rules_end. */
int vet_rules(const struct rules *rs, struct str file, struct where *w);

#endif
