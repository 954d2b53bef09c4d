/*
 * delta.h - git's deltas: a text made of runs copied from a base and runs
 * inserted. Format: gitformat-pack(5), "Deltified representation". Pure.
 */
#ifndef TAMIS_DELTA_H
#define TAMIS_DELTA_H

struct delta {
	struct str ops; /* what is left of the instructions */
	size_t base_n;	/* bytes that the base must have */
	size_t n;	/* bytes that the result will have */
};

struct delta_op {
	bool copy;
	size_t from;	   /* copy: offset in the base */
	size_t n;	   /* bytes of the result, never 0 */
	const char *bytes; /* insert: the bytes */
};

/* The two sizes at its start. 0, or -1: cut short or over SIZE_MAX. */
int delta_open(struct delta *d, struct str bytes);
/* 1 with *op, 0 at the end, -1: cut short, or reserved, or past the base. */
int delta_next(struct delta *d, struct delta_op *op);
/* The whole result into out, which takes d.n bytes. 0, or -1. */
int delta_apply(struct delta d, struct str base, char *out);

#endif
