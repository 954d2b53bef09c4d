/* source_walks.h - what ranges and pushes share; for them alone. */
#ifndef TAMIS_SOURCE_WALKS_H
#define TAMIS_SOURCE_WALKS_H

#include "revwalk.h"
#include "seenset.h"
#include "source_in.h"

enum { RANGE_PARENTS_MAX = 1024 };

struct walks {
	struct revwalk *w;
	struct walks *next;
};

struct range {
	struct walks *first, **last;
	size_t i; /* the next commit of the first walk */
	struct waiting_list list;
	struct seenset seen;
	struct buf keys;
	struct oid trees[RANGE_PARENTS_MAX];
	bool fresh; /* a branch is pushed that the remote does not have */
};

/* The state of a source, its objects open; NULL with s->why. */
struct range *range_new(struct source *s);
/* A walk more, after those there are; NULL with s->why. */
struct revwalk *range_walk(struct source *s);
int range_run(struct source *s, struct revwalk *w);
/* -1: what s->objects says went wrong. */
int range_fail(struct source *s);
int range_next(struct source *s, struct arena *mem, struct item *it);
void range_free(void *of);

#endif
