/* indexfile.h - a repository's index, read from its files. */
#ifndef TAMIS_INDEXFILE_H
#define TAMIS_INDEXFILE_H

#include "buf.h"
#include "index.h"

struct gitdir;

/* { 0 } is a valid one that holds nothing. */
struct indexfile {
	struct index x;
	struct index base; /* of a split index */
	struct buf bytes, base_bytes;
};

/* No index is an empty one. 0, or -1 with why set. */
int indexfile_read(
    struct indexfile *f, const struct gitdir *g, char *why, size_t whylen);
void indexfile_free(struct indexfile *f);

#endif
