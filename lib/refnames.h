/* refnames.h - the names of a commit, as git's %D lists them. */
#ifndef TAMIS_REFNAMES_H
#define TAMIS_REFNAMES_H

#include "repo.h"

/* Append "HEAD -> main, tag: v1, origin/main", or nothing. shallow: the
   history was cut here. 0, or -1 with *why. */
int refnames_put(struct repo *r, const struct oid *commit, bool shallow,
    struct buf *out, const char **why);

#endif
