/*
 * chance.h - was it drawn by chance? Entropy, and a likelihood ratio of
 * uniform draws against words and identifiers. Integers only, so that a
 * verdict is the same everywhere.
 */
#ifndef TAMIS_CHANCE_H
#define TAMIS_CHANCE_H

#include "base.h"

/* Which bytes a value is made of; a set of bits. */
enum {
	CLASS_LOWER = 1,
	CLASS_UPPER = 2,
	CLASS_DIGIT = 4,
	CLASS_PUNCT = 8,
	CLASS_BLANK = 16,
	CLASS_OTHER = 32 /* control bytes, and beyond ASCII */
};

struct shape {
	unsigned classes;
	size_t n; /* bytes looked at */
	size_t lower, upper, digit, punct;
	size_t distinct;
	size_t run;	  /* of one byte, the longest */
	size_t stairs;	  /* of neighbours going up or down by one */
	size_t flips;	  /* from lower to upper case inside */
	bool hex;	  /* hex digits of one case and nothing else */
	unsigned entropy; /* of its bytes, in 1/100 bit each */
};

/* The first 4096 bytes count. */
struct shape chance_shape(struct str s);
/* The floor under which of n draws of so many symbols one in 100 falls. */
unsigned chance_floor(unsigned symbols, size_t n);
/*
 * By how many quarters of a bit a uniform draw of its alphabet explains s
 * better than source text does: an order-two model of it, and how often
 * text changes case. Below 0: rather text.
 */
int chance_gain(struct str s, const struct shape *h);
/* What the gain must be to believe in chance: it grows as the root of n. */
int chance_cut(const struct shape *h);
/* Was it drawn: varied enough, and its gain over the cut? */
bool chance_random(struct str s, const struct shape *h);

#endif
