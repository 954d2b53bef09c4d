/*
 * lax.h - decoders for what stands in source: either alphabet of base64,
 * padding or none, line ends raw or escaped. b64.h is the strict one.
 */
#ifndef TAMIS_LAX_H
#define TAMIS_LAX_H

#include "buf.h"

/*
 * All decode s into out: 0 and *n bytes, or -1: another character, an
 * impossible length, or more than cap bytes.
 */
int lax_b64(struct str s, unsigned char *out, size_t cap, size_t *n);
int lax_base32(struct str s, unsigned char *out, size_t cap, size_t *n);
int lax_base58(struct str s, unsigned char *out, size_t cap, size_t *n);

/*
 * As lax_b64, for a body of several lines: blanks, "\n" and "\r" written
 * out, quotes, commas, plus signs and dots that join strings are dropped.
 */
int lax_body(struct str s, unsigned char *out, size_t cap, size_t *n);

#endif
