/*
 * attempt.h - from the literals that were hit to candidates: one attempt a
 * hit, none inside of what the rule has already covered.
 */
#ifndef TAMIS_ATTEMPT_H
#define TAMIS_ATTEMPT_H

#include "believe.h"

/* Where a rule need not look again. */
struct mark {
	uint32_t turn, anchor; /* the last hit's; "AAAA" overlaps itself */
	size_t until, end;
};

struct attempt {
	const struct ruleset *rs;
	struct inquiry q;
	bool names;	   /* name = "literal" is judged too */
	struct mark *mark; /* one a rule */
	uint32_t turn;	   /* never the same twice for these marks */
	void *arg;	   /* for: */
	int (*claim)(const struct candidate *c, void *arg);
	int (*unread)(const char *reason, void *arg);
};

/* Hits come by end. 0, or -1: no memory, or claim or unread said so. */
int attempt_hits(const struct attempt *a, const struct hit *hits, size_t n);

#endif
