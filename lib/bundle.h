/*
 * bundle.h - a stock git bundle of all refs, whole or thin. The header is
 * written here and the pack by git: git's own `bundle create` leaves out
 * every ref whose object was there before, so that a link of a chain would
 * not say what the refs are; and libgit2 makes no thin packs.
 *
 * The order of the refs tells what HEAD stands for: its line follows that
 * of its branch, and is the first when it is detached. Git does not care.
 */
#ifndef TAMIS_BUNDLE_H
#define TAMIS_BUNDLE_H

#include "refstate.h"

struct bundle {
	const struct gitdir *g;
	const struct refstate *s;
	struct oid *old; /* sorted: leave out what these reach; some may
			    be gone by now, and are dropped from it */
	size_t nold;
	int (*put)(void *arg, const void *p, size_t n);
	void *arg;
	struct buf needs; /* out: the ids it needs, a line each */
};

/* 0; -1 and why; 1 and why: nothing of old is here, so that this is
   another repository, or one whose past was rewritten. */
int bundle_write(struct bundle *b, char *why, size_t whylen);

/* Reading: the lines before the pack. */
struct bundle_line {
	struct oid oid;
	struct str name; /* of a ref; n = 0: an id that it needs */
};

struct bundle_head {
	struct str rest;
	unsigned idlen;
};

/* Text up to and with the empty line: 0, or -1: it is no bundle's. */
int bundle_begin(struct bundle_head *h, struct str text);
/* 1 and a line; 0 at the end; -1: malformed. */
int bundle_next(struct bundle_head *h, struct bundle_line *l);

#endif
