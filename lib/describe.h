/* describe.h - the nearest tag of a commit, as git describe names it. */
#ifndef TAMIS_DESCRIBE_H
#define TAMIS_DESCRIBE_H

#include "pathset.h"
#include "repo.h"

/*
 * Append what "%(describe:ARGS)" stands for: "v1.2", "v1.2-3-gabcdef0", or
 * nothing when no tag is near. cut: hex ids of commits whose parents a
 * shallow clone left out. 0; 1: git takes no such arguments; -1 with *why.
 */
int describe_put(struct repo *r, const struct oid *commit, struct str args,
    const struct pathset *cut, struct buf *out, const char **why);

#endif
