/*
 * family.h - the objects of one pack in delta order: a base, then all that
 * is a delta of it, depth first, so that each object is made once, from a
 * parent that is in memory. At most log2(objects) parents are held at a
 * time: the child with most descendants comes last, when its parent is no
 * more needed.
 */
#ifndef TAMIS_FAMILY_H
#define TAMIS_FAMILY_H

#include "delta.h"
#include "pack.h"

struct family;

/*
 * Read every entry's header and tie the deltas to their bases. Slices of
 * pack and idx are kept. NULL with *why. Entries that are broken, or whose
 * base is missing or in a cycle, are told by family_walk.
 */
struct family *family_new(
    struct str pack, const struct idx *idx, const char **why);
void family_free(struct family *f);
/* Walk these alone (bits by position in idx), and what they rest on. 0, or
   -1: no memory. */
int family_narrow(struct family *f, const uint64_t *only);
uint32_t family_count(const struct family *f);
/* To the first again, for another walk. */
void family_rewind(struct family *f);

struct family_object {
	uint32_t at;	       /* position in idx */
	enum object_type type; /* commit, tree, blob or tag */
	struct str bytes;
	const struct delta *delta; /* how it came from its base, or NULL */
	struct str base;	   /* the base's bytes */
};

struct family_ops {
	/* Bit 1 << type for each type that is wanted. */
	unsigned types;
	uint64_t size_max; /* a larger object is broken: "too large" */
	/*
	 * One object; parent is what visit gave for its base. What is
	 * returned is given to its children, then to done; NULL is fine.
	 */
	void *(*visit)(
	    void *thread, const struct family_object *o, void *parent);
	void (*done)(void *thread, void *state);
	/* An object that cannot be made, and all that rest on it. */
	void (*broken)(void *thread, uint32_t at, const char *why);
};

/*
 * Take families from the front until none is left; any number of threads
 * may be in here, each with its own `thread`. 0, or -1 for no memory.
 */
int family_walk(struct family *f, const struct family_ops *ops, void *thread);

/* Those that no family holds (cycles, missing bases): call once, alone. */
void family_orphans(
    struct family *f, const struct family_ops *ops, void *thread);

#endif
