/*
 * bech32.h - BIP 173 strings, the form of age's keys: all of one case, a
 * checksum, no limit of 90 characters (a post-quantum key has 1,960).
 */
#ifndef TAMIS_BECH32_H
#define TAMIS_BECH32_H

#include "buf.h"

enum { BECH32_MAX = 8192 };

/*
 * 0 and *n bytes in out; *hrp is the part before the last '1', borrowed
 * from s and in its case. -1: not one, or more than cap bytes.
 */
int bech32_decode(
    struct str s, struct str *hrp, unsigned char *out, size_t cap, size_t *n);
/* hrp in lower case gives lower, in upper case upper. */
int bech32_put(struct buf *b, struct str hrp, struct str bytes);

#endif
