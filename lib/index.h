/*
 * index.h - git's index, versions 2 to 4, split and sparse ones too, with
 * ids of 20 or 32 bytes. Bytes in, entries out: no file is opened here.
 */
#ifndef TAMIS_INDEX_H
#define TAMIS_INDEX_H

#include "arena.h"
#include "oid.h"

enum { INDEX_MAX = 1u << 30 }; /* bytes of a file */

struct index_entry {
	struct str path; /* a sparse directory's ends in '/'; NUL after */
	struct oid oid;
	unsigned mode;
	unsigned char stage;
	bool intent; /* added by name alone: not part of a commit */
};

/* A directory whose tree the index remembers. */
struct index_tree {
	struct str path; /* "" for the top */
	struct oid oid;
};

struct index {
	struct index_entry *v; /* sorted by path, then stage */
	size_t n;
	struct oid link; /* n != 0: the rest is in sharedindex.<hex> */
	uint64_t *gone, *replaced; /* of the shared entries, one bit each */
	size_t ngone, nreplaced;   /* bits there are */
	struct index_tree *trees;  /* sorted by path */
	size_t ntrees;
	struct str tree_bytes;
	struct arena mem;
};

/* Slices point into bytes, which must stay. 0, or -1 with why. */
int index_parse(
    struct index *x, struct str bytes, unsigned char idlen, const char **why);
/*
 * Join a split index with the shared one it names, both parsed; base must
 * stay. 0, or -1 with why.
 */
int index_join(struct index *x, const struct index *base, const char **why);
/* The first entry at or after path. */
size_t index_at(const struct index *x, struct str path);
/* Is something tracked at path, or below it? */
bool index_holds(const struct index *x, struct str path);
/* The tree that a directory had when the index was written, or NULL. */
const struct oid *index_tree_of(const struct index *x, struct str path);
void index_free(struct index *x);

/* The parts of index_parse that have files of their own. */
int index_split_parse(
    struct index *x, struct str ext, unsigned char idlen, const char **why);
void index_tree_parse(struct index *x, struct str ext, unsigned char idlen);

#endif
