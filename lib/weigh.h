/*
 * weigh.h - what the fields of a blob come to: which of the kinds that were
 * seen are meant, how sure that is, how bad, and whether it is made up.
 */
#ifndef TAMIS_WEIGH_H
#define TAMIS_WEIGH_H

#include "sheet.h"

#define WEIGH_NAMED 3.5 /* a field is called like the kind */
#define WEIGH_PRIOR 3.0 /* that a field holds any one kind: one in 1,000 */

/* A kind that a field has. */
struct verdict {
	const struct sheetfield *field;
	uint32_t number; /* of the field */
	const struct idkind *kind;
	struct seen *seen;
	uint64_t count;
	double score; /* log10 of the odds, without the prior */
	enum severity severity;
	const char *reason; /* why it is low; NULL: it is not */
};

struct verdicts {
	struct verdict *v; /* by place */
	size_t n, cap;
};

/* 0, or -1: no memory. */
int weigh(const struct sheet *s, struct verdicts *out);
double weigh_confidence(double score);

#endif
