/* revqueue.h - commits that a walk has met, and those to visit next: the
   latest first, of the same time the one that came first. Pure. */
#ifndef TAMIS_REVQUEUE_H
#define TAMIS_REVQUEUE_H

#include "oid.h"

struct rev {
	struct oid oid;
	unsigned flags; /* the walk's own */
	bool seen;	/* it was in the queue */
	int64_t date;
};

struct revqueue {
	struct rev **table; /* of all that were met, by id */
	size_t met, cap;
	struct rev_place {
		struct rev *rev;
		uint64_t turn;
	} * heap;
	size_t n, heapcap;
	uint64_t turns;
};

/* The commit of that id, new ones too; NULL: no memory, or too many. */
struct rev *revqueue_get(struct revqueue *q, const struct oid *o);
int revqueue_push(struct revqueue *q, struct rev *r, int64_t date); /* 0, -1 */
int revqueue_again(struct revqueue *q, struct rev *r);		    /* 0, -1 */
struct rev *revqueue_pop(struct revqueue *q); /* NULL when empty */
void revqueue_free(struct revqueue *q);

#endif
