/*
 * revwalk.h - the commits that some tips reach and others do not, as git
 * rev-list gives them with --date-order --reverse. Of the hidden side only
 * what is needed is read; a shallow clone ends where it was cut.
 */
#ifndef TAMIS_REVWALK_H
#define TAMIS_REVWALK_H

#include "objread.h"

struct revwalk;

struct revwalk *revwalk_new(struct objread *o); /* NULL: no memory */
/* A tip, or with hidden one whose commits are left out. An absent hidden
   one hides nothing. 0, or -1 with o->why. */
int revwalk_add(struct revwalk *w, const struct oid *commit, bool hidden);
/* 0 with the commits in order, parents first; -1 with o->why. */
int revwalk_run(struct revwalk *w);
size_t revwalk_count(const struct revwalk *w);
struct oid revwalk_commit(const struct revwalk *w, size_t i);
void revwalk_free(struct revwalk *w);

#endif
