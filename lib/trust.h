/* trust.h - is a text signed by enough of the keys that are trusted? */
#ifndef TAMIS_TRUST_H
#define TAMIS_TRUST_H

#include "signers.h"

enum { TRUST_SIGS = 64, TRUST_WHY = 160 };

struct trust {
	struct signers keys; /* { .a = { .max = ceiling } } */
	size_t require;	     /* so many different ones */
	int64_t now;
};

/* The text of a key, or a file of keys. Ends the process when it is
   neither. */
void trust_key(struct trust *t, const char *text);
void trust_file(struct trust *t, const char *path);

/* Signatures of one text, as they are read. */
struct trust_judge {
	const struct trust *t;
	struct str text;
	struct str seen[TRUST_SIGS]; /* keys that made a good one */
	size_t n;
	size_t any;	     /* signatures, whoever made them */
	char why[TRUST_WHY]; /* a bad one: why; else "" */
	struct arena a;
};

void trust_begin(struct trust_judge *j, const struct trust *t, struct str text);
void trust_add(struct trust_judge *j, const char *name, struct str sigs);
/* 0, or -1 and j->why. Frees all else of j. */
int trust_end(struct trust_judge *j);

#endif
