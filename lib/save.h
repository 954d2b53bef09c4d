/*
 * save.h - small files read whole and written whole: a reader sees the old
 * bytes or the new ones, never a part, and after a crash too.
 */
#ifndef TAMIS_SAVE_H
#define TAMIS_SAVE_H

#include "buf.h"

enum save { SAVE_NEW, SAVE_REPLACE };

/* A regular file, no symlink, into out (whose .max is the bound). 0; 1: it
   is not there; -1 with errno (EFBIG: too big, ELOOP: a symlink). */
int save_read(int dirfd, const char *name, struct buf *out);
/* Through a temporary file beside it. SAVE_NEW never replaces: errno is
   EEXIST then. 0, or -1 with errno and the temporary file removed. */
int save_write(int dirfd, const char *name, struct str bytes, unsigned mode,
    enum save how);

/* The same in two steps, for bytes that come slowly. */
struct save_file {
	int dirfd, fd; /* fd: to be written, and closed by save_end */
	char temp[256];
};
int save_begin(struct save_file *s, int dirfd, const char *name, unsigned mode);
/* Sync and give it its name, or, with name NULL, forget it. */
int save_end(struct save_file *s, const char *name, enum save how);

#endif
