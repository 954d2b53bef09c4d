/*
 * draw.h - one record for a person: terminal.md's head line and card.
 * What they show is drawn from the record alone, and from advice.
 */
#ifndef TAMIS_DRAW_H
#define TAMIS_DRAW_H

#include "rec.h"

/* What a person is told of a rule; all may be empty. */
struct advice {
	struct str fix, why, note, revoke;
};

struct draw {
	bool color;
	size_t width;
	const char *base; /* "file://host/dir/" for links, or NULL */
};

/* "path:line:col: severity: ", without the words that follow. */
int draw_place(struct buf *out, const struct draw *d, const struct rec *r);
/* One line; same, when not empty, is the place of the same finding. */
int draw_head(struct buf *out, const struct draw *d, const struct rec *r,
    struct str same);
/* Head, source line, caret, notes and an empty line. */
int draw_card(struct buf *out, const struct draw *d, const struct rec *r,
    const struct advice *a);

#endif
