/*
 * pack.h - git's packs and their indexes, version 2: gitformat-pack(5).
 * Bytes in, values out; who maps the files is odb.h.
 */
#ifndef TAMIS_PACK_H
#define TAMIS_PACK_H

#include "oid.h"

enum object_type {
	OBJECT_NONE,
	OBJECT_COMMIT,
	OBJECT_TREE,
	OBJECT_BLOB,
	OBJECT_TAG,
	OBJECT_OFS_DELTA = 6,
	OBJECT_REF_DELTA = 7
};

struct idx {
	uint32_t n;
	unsigned char oid_n;	   /* 20 or 32 */
	const unsigned char *fan;  /* 256 counts, big-endian */
	const unsigned char *oids; /* n ids, sorted */
	const unsigned char *off;  /* n offsets of 4 bytes */
	const unsigned char *big;  /* offsets of 8 bytes */
	size_t nbig;
};

/* Slices of bytes. 0, or -1 with *why: sizes and the fan-out are checked. */
int idx_parse(
    struct str bytes, unsigned char oid_n, struct idx *x, const char **why);
struct oid idx_oid(const struct idx *x, uint32_t i);
/* Offset of the i-th object in the pack. 0, or -1: it points nowhere. */
int idx_offset(const struct idx *x, uint32_t i, uint64_t *at);
/* Its index, or -1. */
int64_t idx_find(const struct idx *x, const struct oid *o);

struct pack_entry {
	enum object_type type; /* as stored: a delta is OFS or REF */
	uint64_t size;	       /* of what the stream inflates to */
	uint64_t base;	       /* OFS: offset of the base */
	struct oid base_oid;   /* REF */
	struct str stream;     /* zlib, and all that follows in the pack */
};

/* Is it a pack, and of how many objects? 0, or -1 with *why. */
int pack_parse(
    struct str bytes, unsigned char oid_n, uint32_t *n, const char **why);
/* The entry that begins at an offset. 0, or -1 with *why. */
int pack_entry_at(struct str pack, unsigned char oid_n, uint64_t at,
    struct pack_entry *e, const char **why);

#endif
