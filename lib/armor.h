/*
 * armor.h - age's PEM: strict, 64 columns, one spelling but for the ends
 * of lines and white space around it. In pieces, as a stream comes.
 */
#ifndef TAMIS_ARMOR_H
#define TAMIS_ARMOR_H

#include "buf.h"

enum { ARMOR_LINE = 64, ARMOR_BYTES = 48 };

/* { 0 } is a reader at the start. */
struct armor {
	enum { ARMOR_BEFORE, ARMOR_BODY, ARMOR_SHORT, ARMOR_AFTER } at;
	char line[ARMOR_LINE + 2];
	size_t n;
};

/* Is this, white space before it aside, the start of an armored file? 1,
   0, or -1: too little to tell. */
int armor_is(struct str s);
/* in.n / 64 * 48 + 96 bytes is room enough in out: 0 and *n, or -1. */
int armor_feed(struct armor *a, struct str in, unsigned char *out, size_t *n);
/* At the end of the file; may still give up a line. 0, or -1. */
int armor_end(struct armor *a);

/* { .n = 0 } is a writer at the start; what is added goes out in lines. */
struct armor_out {
	unsigned char hold[ARMOR_BYTES];
	size_t n;
};

int armor_begin(struct buf *b);
int armor_put(struct armor_out *a, struct buf *b, struct str bytes);
int armor_finish(struct armor_out *a, struct buf *b);

#endif
