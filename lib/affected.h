/*
 * affected.h - which versions an advisory speaks of, as one line of text:
 * words with a blank between, ranges with "|" between.
 *
 *	>=V  affected from V on        <V  no more from V on (fixed)
 *	<=V  affected up to V          !V  what is said ends before V
 *	=V   affected: this version
 *
 * ">=0" is before every version. The words of a range are sorted by V.
 */
#ifndef TAMIS_AFFECTED_H
#define TAMIS_AFFECTED_H

#include "ecosystem.h"

bool affected_has(enum grammar g, struct str ranges, struct str version);
/* The next version of "<V" at or after *at, which moves: for a fix. */
bool affected_fix(struct str ranges, size_t *at, struct str *version);

struct node;
struct arena;
/*
 * From OSV's affected[]: the line, in mem; "" when nothing of it can be
 * placed. .p is NULL: no memory. *odd: events whose version has no order.
 */
struct str affected_of(enum grammar g, const struct node *affected,
    struct arena *mem, size_t *odd);

#endif
