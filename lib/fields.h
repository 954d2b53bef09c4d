/*
 * fields.h - what readers of data tell: values, each of a field, each with
 * its place. A reader is given the bytes of a blob in pieces, one after the
 * other, and keeps only what a value that is cut between two pieces needs.
 */
#ifndef TAMIS_FIELDS_H
#define TAMIS_FIELDS_H

#include "kind.h"

enum {
	FIELD_VALUE_MAX = 4096, /* bytes of a value that are looked at */
	FIELD_PATH_MAX = 512,	/* of a path such as "patient.name.family" */
	FIELD_DEPTH_MAX = 256
};

/* Who listens. Not 0 from a call: stop, and give it back. */
struct fields {
	void *arg;
	/*
	 * The number of a field, by its name or path; the same for the same.
	 * Negative: there are too many, its values are not asked for.
	 */
	int (*field)(void *arg, struct str path);
	/* at: the value's bytes, as they stand in the blob. */
	int (*value)(void *arg, int field, struct str value, struct span at);
	/* Text that belongs to no field: [from, to) of the piece. */
	int (*text)(void *arg, struct span at);
	/* The values that follow are of another record. */
	void (*record)(void *arg);
};

/* The bytes that follow those of the call before. */
struct piece {
	struct str bytes;
	size_t at; /* offset of the first in the blob */
	bool last; /* there are no more */
	size_t *upto;
	const char **why;
};

struct format {
	const char *name; /* "csv": what a record's format= says */
	bool health;	  /* its persons are patients */
	bool raw;	  /* not text: bytes that may hold NUL */
	bool sure;	  /* a field is what the standard calls it */
	bool whole;	  /* and nothing in its name means anything else */
	bool (*is)(enum kind kind, struct str head);
	/* What one blob is read with. NULL: no memory. */
	void *(*open)(const struct fields *to);
	/* The next bytes. 0, or what a listener gave, or -1: the rest, from
	   piece.upto on, is not of this format, or memory is at an end. */
	int (*feed)(void *r, const struct piece *p);
	void (*close)(void *r);
};

/* All there are, NULL-terminated. */
const struct format *const *fields_formats(void);
/* The format of a blob, or NULL: it is text. */
const struct format *fields_format(enum kind kind, struct str head);

#endif
