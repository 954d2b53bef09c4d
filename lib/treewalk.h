/* treewalk.h - the entries below a tree. Depth and number are bounded: a
   tree is hostile input. */
#ifndef TAMIS_TREEWALK_H
#define TAMIS_TREEWALK_H

#include "objread.h"

struct tree_item {
	struct str path; /* '/' between; NUL after */
	unsigned mode;	 /* 0100644 0100755 0120000 0160000 040000 */
	struct oid oid;
};
/* Not 0 ends the walk; for a directory 2 skips what is in it. */
typedef int tree_visit(const struct tree_item *e, void *arg);

/* In git's order; directories too when dirs. 0, 1 ended, -1 o->why. */
int treewalk(struct objread *o, const struct oid *tree, bool dirs,
    tree_visit *visit, void *arg);

#endif
