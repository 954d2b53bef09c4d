/*
 * algo.h - algorithms by all the names they go by, and what is meant by
 * "DESede/ECB/PKCS5Padding", "aes-128-cbc" or "SHA1withRSA". The names are
 * stanzas of patterns/crypto/algorithms.names.
 */
#ifndef TAMIS_ALGO_H
#define TAMIS_ALGO_H

#include "arena.h"

enum algo_kind {
	ALGO_CIPHER,
	ALGO_CURVE,
	ALGO_HASH,
	ALGO_KDF,
	ALGO_MAC,
	ALGO_MODE,
	ALGO_PADDING,
	ALGO_PUBLIC, /* RSA, DSA, DH, EC, ML-KEM */
	ALGO_RNG,
	ALGO_TLS,
	ALGO_FILLER, /* words between names: "with", "alg" */
	ALGO_KINDS
};

extern const char *const algo_kinds[ALGO_KINDS + 1];

struct algo {
	struct str id; /* "3DES" */
	enum algo_kind kind;
	unsigned bits;	/* of its key when nothing else is said; 0: varies */
	unsigned block; /* bits of its block */
	bool quantum;	/* broken by a quantum computer */
};

struct algos {
	struct algo *v;
	size_t n, cap;
	struct name {
		struct str text; /* without what is no letter or digit */
		uint32_t algo;
	} * name;
	size_t nname, capname;
	uint32_t *slot;
	size_t nslot;
	struct arena mem;
};

/* One of each kind, or NULL. */
struct spec {
	const struct algo *of[ALGO_KINDS];
	unsigned bits; /* that the name says */
};

/* 0, or -1 with *w. */
int algos_parse(struct algos *a, struct str text, struct where *w);
void algos_free(struct algos *a);
const struct algo *algos_find(const struct algos *a, struct str id);
/* Read a name. False: nothing in it is known. */
bool algos_read(const struct algos *a, struct str text, struct spec *out);

#endif
