/*
 * placing.h - what comes out of a link becomes a repository again: the
 * members of a full one by name, each known; the pack of a bundle through
 * git, its refs as files. Or, for a check, nothing is written.
 */
#ifndef TAMIS_PLACING_H
#define TAMIS_PLACING_H

#include "bundle.h"
#include "gitrun.h"
#include "untar.h"

enum { PLACING_WHY = 320, PLACING_HEADER_MAX = 512 << 20 };

struct placing {
	const char *dir; /* of the bare repository; NULL: only look */
	bool tar;
	int fd; /* of dir, or -1 */
	struct untar untar;
	int file;	   /* that a member is written to */
	struct buf header; /* of a bundle, until it is whole */
	bool begun;	   /* the header is whole, the pack follows */
	struct gitrun git;
	struct child child;
	int pack; /* git reads it there */
	char why[PLACING_WHY];
};

/* 0, or -1 and p->why. Free p in either case. */
int placing_begin(struct placing *p, const char *dir, bool tar);
int placing_add(void *arg, struct str bytes); /* a zst_sink */
int placing_end(struct placing *p);
void placing_free(struct placing *p);

/* An empty bare repository to put a bundle into. */
int placing_init(struct placing *p, unsigned idlen);
/* The refs and HEAD of the last bundle that was placed. */
int placing_refs(struct placing *p);

#endif
