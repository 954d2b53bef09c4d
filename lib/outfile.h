/*
 * outfile.h - where -o FILE goes: a file that is whole or not there. What
 * was begun is removed on failure, and by a signal that ends the process;
 * SIGTERM and SIGHUP are one line and exit 2, as everywhere.
 */
#ifndef TAMIS_OUTFILE_H
#define TAMIS_OUTFILE_H

#include "save.h"

#include <limits.h>

struct outfile {
	int fd; /* write here */
	struct save_file save;
	bool temp;	    /* fd is a temporary file's */
	const char *base;   /* the name in dir, borrowed from the path */
	char dir[PATH_MAX]; /* for the sandbox; "" when none is written to */
};

/* NULL or "-": stdout. What is no regular file (a FIFO, /dev/null) is
   written to as it is. One at a time. 0, or -1 with errno. */
int outfile_open(struct outfile *o, const char *path);
/* Close; the bytes are on the disk under their name: 0, or -1 with errno
   and nothing left behind. */
int outfile_commit(struct outfile *o);
void outfile_abort(struct outfile *o); /* keeps errno */

#endif
