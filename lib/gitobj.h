/* gitobj.h - what git's commits, trees and tags say. Pure: slices. */
#ifndef TAMIS_GITOBJ_H
#define TAMIS_GITOBJ_H

#include "oid.h"

struct tree_entry {
	unsigned mode; /* 0100644 0100755 0120000 0160000 040000 ... */
	struct str name;
	const unsigned char *id; /* oid_n bytes */
};

/* The entry at *at, which moves past it. 1, 0 at the end, -1 broken. */
int tree_next(
    struct str tree, unsigned char oid_n, size_t *at, struct tree_entry *e);

struct commit {
	struct oid tree;
	struct str parents;   /* the lines "parent ...\n", whole */
	struct str author;    /* "Name <mail> 1700000000 +0100" */
	struct str committer; /* the same */
	int64_t date;	      /* the committer's, seconds of UTC; 0 unknown */
	struct str message;
};

int commit_parse(struct str bytes, unsigned char oid_n, struct commit *c);
/* The next parent off c->parents; false at the end. */
bool commit_parent(struct commit *c, struct oid *parent);

struct tag {
	struct oid object;
	struct str tagger, message;
	int64_t date; /* as a commit's */
};
int tag_parse(struct str bytes, unsigned char oid_n, struct tag *t);

#endif
