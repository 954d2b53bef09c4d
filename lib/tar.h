/*
 * tar.h - write tar as git does: ustar headers, owner root, pax records
 * where ustar has no room, the end padded to 10,240 bytes. Pure: bytes go
 * to a callback, never more than one block of them is held.
 */
#ifndef TAMIS_TAR_H
#define TAMIS_TAR_H

#include "oid.h"

enum { TAR_RECORD = 512, TAR_BLOCK = 20 * TAR_RECORD };

/* 0, or -1 to give up. */
typedef int tar_write(void *arg, const void *p, size_t n);

struct tar {
	tar_write *write;
	void *arg;
	uint64_t mtime;
	uint64_t left; /* bytes of the body that are still due */
	size_t n;      /* bytes in block */
	char block[TAR_BLOCK];
};

struct tar_entry {
	struct str path; /* a directory's ends in '/' */
	struct oid oid;	 /* names the stand-ins of what does not fit */
	unsigned mode;	 /* git's */
	struct str link; /* where a symlink points */
	uint64_t size;	 /* of a file's body */
};

/* 07777 and the type of what git's mode becomes under umask 002. */
unsigned tar_mode(unsigned mode);

/* All return 0, or -1: the callback gave up, no memory, a mode that tar
   cannot hold, or a body that is not of the size promised. */
int tar_begin(struct tar *t, tar_write *write, void *arg, uint64_t mtime,
    const struct oid *commit); /* commit NULL: no comment is written */
int tar_put(struct tar *t, const struct tar_entry *e);
int tar_body(struct tar *t, const void *p, size_t n); /* pieces of it */
int tar_end(struct tar *t);

#endif
