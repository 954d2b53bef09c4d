/* maker.h - what a template's generators make: see tamis-rules(5). */
#ifndef TAMIS_MAKER_H
#define TAMIS_MAKER_H

#include "buf.h"

struct maker {
	struct buf *out;
	size_t mark;  /* where a checksum begins; SIZE_MAX: not said */
	uint64_t rng; /* splitmix64 */
	const char *why;
};

uint64_t maker_random(struct maker *m);
size_t maker_below(struct maker *m, size_t n); /* 0 to n - 1; n > 0 */
int maker_bytes(struct maker *m, struct buf *out, size_t n);

typedef int make_fn(struct maker *m, struct str args);

struct make {
	const char *name;
	make_fn *fn;
};

/* Sorted by name, ends in { NULL }. */
extern const struct make makers[];
const struct make *maker_find(struct str name);

/* The keys of makers, in makekey.c. */
make_fn make_azure, make_base58check, make_bip39, make_cask, make_jks,
    make_minisign, make_ppk, make_signify, make_bech32, make_jwt, make_nkey,
    make_openssh, make_pem, make_pem_json, make_pypi, make_wireguard;

#endif
