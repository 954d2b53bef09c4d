/* idcheck_in.h - a compiled check, for the rooms of idcheck.c. */
#ifndef TAMIS_IDCHECK_IN_H
#define TAMIS_IDCHECK_IN_H

#include "idcheck.h"

/* A place from here on counts from the end: 255 is the last. */
enum { PLACE_END = 192 };
enum { OFFSETS_MAX = 8, RANGES_MAX = 64, TEN_NONE = -1, TEN_NEXT = -2 };

/* How a letter counts. */
enum idletters {
	LETTERS_36,	  /* A is 10 */
	LETTERS_ALPHABET, /* its place in the alphabet of the check */
	LETTERS_TWO,	  /* two digits: A is 01 */
	LETTERS_VIN	  /* ISO 3779: J is 1 again, S is 2 */
};

struct idrange {
	uint64_t from, to;
	size_t digits;	  /* of the prefix */
	uint64_t lengths; /* bit n: n characters; 0: any */
};

struct idplaces {
	uint8_t v[IDCHECK_CHARS]; /* from 0; from 255 down: from the end */
	size_t n;
	bool all; /* the whole value */
};

struct idcheck {
	bool (*pass)(const struct idcheck *c, struct str v);
	struct idplaces at, check;
	int w[IDCHECK_CHARS], then[IDCHECK_CHARS];
	size_t nw, nthen;
	unsigned mod, add, zero;
	bool minus, digits; /* digits: a product counts by its digits */
	int ten;	    /* what a remainder of 10 stands as */
	enum idletters letters;
	struct str alphabet, prefix, format;
	struct str from[OFFSETS_MAX], to[OFFSETS_MAX]; /* map */
	size_t nmap;
	int month[OFFSETS_MAX], day[OFFSETS_MAX]; /* offsets of a date */
	size_t nmonth, nday;
	struct idrange *range;
	size_t nrange;
	struct str *word;
	size_t nword;
	size_t length;	      /* 0, or the only length that it is for */
	struct str head;      /* what the value must begin with */
	struct idplaces only; /* a number that must be in a range */
	struct idrange only_range;
	const struct idcheck *other; /* the next alternative */
};

/* The characters at these places; false: the value is too short. */
bool idcheck_take(const struct idplaces *p, struct str v, char *out, size_t *n);
int idcheck_value(char c); /* 0 to 35, '<' is 0, or -1 */

bool idcheck_luhn(const struct idcheck *c, struct str v);
bool idcheck_verhoeff(const struct idcheck *c, struct str v);
bool idcheck_mod(const struct idcheck *c, struct str v);
bool idcheck_sum(const struct idcheck *c, struct str v);
bool idcheck_total(const struct idcheck *c, struct str v);
bool idcheck_iso7064_11_10(const struct idcheck *c, struct str v);
bool idcheck_iso7064_11_2(const struct idcheck *c, struct str v);
bool idcheck_codice_fiscale(const struct idcheck *c, struct str v);
bool idcheck_iban(const struct idcheck *c, struct str v);
bool idcheck_date(const struct idcheck *c, struct str v);
bool idcheck_range(const struct idcheck *c, struct str v);
bool idcheck_issuer(const struct idcheck *c, struct str v);
bool idcheck_among(const struct idcheck *c, struct str v);
bool idcheck_not(const struct idcheck *c, struct str v);
bool idcheck_repeat(const struct idcheck *c, struct str v);
bool idcheck_differ(const struct idcheck *c, struct str v);

#endif
