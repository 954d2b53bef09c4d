/*
 * tree.h - the regular files below a directory of ours, sorted by path:
 * few, small, named by us. Not for source that somebody else wrote.
 */
#ifndef TAMIS_TREE_H
#define TAMIS_TREE_H

#include "buf.h"

enum { TREE_FILES_MAX = 1024, TREE_DEPTH_MAX = 4 };

struct tree_file {
	struct str name; /* "secrets/cloud.rules"; NUL after it */
	uint64_t size;
	int64_t changed; /* mtime, ns */
};

struct tree {
	struct tree_file *v;
	size_t n;
	int fd; /* of the directory */
	struct buf names;
};

/* 0; -1 with errno, and nothing to free. Hidden names are left out. */
int tree_open(struct tree *t, const char *dir);
/* Append the bytes of a file. 0, or -1 with errno. */
int tree_read(const struct tree *t, const struct tree_file *f, struct buf *out);
void tree_free(struct tree *t);

#endif
