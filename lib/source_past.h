/* source_past.h - what histories, ranges and pushes share; for them alone. */
#ifndef TAMIS_SOURCE_PAST_H
#define TAMIS_SOURCE_PAST_H

#include "history.h"
#include "source_in.h"

struct revwalk;

struct past {
	struct history *h;
	size_t at;
	struct history_commit *commits; /* of a range or a push */
	size_t ncommits, cap;
	struct waiting_list list; /* pushed, and no commit */
};

/* The state of a source, its objects open; NULL with s->why. */
struct past *past_new(struct source *s);
/* Once the commits are known: 0, or -1 with s->why. */
int past_begin(struct source *s, bool part);
/* All that a walk gives, once each, when it has run. 0, or -1. */
int past_add(struct source *s, const struct revwalk *w);
/* Which of the commits HEAD reaches too. 0, or -1. */
int past_heads(struct source *s, const struct oid *tips, size_t n);
/* -1: what s->objects says went wrong. */
int past_fail(struct source *s);
int past_next(struct source *s, struct arena *mem, struct item *it);
void past_free(void *of);

#endif
