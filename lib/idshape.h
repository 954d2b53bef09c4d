/* idshape.h - which characters an identifier has, and how it is written. */
#ifndef TAMIS_IDSHAPE_H
#define TAMIS_IDSHAPE_H

#include "arena.h"

enum { IDSHAPE_MAX = 64 };

/* "[1-478]9{5}X": a set of characters for each place. */
struct idshape {
	uint64_t set[IDSHAPE_MAX]; /* by idshape_bit */
	size_t min, max;
};

/* A value as it is judged: upper case; bare is without separators. */
struct idtext {
	char bare[IDSHAPE_MAX], raw[IDSHAPE_MAX];
	size_t nbare, nraw; /* 0: it cannot be an identifier */
	bool digits;	    /* bare has nothing else */
};

/* The bit of a character that shapes know, or 0. Any case. */
uint64_t idshape_bit(char c);
/* NULL, or what is wrong. */
const char *idshape_parse(struct idshape *s, struct str text);
bool idshape_match(const struct idshape *s, struct str v);

/* False: too long, or characters that no identifier has. */
bool idtext_make(struct idtext *t, struct str value);

/*
 * Does "999.9999" stand at the begin of s, with nothing alphanumeric right
 * behind it? 9 is a digit, A a letter, X both, the rest itself; how many
 * bytes, or 0.
 */
size_t idshape_form(struct str form, struct str s);

#endif
