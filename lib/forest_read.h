/* forest_read.h - how a forest is filled; for its own files alone. */
#ifndef TAMIS_FOREST_READ_H
#define TAMIS_FOREST_READ_H

#include "forest.h"

enum { FOREST_OBJECT_MAX = 512 << 20 }; /* bytes of one commit or tree */

/* An entry as it stands in a tree, not yet a number. */
struct forest_raw {
	struct str name;
	const unsigned char *id;
	unsigned mode;
};

struct forest_raws {
	struct forest_raw *v;
	size_t n, cap;
};

struct tree_entry;
/* 0, or -1: no memory. */
int forest_add_raw(struct forest_raws *raws, const struct tree_entry *e);
/* A tree (its object and base), once; 0 with its number, or -1. */
int forest_put_tree(struct forest *f, struct forest_tree t,
    const struct forest_raws *add, const struct forest_raws *del,
    uint32_t *number);
/* A commit, once. 0, 1: it is none, -1: no memory. */
int forest_put_commit(struct forest *f, struct str bytes, uint32_t object);
/* An empty one; NULL: no memory. */
struct forest *forest_empty(const struct objtab *t);
/* Once all commits are there: parents and trees by their own numbers. */
void forest_link(struct forest *f);
/* 0, or -1: no memory. */
int forest_read(
    struct forest *f, unsigned threads, const struct forest_ops *ops);

#endif
