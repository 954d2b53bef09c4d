/* explain.h - what a sieve's rules are: a list, one of them, their proof. */
#ifndef TAMIS_EXPLAIN_H
#define TAMIS_EXPLAIN_H

#include "engine.h"
#include "own.h"

/* Ids and titles, one a line, sorted. 0, or -1: stdout failed. */
int explain_list(const struct engine *e);
/* One rule, for people. 0; 1: there is none of that id; -1. */
int explain_rule(const struct engine *e, const struct own *own, struct str id,
    int32_t today);
/* The id nearest to one that does not exist, or NULL; to be freed. */
char *explain_nearest(const struct engine *e, struct str id);

#endif
