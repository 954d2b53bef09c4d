/*
 * revname.h - what a revision names, as gitrevisions(7) has it: refs, ids
 * and their beginnings, what git describe prints, @{N} and @{upstream},
 * then ^N, ~N, ^{type} and :path. Searches for text or a date are not.
 */
#ifndef TAMIS_REVNAME_H
#define TAMIS_REVNAME_H

#include "objread.h"

/* 0, or -1 with o->why. */
int revname(struct objread *o, struct str rev, struct oid *id);

/* The parts that have files of their own; 0, 1 none, -1 with o->why. */
int revname_short(struct objread *o, struct str hex, struct oid *id);
/* What stands in @{...} after a name, which may be empty. */
int revname_at(
    struct objread *o, struct str name, struct str what, struct oid *id);
/* The full name of a ref, by git's rules. */
int revname_ref(
    struct objread *o, struct str name, struct buf *full, struct oid *id);

#endif
