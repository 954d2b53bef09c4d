#include "base.h"
#include "inline.h"
#include "linekeys.h"
#include "str.h"

enum {
	SRC_BEFORE = 120,      /* bytes of a long line kept before a finding */
	SRC_AFTER = 280,       /* and from its begin on */
	LINE_LOOK = 128u << 10 /* of a line is searched for acceptances */
};

static bool
is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* The line of lines.pos, looked at once for all findings on it. */
const struct line_memo *
linekeys_memo(struct emit *e)
{
	struct line_memo *m = &e->memo;
	struct str text = e->lines.text, above;
	size_t at = e->lines.at, nl;

	if (m->known && e->lines.pos >= m->line.from &&
	    e->lines.pos <= m->line.to && m->line.from >= at)
		return m;
	m->known = true;
	m->line = lines_span(&e->lines);
	m->above = (struct span){ m->line.from, m->line.from };
	if (m->line.from > at && text.p[m->line.from - at - 1] == '\n') {
		m->above.to = m->line.from - 1;
		above = str_sub(text, 0, m->above.to - at);
		nl = str_rchr(above, '\n');
		m->above.from = nl == STR_NONE ? at : at + nl + 1;
	}
	text = str_sub(text, m->above.from - at, m->line.to - at);
	if (text.n > LINE_LOOK)
		text = str_sub(text, text.n - LINE_LOOK, text.n);
	m->allow = inline_any(text);
	m->ascii = is_ascii(
	    str_sub(e->lines.text, m->line.from - at, m->line.to - at));
	return m;
}

static struct str
slice(const struct emit *e, struct span s)
{
	return str_sub(e->lines.text, s.from - e->lines.at, s.to - e->lines.at);
}

int
linekeys_number(struct buf *keys, const char *name, size_t a, size_t b)
{
	char text[48];

	if (b == 0)
		snprintf(text, sizeof(text), "%zu", a);
	else
		snprintf(text, sizeof(text), "%zu:%zu", a, b);
	return rec_add_key(keys, name, str_of(text));
}

/* The line as a person sees it: masked, and a window where it is long. */
int
linekeys_src(struct emit *e, struct span line, struct span s)
{
	struct span v[MASKS_MAX] = { { 0, 0 } }, cut = line;
	struct str text;
	size_t n = 0, at, from = 0, to = 0;

	if (s.from - line.from > SRC_BEFORE)
		cut.from = s.from - SRC_BEFORE;
	if (cut.to - s.from > SRC_AFTER)
		cut.to = s.from + SRC_AFTER;
	text = slice(e, line);
	if (text.n > LINE_LOOK)
		text = slice(e, cut);
	else
		cut = line;
	if (!e->scan->reveal)
		n = engine_secrets(&e->scan->engine, e->t, text, v);
	s.from -= cut.from;
	s.to = s.to - cut.from < text.n ? s.to - cut.from : text.n;
	e->scratch.n = at = 0;
	for (size_t i = 0; i <= n; i++) {
		size_t stop = i < n ? v[i].from : text.n;

		if (s.from >= at && s.from <= stop)
			from = e->scratch.n + s.from - at;
		if (s.to >= at && s.to <= stop)
			to = e->scratch.n + s.to - at;
		buf_adds(&e->scratch, str_sub(text, at, stop));
		if (i == n)
			break;
		if (s.from > v[i].from && s.from < v[i].to)
			from = e->scratch.n;
		buf_addz(&e->scratch, "****");
		if (s.to > v[i].from && s.to < v[i].to)
			to = e->scratch.n;
		at = v[i].to;
	}
	if (linekeys_number(&e->keys, "at", from + 1, to + 1) < 0)
		return -1;
	return rec_add_key(&e->keys, "src", buf_str(&e->scratch));
}

/* An acceptance that accepts nothing says so, as tamis-allow does. */
static int
refused(const struct inline_allow *a, struct buf *message, struct buf *tail)
{
	if (!a->expired)
		return buf_addf(message, "; its acceptance does not hold: %s",
			   a->why) < 0 ?
		    -1 :
		    rec_add_key(tail, "reason", str_of(a->why));
	if (buf_addf(message, "; its acceptance expired on %.*s",
		FMT(a->until)) < 0 ||
	    rec_add_key(tail, "until", a->until) < 0)
		return -1;
	return rec_add_key(tail, "reason", STR("expired"));
}

/* Does the source itself accept it? Its date and reason become keys. */
int
linekeys_acceptance(struct emit *e, struct result *r, struct buf *tail)
{
	const struct line_memo *m = linekeys_memo(e);
	struct inline_allow a;
	enum inline_got got;

	if (!m->allow)
		return 0;
	got = inline_find(
	    slice(e, m->line), slice(e, m->above), r->rule, e->scan->today, &a);
	if (got == INLINE_NONE)
		return 0;
	if (got == INLINE_REFUSED)
		return refused(&a, &e->message, tail);
	if (!e->scan->show_accepted)
		r->type = RESULT_ACCEPTED;
	if (rec_add_key(tail, "until", a.until) < 0)
		return -1;
	return rec_add_key(tail, "accepted", a.reason);
}
