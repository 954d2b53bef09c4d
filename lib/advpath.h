/* advpath.h - where the databases of advisories lie. */
#ifndef TAMIS_ADVPATH_H
#define TAMIS_ADVPATH_H

#include <limits.h>

struct advpath {
	char own[PATH_MAX];	/* the one that was named, or the user's */
	char builtin[PATH_MAX]; /* came with tamis: it has more than advisories
				 */
	bool named; /* by an option or TAMIS_DB: no other's advisories count */
};

/*
 * The file given, else TAMIS_DB's, else two: the user's own
 * (XDG_DATA_HOME, by default ~/.local/share, tamis/advisories.db; "" when
 * there is no home), and the one that came with tamis. 0, or -1 with errno.
 */
int advpath_find(struct advpath *p, const char *given);
/* What tells one state of these files from another. 0, or -1: too long. */
int advpath_stamp(const struct advpath *p, char *out, size_t n);

#endif
