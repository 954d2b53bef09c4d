/*
 * story.h - where blobs came in and went: for each (path, blob) of some
 * blobs, the first commit that has it, in topological date order, and the
 * last that took it away. One pass over the commits; a commit that does
 * not touch them costs one comparison.
 */
#ifndef TAMIS_STORY_H
#define TAMIS_STORY_H

#include "reach.h"

#define STORY_NONE UINT32_MAX

enum {
	STORY_DEPTH_MAX = 2048,	   /* directories above a file */
	STORY_PLACES_MAX = 1 << 20 /* a few trees can name more than that */
};

struct story_place {
	uint32_t blob;	 /* object number; beyond them: missing, + it */
	uint32_t first;	 /* commit number */
	uint32_t gone;	 /* commit number, or STORY_NONE: never removed */
	struct str path; /* "dir/name" */
	uint32_t next;	 /* of the hash chain */
};

struct story;

/*
 * wanted: a bit for each object, and for each that is missing after them.
 * Only commits that r reached are seen.
 * NULL: no memory, a tree deeper than STORY_DEPTH_MAX, or more places.
 */
struct story *story_new(
    const struct forest *f, const struct reach *r, const uint64_t *wanted);
void story_free(struct story *s);
/* All places, in the order of their first commit, then path. */
const struct story_place *story_places(const struct story *s, size_t *n);

/*
 * Mark in present (a bit a place) what a tree holds; present must be clear
 * where it does not. 0, or -1.
 */
int story_holds(struct story *s, uint32_t tree, uint64_t *present);

#endif
