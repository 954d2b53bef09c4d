/* objread.h - objects by id, and what refs name; one thread's. */
#ifndef TAMIS_OBJREAD_H
#define TAMIS_OBJREAD_H

#include "buf.h"
#include "gitdir.h"
#include "odb.h"
#include "refs.h"

struct objread {
	const struct gitdir *git;
	const struct odb *odb; /* shared by threads */
	struct inflate *z;
	struct buf tmp;
	struct refs refs; /* read when a name needs them */
	bool refs_known;
	char why[256]; /* once something gave -1 */
};

/* 0, or -1: no memory. */
int objread_init(
    struct objread *o, const struct gitdir *git, const struct odb *odb);
void objread_free(struct objread *o);

/* The bytes, replacing out's; want NONE: of any type. 0; 1 it is not there; -1
 * with o->why. */
int objread_get(struct objread *o, const struct oid *id, enum object_type want,
    struct buf *out);
/* Follow tags, and a commit to its tree if that is wanted; want NONE:
   until it is no tag. 0; 1 there is no such thing behind it; -1. */
int objread_peel(struct objread *o, const struct oid *id, enum object_type want,
    struct oid *out, enum object_type *type);
/* All refs. 0, or -1. */
int objread_refs(struct objread *o);
/* What a ref like "HEAD" names. 0; 1 nothing (yet); -1. */
int objread_ref(struct objread *o, const char *name, struct oid *id);
/* Where a symbolic ref leads, one step: 0; 1 it is none. */
int objread_symref(struct objread *o, const char *name, char *to, size_t size);

#endif
