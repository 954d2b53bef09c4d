/*
 * cachefile.h - a file of ours that may be lost at any time: opened before
 * the sandbox, read and written whole through its descriptor. Two runs do
 * not disturb each other: who finds it locked does without. A write that
 * was cut is for the reader to notice, by the sum inside.
 */
#ifndef TAMIS_CACHEFILE_H
#define TAMIS_CACHEFILE_H

#include "buf.h"

struct cachefile {
	int fd; /* -1: none */
	char path[4096];
};

/* path as given, made with mode 0600 when it is not there. 0, or -1 with
   errno. */
int cachefile_open(struct cachefile *c, const char *path);
/* tamis/NAME below a directory: it and all on the way must be the user's
   own. 0, or -1 with errno. */
int cachefile_open_in(struct cachefile *c, const char *dir, const char *name);
/* All of it. 0; 1: another run has it; -1 with errno. */
int cachefile_read(const struct cachefile *c, struct buf *out);
/* The same, the other way. */
int cachefile_write(const struct cachefile *c, struct str bytes);
void cachefile_close(struct cachefile *c);

#endif
