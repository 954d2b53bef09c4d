/*
 * advisory.h - what is known against a version of a package: the rows of
 * the database that speak of it, those of one fault folded into one.
 */
#ifndef TAMIS_ADVISORY_H
#define TAMIS_ADVISORY_H

#include "advdb.h"
#include "arena.h"

enum { ADVISORY_ROWS_MAX = 4096 };

struct advisory {
	struct str id, aliases, ranges;
	int score, level, kind;
	bool hit;     /* the version is affected */
	size_t group; /* index of the first of its fault */
};

struct advisories {
	struct advisory *v; /* of the package, in order of id */
	size_t n, nhits;
	struct arena mem;
};

/* Ask for a package and judge a version. 0; 1: the rows hit a bound; -1. */
int advisory_find(struct advisories *a, struct advdb *db, enum eco eco,
    struct str pkg, struct str version);
/* How many faults of a kind, and the worst of them. */
size_t advisory_count(
    const struct advisories *a, int kind, int *level, int *score);
/* One id a fault, and all its other names: sorted, commas between. 0, -1. */
int advisory_names(
    const struct advisories *a, int kind, struct buf *ids, struct buf *aliases);
/* The smallest version above that no row affects; "" when none is told. */
struct str advisory_fixed(
    const struct advisories *a, enum eco eco, struct str version);
void advisory_free(struct advisories *a);

#endif
