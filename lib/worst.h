/*
 * worst.h - the worst k of any number of records, in bounded memory. The
 * records themselves lie elsewhere: an entry says where.
 */
#ifndef TAMIS_WORST_H
#define TAMIS_WORST_H

struct worst_entry {
	uint64_t at;	  /* rises with the input; where the record lies */
	uint64_t fp;	  /* the ordinal counts those with the same */
	uint32_t len;	  /* of the record */
	uint32_t tag;	  /* the caller's */
	uint32_t ordinal; /* from 1: the n-th of its fp, in input order */
	unsigned char rank;
};

/* { .max = k } is a valid empty one. */
struct worst {
	struct worst_entry *v;
	size_t n, cap, max;
	size_t left; /* did not stay */
};

/* Would an entry of this rank stay, if it came now? */
bool worst_wants(const struct worst *w, unsigned char rank);
/* Of equal rank the first stay. 0, or -1: no memory. */
int worst_add(struct worst *w, const struct worst_entry *e);
/* Count the ordinals and sort, the worst first; nothing is added after. */
void worst_end(struct worst *w);
void worst_free(struct worst *w);

#endif
