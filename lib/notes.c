#include "base.h"
#include "notes.h"

#include "str.h"
#include "term.h"
#include "window.h"

enum { NOTES_MAX = 4, NOTE_BYTES = 64 << 10, INDENT = 6, SHORT_ID = 7 };

static bool
key(const struct rec *r, const char *name, struct str *v)
{
	return rec_key(r, name, v) && v->n > 0;
}

int
notes_caret(struct buf *out, const struct rec *r, const struct advice *a)
{
	struct str bits = { 0 }, mode = { 0 };
	int rc = 0;

	if (a->note.n)
		return buf_addc(out, ' ') < 0 ? -1 : window_text(out, a->note);
	if (key(r, "bits", &bits)) {
		rc |= buf_addc(out, ' ');
		rc |= window_field(out, bits);
		rc |= buf_addz(out, " bits");
	}
	if (key(r, "mode", &mode)) {
		rc |= buf_addz(out, bits.n ? ", " : " ");
		rc |= window_field(out, mode);
	}
	return rc;
}

/* Words of text from column col on; the next lines stand below the first. */
static int
wrap(struct buf *out, struct str text, size_t col, size_t width)
{
	size_t left = col;
	struct str word;
	int rc = 0;

	while (str_word(&text, &word)) {
		if (col > left && col + 1 + word.n > width) {
			rc |= buf_addf(out, "\n%*s", (int)left, "");
			col = left;
			if (window_command(word))
				rc |= buf_addz(out, "./");
		} else if (col > left) {
			rc |= buf_addc(out, ' ');
			col++;
		}
		rc |= buf_adds(out, word);
		col += word.n;
	}
	return rc | buf_addc(out, '\n');
}

static int
put(struct buf *out, const struct draw *d, const char *label, struct str text)
{
	char name[16];
	int n = snprintf(name, sizeof(name), "%s:", label), rc;

	rc = buf_addf(out, "%*s", INDENT, "");
	rc |= term_paint(out, d->color, PAINT_DIM, STR("="));
	rc |= buf_addc(out, ' ');
	rc |= term_paint(
	    out, d->color, PAINT_LABEL, (struct str){ name, (size_t)n });
	rc |= buf_addc(out, ' ');
	return rc | wrap(out, text, INDENT + 3 + (size_t)n, d->width);
}

/* Each of these appends a note's text, or nothing. */
static int
fix(struct buf *b, const struct rec *r, const struct advice *a)
{
	struct str v;

	if (rec_key(r, "accepted", &v))
		return 0;
	if (a->fix.n)
		return window_text(b, a->fix);
	if (key(r, "fixed", &v))
		return window_field(b, v) < 0 ? -1 : buf_addz(b, " or later");
	return 0;
}

/* How it is taken back at who gave it, beside what to put instead. */
static int
revoke(struct buf *b, const struct rec *r, const struct advice *a)
{
	struct str v;

	return rec_key(r, "accepted", &v) ? 0 : window_text(b, a->revoke);
}

static int
why(struct buf *b, const struct rec *r, const struct advice *a)
{
	struct str v;
	int rc = 0;

	if (rec_key(r, "accepted", &v)) {
		(void)key(r, "reason", &v);
		rc |= window_field(b, v);
		if (key(r, "until", &v)) {
			rc |= buf_addz(b, b->n ? "; until " : "until ");
			rc |= window_field(b, v);
		}
		return rc;
	}
	if (str_ends(r->rule, STR("/unread")))
		return key(r, "reason", &v) ? window_field(b, v) : 0;
	if (key(r, "why", &v)) {
		rc |= window_field(b, v);
	} else if (key(r, "entropy", &v)) {
		rc |= buf_addz(b, "entropy ");
		rc |= window_field(b, v);
	} else {
		rc |= window_text(b, a->why);
	}
	if (key(r, "fp", &v) && !str_eqz(v, "-")) {
		rc |= buf_addz(b, b->n ? "; to accept: " : "to accept: ");
		rc |= buf_addz(b, "tamis-allow --add=");
		rc |= window_field(b, v);
	}
	return rc;
}

static struct str
short_id(struct str id)
{
	return str_sub(id, 0, SHORT_ID);
}

static int
in(struct buf *b, const struct rec *r, const struct advice *a)
{
	struct str v;
	int rc = 0;

	(void)a;
	if (!key(r, "commit", &v))
		return key(r, "in", &v) && str_eqz(v, "name") ?
		    buf_addz(b, "the file's name") :
		    0;
	rc |= window_field(b, short_id(v));
	if (key(r, "date", &v)) {
		rc |= buf_addz(b, " of ");
		rc |= window_field(b, v);
	}
	if (key(r, "gone", &v)) {
		rc |= buf_addz(b, ", gone since ");
		rc |= window_field(b, short_id(v));
	}
	if (key(r, "head", &v))
		rc |= buf_addz(
		    b, str_eqz(v, "no") ? ", not in HEAD" : ", still in HEAD");
	return rc;
}

static int
also(struct buf *b, const struct rec *r, const struct advice *a)
{
	struct str v;
	uint64_t n;

	(void)a;
	if (!key(r, "count", &v) || str_num(v, SIZE_MAX, &n) < 0 || n < 2)
		return 0;
	if (term_count(b, (size_t)n - 1) < 0)
		return -1;
	return buf_addz(b, " more in this file");
}

/* A command that is shown may be typed: a name that a shell would read
   otherwise is not put into one. */
static bool
typeable(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || (c && strchr("/._-+@", c))))
			return false;
	}
	return s.n > 0;
}

static int
see(struct buf *b, const struct rec *r, const struct advice *a)
{
	struct str v;
	int rc;

	(void)a;
	if (!key(r, "commit", &v) || !typeable(v) || !typeable(r->path))
		return 0;
	rc = buf_addz(b, "git show ");
	rc |= buf_adds(b, short_id(v));
	rc |= buf_addc(b, ':');
	rc |= buf_adds(b, r->path);
	return rc;
}

typedef int note_fn(struct buf *, const struct rec *, const struct advice *);

int
notes_put(struct buf *out, const struct draw *d, const struct rec *r,
    const struct advice *a)
{
	static const struct {
		const char *label;
		note_fn *fn;
		bool in_past; /* told of a place in history */
	} notes[] = { { "fix", fix, true }, { "revoke", revoke, true },
		{ "why", why, false }, { "in", in, true },
		{ "also", also, false }, { "see", see, true } };
	struct buf b = { .max = NOTE_BYTES };
	struct str v;
	bool past = key(r, "commit", &v);
	int rc = 0, n = 0;

	for (size_t i = 0; i < LEN(notes) && n < NOTES_MAX; i++) {
		if (past && !notes[i].in_past)
			continue;
		buf_reset(&b);
		if (notes[i].fn(&b, r, a) < 0)
			rc = -1;
		if (b.n == 0)
			continue;
		rc |= put(out, d, notes[i].label, buf_str(&b));
		n++;
	}
	buf_free(&b);
	return rc;
}
