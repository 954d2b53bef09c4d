/*
 * view.h - the person's view: cards, then head lines, then counting, and
 * the summary that comes last. It fills a buffer; out.c writes it.
 */
#ifndef TAMIS_VIEW_H
#define TAMIS_VIEW_H

#include "draw.h"

/* Looks a rule up by its full id; false: not known. */
typedef bool out_advice(struct str rule, struct advice *a, void *arg);

struct out_stats {
	size_t files, bytes; /* sieved to their end */
	size_t passed;	     /* left out on purpose; not drawn */
	double seconds;
	const char *empty; /* "nothing is staged", or NULL */
};

struct view;

struct view *view_new(
    const struct draw *d, bool all, out_advice *advice, void *advice_arg);
void view_free(struct view *v);
/* Will the next record be a card? */
bool view_wants_line(const struct view *v);
int view_rec(struct view *v, struct buf *out, const struct rec *r);
void view_accepted(struct view *v, struct str until);

struct view_end {
	bool whole, partial;
	int status; /* what the run will exit with */
	size_t unread;
	const struct out_stats *st; /* NULL: a filter */
};
int view_end(struct view *v, struct buf *out, const struct view_end *e);

#endif
