/*
 * chain.h - the links of a folder as their manifests tell: in order, each
 * following the one before it, all of one repository, signed.
 */
#ifndef TAMIS_CHAIN_H
#define TAMIS_CHAIN_H

#include "manifest.h"
#include "trust.h"
#include "vault.h"

enum { CHAIN_MAX = 100000, CHAIN_WHY = 320 };

struct link {
	char name[VAULT_NAME]; /* "0003.manifest" */
	uint64_t number;
	struct manifest m;
	struct buf text;
	unsigned char hash[MANIFEST_HASH];
	char why[CHAIN_WHY]; /* what is wrong with it; "" : nothing is */
};

struct chain {
	struct link *v;
	size_t n, cap;
	uint64_t next;	  /* a number that no file has yet */
	size_t good;	  /* so many from the first on are as they should be */
	size_t leftovers; /* files of a run that came to no manifest */
};

/* 0, or -1 and v->why: it cannot be read. What is broken is told by each
   link; t NULL: signatures are not looked at. */
int chain_read(struct chain *c, struct vault *v, const struct trust *t);
void chain_free(struct chain *c);
/* A link's own trouble, once more: keeps the first. */
void chain_broken(struct chain *c, size_t i, const char *why);
/* Are the signatures of this file good enough? 0, or -1 and why. */
int chain_signed(struct vault *v, const struct trust *t, const char *name,
    struct str text, char why[CHAIN_WHY]);

/* Of n links, the one that the last needs first: a full one. */
size_t chain_base(const struct chain *c, size_t n);

#endif
