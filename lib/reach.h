/*
 * reach.h - what can be reached from some tips: commits, trees, edges, and
 * the commits in topological date order, the oldest first.
 */
#ifndef TAMIS_REACH_H
#define TAMIS_REACH_H

#include "forest.h"

struct reach {
	uint64_t *commits, *trees, *edges, *blobs; /* bits; blobs by object */
	uint32_t *order; /* reached commits, each after all its parents */
	size_t n;
};

/*
 * tips are object numbers of commits, trees, blobs or tags; a tag's object
 * is found with odb_read. 0, or -1: no memory.
 */
int reach_new(struct reach *r, const struct forest *f, const uint32_t *tips,
    size_t ntips);
/* Just these commits (bits), and what their trees hold: what is outside of
   them counts as not there, but for its trees. 0, or -1: no memory. */
int reach_some(
    struct reach *r, const struct forest *f, const uint64_t *commits);
void reach_free(struct reach *r);

#endif
