/*
 * window.h - text from records as a terminal may get it, and one source
 * line with a caret below the span: never wider than it should be.
 */
#ifndef TAMIS_WINDOW_H
#define TAMIS_WINDOW_H

#include "buf.h"

/*
 * Append raw bytes as they may be drawn: what drives a terminal, or hides
 * in it, as \xNN; "##[", which a log's reader obeys, as "#\x23[".
 */
int window_text(struct buf *out, struct str raw);
/* The same from a record's field. */
int window_field(struct buf *out, struct str escaped);

/* Would a runner obey it at the start of a line: "::command::", white
   space before it or not? */
bool window_command(struct str raw);

struct window {
	struct str raw;	  /* the line */
	struct span span; /* in it */
	size_t cells;	  /* room */
};

/* Append the line, cut with "..." to its room, without a newline; and tell
   from which cell of what was appended on, and how far, the span goes. */
int window_line(
    struct buf *out, const struct window *w, size_t *col, size_t *len);

#endif
