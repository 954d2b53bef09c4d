#include "base.h"
#include "window.h"

#include "rec.h"
#include "str.h"
#include "text.h"

enum {
	TAB = 4,
	KEPT_LEFT = 20, /* cells before the span when the line is cut */
	SPAN_MAX = 40,
	DOTS = 3
};

/* One character as it is drawn. */
struct glyph {
	char text[4 * 4 + 1];
	size_t n, cells;
};

static void
escape(struct glyph *g, struct str s)
{
	g->n = 0;
	for (size_t i = 0; i < s.n; i++)
		g->n += (size_t)snprintf(g->text + g->n, sizeof(g->text) - g->n,
		    "\\x%02x", (unsigned char)s.p[i]);
	g->cells = g->n;
}

/* The character at *at, which moves past it; col is where it will stand. */
static void
glyph_next(struct glyph *g, struct str s, size_t *at, size_t col)
{
	size_t from = *at;
	int32_t cp;

	if (str_starts(str_sub(s, from, s.n), STR("##["))) {
		/* Two at once: a span never ends between them. */
		*at += 2;
		g->n = g->cells = 5;
		memcpy(g->text, "#\\x23", 6);
		return;
	}
	cp = utf8_next(s, at);
	if (cp == '\t' && col != STR_NONE) {
		g->n = g->cells = TAB - col % TAB;
		memset(g->text, ' ', g->n);
	} else if (cp == '\t' || cp == '\n') {
		g->n = g->cells = 2;
		memcpy(g->text, cp == '\t' ? "\\t" : "\\n", 3);
	} else if (cp < 0 || text_unsafe((uint32_t)cp)) {
		escape(g, str_sub(s, from, *at));
	} else {
		g->n = *at - from;
		g->cells = (size_t)text_width((uint32_t)cp);
		memcpy(g->text, s.p + from, g->n);
	}
}

int
window_text(struct buf *out, struct str raw)
{
	struct glyph g;

	for (size_t at = 0; at < raw.n;) {
		glyph_next(&g, raw, &at, STR_NONE);
		if (buf_add(out, g.text, g.n) < 0)
			return -1;
	}
	return 0;
}

int
window_field(struct buf *out, struct str escaped)
{
	struct buf raw = { .max = REC_MAX };
	int rc = rec_unescape(&raw, escaped);

	if (rc == 0)
		rc = window_text(out, buf_str(&raw));
	buf_free(&raw);
	return rc;
}

bool
window_command(struct str raw)
{
	int32_t cp = ' ';
	size_t at = 0, from = 0;

	while (at < raw.n &&
	    (cp == ' ' || cp == 0xa0 || cp == 0x1680 ||
		(cp >= 0x2000 && cp <= 0x200a) || cp == 0x202f ||
		cp == 0x205f || cp == 0x3000)) {
		from = at;
		cp = utf8_next(raw, &at);
	}
	return str_starts(str_sub(raw, from, raw.n), STR("::"));
}

/* The cells of the line, and those where the span begins and ends. */
static size_t
measure(const struct window *w, size_t *from, size_t *to)
{
	struct glyph g;
	size_t col = 0, at = 0;

	*from = *to = STR_NONE;
	while (at < w->raw.n) {
		size_t start = at;

		glyph_next(&g, w->raw, &at, col);
		if (*from == STR_NONE && at > w->span.from)
			*from = col;
		if (*to == STR_NONE && start >= w->span.to)
			*to = col;
		col += g.cells;
	}
	if (*from == STR_NONE)
		*from = col;
	if (*to == STR_NONE)
		*to = col;
	if (*to <= *from)
		*to = *from + 1;
	if (*to - *from > SPAN_MAX)
		*to = *from + SPAN_MAX;
	return col;
}

/* The characters that lie whole in the cells [from, to). */
static int
put_cells(struct buf *out, struct str raw, size_t from, size_t to)
{
	struct glyph g;
	size_t col = 0;

	for (size_t at = 0; at < raw.n && col < to;) {
		glyph_next(&g, raw, &at, col);
		if (col + g.cells > to)
			break;
		if (col >= from && buf_add(out, g.text, g.n) < 0)
			return -1;
		/* Cut through at the left edge: blanks keep the caret right. */
		if (col < from && col + g.cells > from &&
		    buf_addf(out, "%*s", (int)(col + g.cells - from), "") < 0)
			return -1;
		col += g.cells;
	}
	return 0;
}

int
window_line(struct buf *out, const struct window *w, size_t *col, size_t *len)
{
	size_t from, to, total = measure(w, &from, &to);
	size_t start = 0, stop = total;

	if (total > w->cells) {
		if (to + DOTS > w->cells && from > KEPT_LEFT)
			start = from - KEPT_LEFT;
		stop = start + w->cells - (start ? DOTS : 0);
		if (stop < total)
			stop -= DOTS;
		else
			stop = total;
	}
	*col = from - start + (start ? DOTS : 0);
	*len = stop > from && stop < to ? stop - from : to - from;
	if (start && buf_addz(out, "...") < 0)
		return -1;
	if (put_cells(out, w->raw, start, stop) < 0)
		return -1;
	return stop < total ? buf_addz(out, "...") : 0;
}
