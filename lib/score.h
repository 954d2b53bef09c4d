/*
 * score.h - a verdict as a sum of reasons: each has its weight in
 * patterns/model/weights.tsv, counts once, and can be named.
 */
#ifndef TAMIS_SCORE_H
#define TAMIS_SCORE_H

#include "buf.h"
#include "rec.h"
#include "tables.h"

/* How sure one is; what is a placeholder is not told. */
enum sure {
	SURE_UNSAID,
	SURE_PLACEHOLDER,
	SURE_POSSIBLE,
	SURE_LIKELY,
	SURE_CERTAIN
};

extern const char *const sure_names[SURE_CERTAIN + 1];

struct score {
	int sum;
	uint64_t why; /* bit i: reason i; 0: nothing was weighed */
};

void score_add(struct score *s, enum reason r);
enum sure score_sure(const struct score *s);
/* The severity of a rule's finding that one is so sure of. */
enum severity score_severity(enum severity rule, enum sure sure);
/* Append "name-password+20 quoted+8 path-test-24". 0, or -1. */
int score_put(struct buf *out, const struct score *s);

/* What the path says of a file: a reason, or REASON_COUNT for nothing. */
enum reason score_path(struct str path);
/*
 * Add it. What lowers a verdict does not hide it, so that a secret in a
 * test is still told; but for a translation, where labels stand.
 */
void score_add_path(struct score *s, struct str path);

#endif
