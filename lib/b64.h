/*
 * b64.h - base64 of RFC 4648, strict: one spelling a value. White space,
 * padding where none belongs, and unused bits that are not zero are refused.
 */
#ifndef TAMIS_B64_H
#define TAMIS_B64_H

#include "buf.h"

enum {
	B64_URL = 1, /* the alphabet with - and _ */
	B64_PAD = 2  /* '=' is required; without this it is refused */
};

/* 0 and *n bytes in out, or -1: wrong, or more than cap. */
int b64_decode(
    struct str s, unsigned how, unsigned char *out, size_t cap, size_t *n);
int b64_put(struct buf *b, struct str bytes, unsigned how);
size_t b64_len(size_t n, unsigned how); /* of n bytes encoded */

#endif
