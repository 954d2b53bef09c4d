/*
 * judged.h - the bytes of a cache of histories: which objects were judged
 * and had nothing to say, and what all of a history once came to. It holds
 * no secret: places, and records as they are printed, masked. Whoever reads
 * it believes nothing that it did not check. Pure.
 */
#ifndef TAMIS_JUDGED_H
#define TAMIS_JUDGED_H

#include "buf.h"
#include "rec.h"

enum {
	JUDGED_SUM = 32,
	JUDGED_KIND_COMMIT = 255, /* in place of a blob's kind */
	JUDGED_PLACES_MAX = 1 << 20
};
#define JUDGED_MAX ((size_t)1 << 30) /* bytes of a cache */

/* A pack as it was: what is in another one of its name is not believed. */
struct judged_pack {
	unsigned char name[JUDGED_SUM]; /* SHA-256 of its path */
	uint64_t size, time, inode;
};

struct judged_object {
	const unsigned char *id;
	unsigned kind;
	uint32_t class; /* what its paths made of it, alike in every run */
	bool says;	/* something, or what could not be judged */
};

struct judged_place {
	unsigned type, part; /* item_type, item_part */
	struct str id;	     /* of the object, or empty */
	struct str name, keys, why;
	uint32_t when, gone; /* positions of its commits, + 1; 0: none */
	bool known;	     /* records are all that it says, on any day */
	struct str records;
};

struct judged {
	unsigned char oid_n;
	bool whole; /* state, places and what was seen are there */
	const unsigned char *state;
	uint64_t done, bytes;
	uint32_t nobjects, npacks, nplaces;
	const unsigned char *objects, *packs;
	struct str places;
};

/* Does it begin as one does? */
bool judged_is(struct str bytes);
/* Slices of bytes. 0; 1: of other rules, or another tamis; -1: damaged. */
int judged_parse(
    struct str bytes, const unsigned char rules[JUDGED_SUM], struct judged *j);
/* Sorted by id, then kind. */
struct judged_object judged_object(const struct judged *j, uint32_t i);
struct judged_pack judged_pack(const struct judged *j, uint32_t i);
/* The next of places, or of a place's records; false at the end. */
bool judged_next_place(struct str *rest, struct judged_place *p);
bool judged_next_record(struct str *rest, struct rec *r);

/* Making one: objects, packs, places, in this order. All 0, or -1. */
int judged_begin(struct buf *out, const unsigned char rules[JUDGED_SUM],
    unsigned char oid_n);
int judged_add_object(struct buf *out, const struct judged_object *o);
int judged_add_pack(struct buf *out, const struct judged_pack *p);
/* state NULL: no places follow. */
int judged_add_state(struct buf *out, const unsigned char state[JUDGED_SUM],
    uint64_t done, uint64_t bytes);
int judged_add_place(struct buf *out, const struct judged_place *p);
int judged_end(struct buf *out);
/* Append to what will be a place's records. */
int judged_add_record(struct buf *out, const struct rec *r);

#endif
