#include "base.h"
#include "emit.h"
#include "glob.h"
#include "inline.h"
#include "str.h"

enum {
	SRC_BEFORE = 120,      /* bytes of a long line kept before a finding */
	SRC_AFTER = 280,       /* and from its begin on */
	LINE_LOOK = 128u << 10 /* of a line is searched for acceptances */
};

int
place_name(const struct place *p, struct buf *out)
{
	if (p->outer &&
	    (place_name(p->outer, out) < 0 || buf_addz(out, "!/") < 0))
		return -1;
	return buf_adds(out, p->name);
}

/* "!/" is ours: in a real name it is written as an escape. */
static int
put_part(struct emit *e, struct str name)
{
	size_t at = 0, next;

	e->scratch.n = 0;
	if (e->scan->reveal ?
		buf_adds(&e->scratch, name) < 0 :
		engine_mask(&e->scan->engine, e->t, name, &e->scratch) < 0)
		return -1;
	while ((next = str_find(buf_str(&e->scratch), STR("!/"), at)) !=
	    STR_NONE) {
		if (rec_escape(&e->path,
			str_sub(buf_str(&e->scratch), at, next)) < 0 ||
		    buf_addz(&e->path, "\\x21/") < 0)
			return -1;
		at = next + 2;
	}
	return rec_escape(
	    &e->path, str_sub(buf_str(&e->scratch), at, e->scratch.n));
}

static int
put_place(struct emit *e, const struct place *p)
{
	if (p->outer &&
	    (put_place(e, p->outer) < 0 || buf_addz(&e->path, "!/") < 0))
		return -1;
	return put_part(e, p->name);
}

int
record_path(struct emit *e, const struct place *p)
{
	e->path.n = 0;
	e->path_known = p == e->place;
	return put_place(e, p);
}

static bool
is_ascii(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* The line of lines.pos, looked at once for all findings on it. */
static const struct line_memo *
look(struct emit *e)
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

static int
add_number(struct buf *keys, const char *name, size_t a, size_t b)
{
	char text[48];

	if (b == 0)
		snprintf(text, sizeof(text), "%zu", a);
	else
		snprintf(text, sizeof(text), "%zu:%zu", a, b);
	return rec_add_key(keys, name, str_of(text));
}

/* The line as a person sees it: masked, and a window where it is long. */
static int
add_src(struct emit *e, struct span line, struct span s)
{
	struct span v[MASKS_MAX], cut = line;
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
	if (add_number(&e->keys, "at", from + 1, to + 1) < 0)
		return -1;
	return rec_add_key(&e->keys, "src", buf_str(&e->scratch));
}

/* The keys of a place in the blob's bytes. */
static int
add_place(struct emit *e, const struct found *f, struct result *r)
{
	struct span s = f->f.span;
	const struct line_memo *m;
	struct lines end;
	size_t ucol = 0, raw;

	if (s.from < e->lines.pos)
		lines_back(&e->lines);
	lines_to(&e->lines, s.from);
	m = look(e);
	r->line = e->lines.line;
	r->col = e->lines.pos - e->lines.start + 1;
	if (!m->ascii)
		ucol = lines_units(&e->lines);
	raw = e->coding == CODING_BYTES ? 0 : lines_all_units(&e->lines);
	end = e->lines;
	lines_to(&end, s.to);
	if (add_number(&e->keys, "end", end.line, end.pos - end.start + 1) < 0)
		return -1;
	if (!m->ascii &&
	    add_number(&e->keys, "ucol", ucol, lines_units(&end)) < 0)
		return -1;
	if (e->coding != CODING_BYTES &&
	    add_number(&e->keys, "offset", e->bom + 2 * raw, 0) < 0)
		return -1;
	return 0;
}

/* An acceptance that accepts nothing says so, as tamis-allow does. */
static int
refused(const struct inline_allow *a, struct buf *tail)
{
	if (a->expired)
		return rec_add_key(tail, "until", a->until) < 0 ||
			rec_add_key(tail, "reason", STR("expired")) < 0 ?
		    -1 :
		    0;
	return rec_add_key(tail, "reason", str_of(a->why));
}

/* Does the source itself accept it? Its date and reason become keys. */
static int
add_acceptance(struct emit *e, struct result *r, struct buf *tail)
{
	const struct line_memo *m = look(e);
	struct inline_allow a;
	enum inline_got got;

	if (!m->allow)
		return 0;
	got = inline_find(
	    slice(e, m->line), slice(e, m->above), r->rule, e->scan->today, &a);
	if (got == INLINE_NONE)
		return 0;
	if (got == INLINE_REFUSED)
		return refused(&a, tail);
	if (!e->scan->show_accepted)
		r->type = RESULT_ACCEPTED;
	if (rec_add_key(tail, "until", a.until) < 0)
		return -1;
	return rec_add_key(tail, "accepted", a.reason);
}

static int
add_keys(struct emit *e, struct str keys)
{
	if (keys.n == 0)
		return 0;
	if (e->keys.n && buf_addc(&e->keys, '\t') < 0)
		return -1;
	return buf_adds(&e->keys, keys);
}

static bool
matches(const struct list *globs, struct str path)
{
	for (size_t i = 0; i < globs->n; i++)
		if (glob_match(globs->v[i], path))
			return true;
	return false;
}

/* A rule may be meant for some paths alone. */
static bool
right_path(struct emit *e, const struct found *f, struct str id)
{
	const struct detector *d = e->scan->engine.v[f->detector];
	const struct rules *rules =
	    d->rules ? d->rules(e->scan->engine.model[f->detector]) : NULL;
	const struct rule *r = rules ? rules_find(rules, id) : NULL;

	if (r == NULL || (r->path.n == 0 && r->not_path.n == 0) ||
	    e->place == NULL || e->scan->any_path)
		return true;
	e->scratch.n = 0;
	if (place_name(e->place, &e->scratch) < 0)
		return true;
	if (r->path.n && !matches(&r->path, buf_str(&e->scratch)))
		return false;
	return !matches(&r->not_path, buf_str(&e->scratch));
}

static bool
wanted(struct emit *e, const struct found *f, struct str id, struct str rule)
{
	struct str only = e->scan->only ? str_of(e->scan->only) : STR("");

	if (f->f.severity < e->scan->least)
		return false;
	if (only.n && !str_eq(only, rule) && !str_eq(only, id))
		return false;
	return right_path(e, f, id);
}

/* Where it is, for a blob, for its name and for what finish says. */
static int
locate(struct emit *e, const struct found *f, struct result *r, struct str path)
{
	if (e->place == NULL) {
		e->path.n = 0;
		r->line = f->f.line ? f->f.line : 1;
		r->col = f->f.col ? f->f.col : 1;
		return put_part(e, path);
	}
	if (!e->path_known && record_path(e, e->place) < 0)
		return -1;
	if (!f->in_name)
		return add_place(e, f, r);
	r->line = 1;
	r->col = f->f.span.from + 1;
	if (add_number(&e->keys, "end", 1, f->f.span.to + 1) < 0)
		return -1;
	return rec_add_key(&e->keys, "in", STR("name"));
}

static int
put_message(struct emit *e, struct str message)
{
	e->message.n = e->scratch.n = 0;
	if (e->scan->reveal)
		return rec_escape(&e->message, message);
	if (engine_mask(&e->scan->engine, e->t, message, &e->scratch) < 0)
		return -1;
	return rec_escape(&e->message, buf_str(&e->scratch));
}

int
record_put(struct emit *e, const struct found *f)
{
	struct result r = { .severity = f->f.severity,
		.guessable = f->f.guessable,
		.detector = f->detector };
	struct buf rule = { .max = FIELD_MAX }, tail = { .max = FIELD_MAX };
	const char *p = e->bytes.p + f->at;
	struct str part[5];
	bool in_text = e->place && !f->in_name;
	int rc = -1;

	part[0] = (struct str){ p, f->f.rule.n };
	part[1] = (struct str){ part[0].p + part[0].n, f->f.message.n };
	part[2] = (struct str){ part[1].p + part[1].n, f->f.subject.n };
	part[3] = (struct str){ part[2].p + part[2].n, f->f.keys.n };
	part[4] = (struct str){ part[3].p + part[3].n, f->f.path.n };
	e->keys.n = 0;
	if (buf_addf(&rule, "%s/%.*s", e->scan->engine.v[f->detector]->name,
		FMT(part[0])) < 0)
		goto out;
	r.rule = buf_str(&rule);
	rc = 0;
	if (!wanted(e, f, part[0], r.rule))
		goto out;
	rc = -1;
	if (locate(e, f, &r, part[4]) < 0 ||
	    (in_text && add_acceptance(e, &r, &tail) < 0) ||
	    add_keys(e, e->origin) < 0 || add_keys(e, part[3]) < 0 ||
	    add_keys(e, buf_str(&tail)) < 0 || put_message(e, part[1]) < 0)
		goto out;
	if (in_text && (e->scan->want_src || e->scan->reveal) &&
	    add_src(e, e->memo.line, f->f.span) < 0)
		goto out;
	r.path = buf_str(&e->path);
	r.message = buf_str(&e->message);
	r.keys = buf_str(&e->keys);
	r.subject = part[2];
	rc = result_put(e->results, &r);
out:
	buf_free(&rule);
	buf_free(&tail);
	return rc;
}
