/*
 * namelist.h - names from a descriptor, one a line or one a NUL, of any
 * number: memory holds one. A line in git's C-quotes is unquoted.
 */
#ifndef TAMIS_NAMELIST_H
#define TAMIS_NAMELIST_H

#include "buf.h"

struct namelist {
	int fd;
	bool null; /* NUL ends a name */
	bool eof;
	size_t at, n; /* read up to here; names handed out */
	struct buf in, name;
	const char *why; /* once namelist_next gave -1 */
};

void namelist_init(struct namelist *l, int fd, bool null);
/* 1 with a name (until the next call), 0 at the end, -1. */
int namelist_next(struct namelist *l, struct str *name);
/* The same, but a line as it is: neither unquoted nor refused. */
int namelist_line(struct namelist *l, struct str *line);
void namelist_free(struct namelist *l);

#endif
