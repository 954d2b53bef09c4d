/*
 * refstate.h - what a backup says of a repository's refs: HEAD and all
 * below refs/ that every work tree shares. A name that git would refuse is
 * refused here, because names go into files that git reads again.
 */
#ifndef TAMIS_REFSTATE_H
#define TAMIS_REFSTATE_H

#include "buf.h"
#include "refs.h"

enum { REFSTATE_HASH = 32 };

struct refstate {
	struct refs refs;    /* below refs/, sorted */
	struct str head;     /* the branch HEAD stands for; n = 0: detached */
	struct oid head_oid; /* n = 0: the branch is not born */
	struct oid *tips;    /* all ids once, sorted */
	size_t ntips;
};

/* 0, or -1 and why. */
int refstate_read(
    struct refstate *s, const struct gitdir *g, char *why, size_t whylen);
void refstate_free(struct refstate *s);
/* Two states of one hash are the same refs with the same ids. */
int refstate_hash(const struct refstate *s, unsigned char out[REFSTATE_HASH]);
/* As git's packed-refs and HEAD files. */
int refstate_packed(const struct refstate *s, struct buf *out);
int refstate_head(const struct refstate *s, struct buf *out);
bool refstate_name_ok(struct str name); /* git-check-ref-format(1) */

/* Is id among the n that are sorted? */
bool refstate_has(const struct oid *v, size_t n, const struct oid *id);
/* Sorted, each once: how many are left. */
size_t refstate_sort(struct oid *v, size_t n);

#endif
