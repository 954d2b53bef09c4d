/*
 * odb.h - the object database of a repository: its packs, its loose
 * objects, and those of its alternates. Packs are mapped; a pack that is
 * replaced during the run stays readable. Safe for any number of threads
 * once open.
 */
#ifndef TAMIS_ODB_H
#define TAMIS_ODB_H

#include "buf.h"
#include "gitdir.h"
#include "pack.h"

enum {
	ODB_STORES_MAX = 64,   /* object directories, alternates included */
	ODB_CHAIN_MAX = 10000, /* deltas between an object and its root */
	ODB_BAD_MAX = 16       /* packs that are no packs; more are trouble */
};

struct odb_pack {
	char *path;	 /* of the .pack */
	struct str pack; /* mapped */
	struct str index;
	struct idx idx;
	bool promisor; /* what it lacks may be elsewhere: a partial clone */
};

struct odb {
	unsigned char oid_n;
	char *store[ODB_STORES_MAX]; /* object directories */
	size_t nstores;
	struct odb_pack *packs; /* sorted by path */
	size_t npacks;
	bool promisor; /* one of them is */
	struct odb_bad {
		char *name; /* "pack-....pack" */
		const char *why;
	} bad[ODB_BAD_MAX]; /* without them: whoever asks for all tells them */
	size_t nbad;
};

/* NULL with why: an index that is none, a pack of another index ... */
struct odb *odb_open(const struct gitdir *g, char *why, size_t whylen);
void odb_free(struct odb *o);

/* Which pack holds it, and where: true. */
bool odb_find(
    const struct odb *o, const struct oid *id, size_t *pack, uint32_t *at);

struct inflate;
/* An object's type and bytes, replacing what out held. 0; 1 it is not
   there; -1 with *why, when it is broken or larger than out's ceiling. */
int odb_read(const struct odb *o, struct inflate *z, const struct oid *id,
    enum object_type *type, struct buf *out, const char **why);

/* The file of a loose object: 0, or -1. */
struct stat;
int odb_stat(const struct odb *o, const struct oid *id, struct stat *st);

/* Every loose object once, sorted within its directory. Not 0 from the
   callback ends it. 0, what the callback gave, or -1 with errno. */
typedef int odb_each(const struct oid *id, void *arg);
int odb_loose(const struct odb *o, odb_each *each, void *arg);

#endif
