/*
 * lfs.h - pointers of Git LFS: of such a file only a line or two is in the
 * repository, and its contents are elsewhere.
 */
#ifndef TAMIS_LFS_H
#define TAMIS_LFS_H

#include "repo.h"

enum { LFS_POINTER_MAX = 1024, LFS_LIST_MAX = 10000 };

/* Is it one? Its id (64 digits) and size. */
bool lfs_is_pointer(struct str bytes, struct str *id, struct str *size);
/* "lfs: ID SIZE" for each in HEAD's tree, when the repository uses LFS at
   all; the rest of very many is counted. 0, or -1. */
int lfs_list(struct repo *r, struct buf *out);

#endif
