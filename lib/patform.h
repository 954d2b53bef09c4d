/* patform.h - the bytes of patterns.bin: named texts and named sets. */
#ifndef TAMIS_PATFORM_H
#define TAMIS_PATFORM_H

#include "buf.h"

struct pat_set {
	struct str name, bytes;
};

/*
 * The files and, after them, the sets; slices of file, which is aligned
 * as a mapping is. *v is for free(). -1: damaged, or not made by and for
 * this tamis and this Vectorscan.
 */
int patform_read(
    struct str file, struct pat_set **v, size_t *nfiles, size_t *nsets);
/* Append such a file. 0, or -1. */
int patform_make(const struct pat_set *files, size_t nfiles,
    const struct pat_set *sets, size_t nsets, struct buf *out);

#endif
