/*
 * distinct.h - how many different values there were: exactly while they are
 * few, then by a sample that is halved when it is full (adaptive sampling,
 * Flajolet 1990).
 */
#ifndef TAMIS_DISTINCT_H
#define TAMIS_DISTINCT_H

#include "base.h"

enum { DISTINCT_MAX = 4096 }; /* hashes that are kept */

/* All zero is valid and empty. */
struct distinct {
	uint64_t *v; /* a hash table; 0 is empty */
	size_t n, cap;
	unsigned halved; /* how often */
};

/* 0, or -1: no memory. */
int distinct_add(struct distinct *d, struct str value);
uint64_t distinct_count(const struct distinct *d);
void distinct_free(struct distinct *d);

#endif
