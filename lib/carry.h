/*
 * carry.h - hits of literals in a text that is known as a delta: those in
 * what was copied are carried over from the base, and only what was
 * inserted, with a margin around each seam, is scanned. Exactly the hits
 * of a scan of the whole, in the same order.
 *
 * A hit is where a literal ends. With L the length of the longest literal,
 * a hit in a run copied from the base is the base's if it ends L bytes or
 * more after the run's begin; all other ends are looked for.
 */
#ifndef TAMIS_CARRY_H
#define TAMIS_CARRY_H

#include "delta.h"
#include "litset.h"

struct carry_hit {
	uint32_t end;
	uint32_t id;
	unsigned char detector;
};

struct carry_hits {
	struct carry_hit *v; /* in rising order of end */
	size_t n, cap;
	bool many; /* more than CARRY_MAX: not kept */
};

enum { CARRY_MAX = 1u << 18 };

struct carry {
	const struct litset *literals;
	struct litset_thread *thread;
	size_t longest; /* L */
};

/* All hits of a text. 0, or -1. */
int carry_scan(const struct carry *c, struct str text, struct carry_hits *out);
/* The hits of text, which d makes from a base of these hits. 0, or -1. */
int carry_delta(const struct carry *c, const struct carry_hits *base,
    struct delta d, struct str text, struct carry_hits *out);

#endif
