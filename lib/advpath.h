/* advpath.h - where the databases of advisories lie. */
#ifndef TAMIS_ADVPATH_H
#define TAMIS_ADVPATH_H

#include <limits.h>

enum { ADVPATH_OWN, ADVPATH_BUILTIN };

struct advpath {
	char v[2][PATH_MAX];
	size_t n;   /* 1: the one that was named, and no other */
	bool named; /* by an option or TAMIS_DB */
};

/*
 * The file given, else TAMIS_DB's, else two: the user's own
 * (XDG_DATA_HOME, by default ~/.local/share, tamis/advisories.db; "" when
 * there is no home), and the one that came with tamis. 0, or -1 with errno.
 */
int advpath_find(struct advpath *p, const char *given);

#endif
