/*
 * tally.h - what a person is told at the end of ten thousand findings: by
 * severity, by rule, the worst that were not drawn. Memory is bounded.
 */
#ifndef TAMIS_TALLY_H
#define TAMIS_TALLY_H

#include "rec.h"

enum {
	TALLY_SEEN = 65536, /* different findings known again */
	TALLY_RULES = 1024, /* rules counted apart */
	TALLY_DIRS = 8,	    /* top directories counted, a rule */
	TALLY_NAME = 64,
	TALLY_WORST = 10
};

struct tally_rule {
	char rule[TALLY_NAME];
	size_t n, files, different;
	uint64_t last; /* hash of the path last seen: input comes in order */
	struct {
		char name[TALLY_NAME];
		size_t n;
	} dirs[TALLY_DIRS];
};

struct tally_worst {
	enum severity severity;
	char *head; /* the drawn place and message */
};

struct tally {
	size_t found, by[SEV_COUNT], undrawn[SEV_COUNT];
	struct tally_rule *rules;
	size_t nrules, other; /* other: of rules that found no room */
	struct tally_worst worst[TALLY_WORST];
	size_t nworst;
	struct seen *seen;
	size_t nseen;
	struct buf places;
};

/* 0, or -1: no memory. To be freed in either case. */
int tally_init(struct tally *t);
void tally_free(struct tally *t);

/* Count a finding; *first is its place when rule and fp were met before,
   else "". Borrowed until the next call. */
void tally_add(struct tally *t, const struct rec *r, struct str *first);
/* Among the worst that are not drawn? Then keep a copy of its head. */
bool tally_is_worse(const struct tally *t, enum severity s);
int tally_keep(struct tally *t, enum severity s, struct str head);

/* The rules by falling count, at the end. */
void tally_sort(struct tally *t);

#endif
