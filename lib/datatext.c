#include "base.h"
#include "datatext.h"
#include "str.h"

enum {
	STRIDE = 3,    /* every identifier has so many digits in a row */
	TOKEN_MIN = 7, /* letters and digits */
	BEFORE_MAX = 80,
	AFTER_MAX = 32,
	LEFT_MAX = 48 /* groups before the one that was met */
};

/* Words near which a number is something else. */
static const char others[] =
    "isbn ean gtin sku issn doi order timestamp time offset size port pid "
    "version build commit hash sha sha1 sha256 md5 checksum crc digest uuid "
    "guid phone tel fax nonce seed float double expected sum zip0 inode";

struct scan {
	struct sheet *s;
	int field;
	struct str text; /* with what is around */
	size_t base;	 /* offset of text in the blob */
	size_t done;	 /* tokens begin from here on */
};

/* What was found at a place. */
struct match {
	const struct idkind *k;
	struct idtext t;
	double score;
	struct span at; /* in text */
};

/* What the words near a place say; asked for once a place. */
struct near {
	struct idhint hint[2 * IDS_HINTS];
	size_t n;
	bool other, known;
};

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
alnum(char c)
{
	return digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool
separator(char c)
{
	return c == ' ' || c == '-' || c == '.' || c == '/';
}

static void
look(struct near *n, const struct scan *sc, struct span at)
{
	struct str t = sc->text, part[2];

	n->n = 0;
	n->other = false;
	n->known = true;
	part[0] = str_sub(
	    t, at.from > BEFORE_MAX ? at.from - BEFORE_MAX : 0, at.from);
	part[1] = str_sub(t, at.to, at.to + AFTER_MAX);
	part[1] = str_sub(part[1], 0, str_chr(part[1], '\n', 0));
	for (size_t i = 0; i < 2; i++) {
		struct idname name;

		idname_make(&name, part[i]);
		n->n += ids_hints(sc->s->ids, &name, n->hint + n->n);
		n->other |= idname_has(&name, others);
	}
}

static double
score_of(const struct idkind *k, const struct scan *sc, struct near *n,
    struct span at, bool form)
{
	double score = k->weight + (form ? DATATEXT_FORM : 0);
	size_t kind = (size_t)(k - sc->s->ids->v);

	if (!n->known)
		look(n, sc, at);
	for (size_t i = 0; i < n->n; i++)
		if (n->hint[i].kind == kind && !n->hint[i].weak)
			return score + DATATEXT_CONTEXT;
	return n->other ? score - 1 : score;
}

static void
consider(struct match *m, const struct idkind *k, const struct idtext *t,
    double score, struct span at)
{
	if (score < DATATEXT_SURE)
		return;
	/* What takes in more of the text knows more of it. */
	if (m->k && at.to - at.from < m->at.to - m->at.from)
		return;
	if (m->k && at.to - at.from == m->at.to - m->at.from &&
	    score <= m->score)
		return;
	*m = (struct match){ k, *t, score, at };
}

/* A word by itself: nothing joins it to what is around. */
static bool
stands_alone(struct str t, struct span at)
{
	if (at.from > 0 &&
	    (t.p[at.from - 1] == '_' || t.p[at.from - 1] == '\\'))
		return false;
	if (at.from > 1 && strchr("-./+%", t.p[at.from - 1]) &&
	    alnum(t.p[at.from - 2]))
		return false;
	if (at.to < t.n && t.p[at.to] == '_')
		return false;
	return at.to + 1 >= t.n || !strchr("-./+%=", t.p[at.to]) ||
	    !alnum(t.p[at.to + 1]);
}

static void
try_word(struct scan *sc, struct span at, struct near *n, struct match *m)
{
	const struct ids *ids = sc->s->ids;
	struct idtext t;

	if (!idtext_make(&t, str_sub(sc->text, at.from, at.to)) ||
	    !stands_alone(sc->text, at))
		return;
	for (size_t i = 0; i < ids->nby_length[t.nbare]; i++) {
		const struct idkind *k = &ids->v[ids->by_length[t.nbare][i]];

		if (k->off || k->pass >= 1 || k->raw ||
		    k->class == IDCLASS_DECOY || !idkind_shaped(k, &t) ||
		    !idkind_passes(k, &t))
			continue;
		consider(m, k, &t, score_of(k, sc, n, at, false), at);
	}
}

/* Groups with separators, in the way that a kind is known to be written. */
static void
try_forms(struct scan *sc, size_t from, size_t len, struct match *m)
{
	const struct ids *ids = sc->s->ids;
	struct str rest = str_sub(sc->text, from, from + IDSHAPE_MAX);
	struct near n = { .known = false };
	const struct idform *f = ids_forms(ids, len, rest.p[len]);

	for (; f; f = f->next) {
		const struct idkind *k = &ids->v[f->kind];
		struct idtext t;
		size_t got;

		if (k->off || (got = idshape_form(f->text, rest)) == 0 ||
		    !idtext_make(&t, str_sub(rest, 0, got)) ||
		    !idkind_shaped(k, &t) || !idkind_passes(k, &t))
			continue;
		if (got < rest.n && rest.p[got] == '-' && got + 1 < rest.n &&
		    alnum(rest.p[got + 1]))
			continue;
		consider(m, k, &t,
		    score_of(
			k, sc, &n, (struct span){ from, from + got }, true),
		    (struct span){ from, from + got });
	}
}

/* Where the groups begin that this word may be one of. */
static size_t
leftmost(const struct scan *sc, size_t from)
{
	struct str t = sc->text;
	size_t at = from, least = from > LEFT_MAX ? from - LEFT_MAX : 0;

	if (least < sc->done)
		least = sc->done;
	while (
	    at >= least + 2 && separator(t.p[at - 1]) && alnum(t.p[at - 2])) {
		size_t i = at - 1;

		while (i > least && alnum(t.p[i - 1]))
			i--;
		if (i == least && i > 0 && alnum(t.p[i - 1]))
			break;
		at = i;
	}
	return at;
}

/* The word that holds this digit, and what it may be a group of. How far
   it was looked at. */
static int
meet(struct scan *sc, size_t at, size_t *next)
{
	struct str t = sc->text;
	struct match m = { .k = NULL };
	struct near n = { .known = false };
	struct span w = { at, at };
	size_t g;

	while (w.from > sc->done && alnum(t.p[w.from - 1]))
		w.from--;
	while (w.to < t.n && alnum(t.p[w.to]))
		w.to++;
	*next = w.to;
	if (w.to - w.from > IDSHAPE_MAX ||
	    (w.from > 0 && alnum(t.p[w.from - 1])))
		return 0;
	if (w.to - w.from >= TOKEN_MIN)
		try_word(sc, w, &n, &m);
	for (g = leftmost(sc, w.from); g <= w.from && m.k == NULL;) {
		size_t end = g;

		while (end < t.n && alnum(t.p[end]))
			end++;
		if (end + 1 < t.n && separator(t.p[end]) &&
		    end - g < IDFORM_GROUP &&
		    (g == 0 || (t.p[g - 1] != '_' && t.p[g - 1] != '-')))
			try_forms(sc, g, end - g, &m);
		g = end + 1;
	}
	if (m.k == NULL)
		return 0;
	sc->done = m.at.to;
	*next = m.at.to > w.to ? m.at.to : w.to;
	return sheet_fire(sc->s, sc->field, m.k, &m.t, m.score,
	    (struct span){ sc->base + m.at.from, sc->base + m.at.to });
}

static int
scan(struct scan *sc, size_t from, size_t to)
{
	const char *p = sc->text.p;
	size_t next;

	for (size_t i = from + STRIDE - 1; i < to;) {
		if (!digit(p[i])) {
			i += STRIDE;
			continue;
		}
		if (meet(sc, i, &next) < 0)
			return -1;
		i = next + STRIDE - 1;
	}
	return 0;
}

int
datatext_span(struct sheet *s, struct span at)
{
	struct scan sc = { .s = s, .text = s->bytes, .base = s->bytes_at };
	size_t end = s->bytes_at + s->bytes.n;

	if (at.from < s->bytes_at)
		at.from = s->bytes_at;
	if (at.to > end)
		at.to = end;
	if (at.from >= at.to)
		return 0;
	sc.done = at.from - s->bytes_at;
	if ((sc.field = sheet_text_field(s)) < 0)
		return s->failed ? -1 : 0;
	return scan(&sc, sc.done, at.to - s->bytes_at);
}

int
datatext_value(struct sheet *s, int field, struct str text, struct span at)
{
	struct scan sc = { .s = s, .field = field, .text = text };

	/* With escapes in it the place is near, on the right line mostly. */
	sc.base = at.from;
	return scan(&sc, 0, text.n);
}
