/*
 * refs.h - the refs of a repository as its files say: packed-refs, loose
 * refs, HEAD and the HEADs of its other work trees. gitrepository-layout(5).
 */
#ifndef TAMIS_REFS_H
#define TAMIS_REFS_H

#include "arena.h"
#include "gitdir.h"
#include "oid.h"

enum {
	REFS_MAX = 4 << 20,	   /* refs of one repository */
	REFS_FILE_MAX = 512 << 20, /* bytes of packed-refs */
	REFS_DEPTH_MAX = 64,	   /* directories below refs/ */
	REFS_SYMREF_MAX = 5	   /* "ref: " lines that lead to an id */
};

struct ref {
	struct str name; /* "refs/heads/main", "HEAD", "worktrees/x/HEAD" */
	struct oid oid;
};

struct refs {
	struct ref *v; /* sorted by name */
	size_t n, cap;
	struct arena mem;
};

/* A ref that names nothing (an unborn branch) is left out. 0, or -1 with
   why; a reftable is refused by name. */
int refs_read(struct refs *r, const struct gitdir *g, char *why, size_t whylen);
const struct ref *refs_find(const struct refs *r, struct str name);
void refs_free(struct refs *r);

#endif
