/*
 * result.h - what a worker hands to the thread that prints: records that
 * lack only their fingerprint, and what could not be judged.
 */
#ifndef TAMIS_RESULT_H
#define TAMIS_RESULT_H

#include "buf.h"
#include "rec.h"

enum result_type {
	RESULT_RECORD,
	RESULT_ACCEPTED, /* by the source itself: counted, not printed */
	RESULT_UNREAD,	 /* message is the cause, subject the bare name */
	RESULT_PASSED,	 /* left out on purpose: subject is the bare name */
	RESULT_KNOWN,	 /* a record whole, from a cache */
	RESULT_FACT	 /* for finish: path is the bare name */
};

struct result {
	enum result_type type;
	enum severity severity;
	bool guessable;
	unsigned detector;
	uint32_t what; /* of a fact */
	size_t line, col;
	struct str path, rule, message, keys; /* as a record has them */
	struct str subject; /* for the fingerprint; a fact's bytes */
};

/* Append; 0, or -1 when full. */
int result_put(struct buf *out, const struct result *r);
/* The one at *at, which moves past it; false at the end. */
bool result_next(struct str in, size_t *at, struct result *r);

#endif
