#include "base.h"
#include "draw.h"

#include "notes.h"
#include "str.h"
#include "term.h"
#include "window.h"

enum {
	GUTTER = 5, /* cells of a line number */
	BESIDE = 4, /* " | " and one cell that stays free */
	PLACE_MAX = 4 * REC_MAX
};

/* Own links only: percent-encoded, so that nothing of the input acts. */
static int
link_open(struct buf *out, const struct draw *d, struct str path)
{
	int rc = buf_addf(out, "\033]8;;%s", d->base);

	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || (c && strchr("/._-", c));

		rc |= buf_addf(out, plain ? "%c" : "%%%02X", c);
	}
	return rc | buf_addz(out, "\033\\");
}

/* Is there a file behind the place? Not in an archive or a commit. */
static bool
linkable(const struct draw *d, struct str path)
{
	return d->base && path.n && path.p[0] != '/' &&
	    str_find(path, STR("!/"), 0) == STR_NONE &&
	    !str_starts(path, STR(".git/"));
}

int
draw_place(struct buf *out, const struct draw *d, const struct rec *r)
{
	struct buf raw = { .max = REC_MAX }, place = { .max = PLACE_MAX };
	struct buf shown = { .max = PLACE_MAX };
	bool linked;
	int rc = rec_unescape(&raw, r->path);

	rc |= window_text(&place, buf_str(&raw));
	rc |= buf_addf(&place, ":%zu:%zu:", r->line, r->col);
	if (window_command(buf_str(&place)))
		rc |= buf_addz(&shown, "./");
	rc |= buf_adds(&shown, buf_str(&place));
	linked = linkable(d, buf_str(&raw));
	if (linked)
		rc |= link_open(out, d, buf_str(&raw));
	rc |= term_paint(out, d->color, PAINT_BOLD, buf_str(&shown));
	if (linked)
		rc |= buf_addz(out, "\033]8;;\033\\");
	rc |= buf_addc(out, ' ');
	rc |= term_paint(out, d->color, (enum paint)r->severity,
	    str_of(sev_names[r->severity]));
	rc |= buf_addz(out, ": ");
	buf_free(&shown);
	buf_free(&place);
	buf_free(&raw);
	return rc;
}

int
draw_head(
    struct buf *out, const struct draw *d, const struct rec *r, struct str same)
{
	struct buf rule = { .max = REC_MAX };
	struct str v;
	int rc = draw_place(out, d, r);

	if (rec_key(r, "accepted", &v))
		rc |= buf_addz(out, "accepted: ");
	if (same.n) {
		rc |= buf_addz(out, "same as ");
		rc |= window_field(out, same);
	} else {
		rc |= window_field(out, r->message);
	}
	rc |= buf_addf(&rule, "[%.*s]", FMT(r->rule));
	rc |= buf_addc(out, ' ');
	rc |= term_paint(out, d->color, PAINT_DIM, buf_str(&rule));
	rc |= buf_addc(out, '\n');
	buf_free(&rule);
	return rc;
}

/* at=FROM:TO, or what col tells when there is none. */
static struct span
span_of(const struct rec *r)
{
	struct str at, from;
	uint64_t a, b;

	if (rec_key(r, "at", &at) && str_cut(&at, ':', &from) &&
	    str_num(from, REC_MAX, &a) == 0 && str_num(at, REC_MAX, &b) == 0 &&
	    a >= 1 && b >= a)
		return (struct span){ (size_t)a - 1, (size_t)b - 1 };
	return (struct span){ r->col - 1, r->col };
}

static int
gutter(struct buf *out, const struct draw *d, int width, size_t line)
{
	char text[40];
	int n = line ? snprintf(text, sizeof(text), "%*zu |", width, line) :
		       snprintf(text, sizeof(text), "%*s |", width, "");

	return term_paint(
	    out, d->color, PAINT_DIM, (struct str){ text, (size_t)n });
}

static int
caret(struct buf *out, const struct draw *d, const struct rec *r, size_t len,
    const struct advice *a)
{
	struct buf b = { .max = REC_MAX };
	int rc = 0;

	while (len-- > 0)
		rc |= buf_addc(&b, '^');
	rc |= notes_caret(&b, r, a);
	rc |= term_paint(out, d->color, (enum paint)r->severity, buf_str(&b));
	buf_free(&b);
	return rc;
}

static int
source(struct buf *out, const struct draw *d, const struct rec *r,
    const struct advice *a, struct str line)
{
	char digits[24];
	int n = snprintf(digits, sizeof(digits), "%zu", r->line), rc = 0;
	size_t width = n > GUTTER ? (size_t)n : GUTTER, col, len;
	struct window w = { line, span_of(r), d->width - width - BESIDE };

	rc |= gutter(out, d, (int)width, r->line);
	rc |= buf_addc(out, ' ');
	rc |= window_line(out, &w, &col, &len);
	rc |= buf_addc(out, '\n');
	rc |= gutter(out, d, (int)width, 0);
	rc |= buf_addf(out, "%*s", (int)col + 1, "");
	rc |= caret(out, d, r, len, a);
	return rc | buf_addc(out, '\n');
}

int
draw_card(struct buf *out, const struct draw *d, const struct rec *r,
    const struct advice *a)
{
	struct buf line = { .max = REC_MAX };
	struct str src;
	int rc = draw_head(out, d, r, STR(""));

	if (rec_key(r, "src", &src) && rec_unescape(&line, src) == 0) {
		/* The CR of a line that ends in CR LF is no part of it. */
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		rc |= source(out, d, r, a, buf_str(&line));
	}
	rc |= notes_put(out, d, r, a);
	buf_free(&line);
	return rc | buf_addc(out, '\n');
}
