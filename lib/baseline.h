/*
 * baseline.h - lines for .tamis/allow.rules, made from records: the same
 * for the same records in any order, without a line number.
 */
#ifndef TAMIS_BASELINE_H
#define TAMIS_BASELINE_H

#include "allow.h"

enum { BASELINE_DAYS = 365 }; /* the furthest end of a new acceptance */

/* How every acceptance of a run ends. */
struct terms {
	const char *until, *by, *reason;
};

struct baseline_line {
	struct str what, sieve; /* "fp=..." or "rule=... path=..." */
};

struct baseline {
	struct baseline_line *v;
	size_t n, cap;
	size_t critical; /* left out */
	size_t nowhere;	 /* left out: neither fp nor path */
	struct allow paths;
	struct arena mem;
};

/* All there is in the file that tamis init writes. */
extern const char baseline_head[];

void baseline_init(struct baseline *b);
/* 0, or -1: more than ALLOW_MAX, or no memory. */
int baseline_add(struct baseline *b, const struct rec *r);
/* Sort, and drop what is there twice. */
void baseline_end(struct baseline *b);
/* Append one line; it is parsed again, so *w tells what is wrong with the
   terms. */
int baseline_put(
    struct buf *out, struct str what, const struct terms *t, struct where *w);
/* "38 secrets, 3 crypto": the most first. */
int baseline_tally(const struct baseline *b, struct buf *out);
void baseline_free(struct baseline *b);

#endif
