/* summary.h - the last lines of the person's view: where the eye lands. */
#ifndef TAMIS_SUMMARY_H
#define TAMIS_SUMMARY_H

#include "view.h"

struct tally;

struct summary {
	bool color;
	size_t drawn; /* of the findings */
	size_t accepted;
	char until[16]; /* the first day that an acceptance ends, or "" */
	struct tally *tally;
};

int summary_put(
    struct buf *out, const struct summary *s, const struct view_end *e);

#endif
