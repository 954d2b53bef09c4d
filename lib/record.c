#include "base.h"
#include "bits.h"
#include "emit.h"
#include "glob.h"
#include "linekeys.h"
#include "str.h"

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
	m = linekeys_memo(e);
	r->line = e->lines.line;
	r->col = e->lines.pos - e->lines.start + 1;
	if (!m->ascii)
		ucol = lines_units(&e->lines);
	raw = e->coding == CODING_BYTES ? 0 : lines_all_units(&e->lines);
	end = e->lines;
	lines_to(&end, s.to);
	if (linekeys_number(
		&e->keys, "end", end.line, end.pos - end.start + 1) < 0)
		return -1;
	if (!m->ascii &&
	    linekeys_number(&e->keys, "ucol", ucol, lines_units(&end)) < 0)
		return -1;
	if (e->coding != CODING_BYTES &&
	    linekeys_number(&e->keys, "offset", e->bom + 2 * raw, 0) < 0)
		return -1;
	return 0;
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

bool
record_rule_at(const struct rule *r, struct str path)
{
	if (r->path.n && !matches(&r->path, path))
		return false;
	return !matches(&r->not_path, path);
}

static int
by_rule(const void *a, const void *b)
{
	const struct rule *const *x = a, *const *y = b;

	return (*x > *y) - (*x < *y);
}

/* Paths are asked later: is there one that the rule is for? */
static bool
somewhere(const struct emit *e, const struct rule *r)
{
	const struct rule *const *at;

	if (e->paths == NULL || e->place->outer)
		return true;
	at = bsearch(
	    &r, e->paths->rules, e->paths->n, sizeof(struct rule *), by_rule);
	return at == NULL ||
	    bit_get(e->paths->bits, (size_t)(at - e->paths->rules) + 1);
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
	    e->place == NULL)
		return true;
	if (e->scan->any_path)
		return somewhere(e, r);
	e->scratch.n = 0;
	if (place_name(e->place, &e->scratch) < 0)
		return true;
	return record_rule_at(r, buf_str(&e->scratch));
}

/* Of an absolute name, so much is about the file rather than the machine. */
enum { PARTS_SEEN = 3 };

static struct str
own_path(struct str name)
{
	size_t at = name.n, parts = 0;

	if (name.n == 0 || name.p[0] != '/')
		return name;
	while (at > 0 && parts < PARTS_SEEN)
		parts += name.p[--at] == '/';
	return str_sub(name, at + 1, name.n);
}

/* What the path adds to a sum; false: then it is a placeholder. */
static bool
weigh_path(struct emit *e, struct found *f)
{
	struct score *s = &f->f.score;

	if (s->why == 0)
		return true;
	e->scratch.n = 0;
	/* Paths are asked later: as if it were the worst of them. */
	if (e->place && !f->in_name && e->scan->any_path) {
		if (e->paths == NULL || e->place->outer ||
		    bit_get(e->paths->bits, PATHS_RAISE))
			score_add(s, REASON_PATH_DEPLOY);
	} else if (e->place && !f->in_name &&
	    place_name(e->place, &e->scratch) == 0)
		score_add_path(s, own_path(buf_str(&e->scratch)));
	f->f.sure = score_sure(s);
	f->f.severity = score_severity(f->f.severity, f->f.sure);
	return f->f.sure > SURE_PLACEHOLDER;
}

/* "class", and why, where that is asked for. */
static int
add_sureness(struct emit *e, const struct finding *f)
{
	int rc = 0;

	if (f->sure == SURE_UNSAID)
		return 0;
	if (rec_add_key(&e->keys, "class", str_of(sure_names[f->sure])) < 0)
		return -1;
	if (!e->scan->explain)
		return 0;
	e->scratch.n = 0;
	if (f->score.why != 0)
		rc = score_put(&e->scratch, &f->score);
	else if (f->reason != NULL)
		rc = buf_addz(&e->scratch, f->reason);
	return rc < 0 ? -1 : rec_add_key(&e->keys, "why", buf_str(&e->scratch));
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

bool
record_path_right(struct emit *e, const struct found *f)
{
	struct str id = { e->bytes.p + f->at, f->f.rule.n };

	return !e->scan->any_path && right_path(e, f, id);
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
	if (!f->in_name && f->f.line == 0)
		return add_place(e, f, r);
	if (!f->in_name) {
		r->line = f->f.line;
		r->col = f->f.col ? f->f.col : 1;
		return 0;
	}
	r->line = 1;
	r->col = f->f.span.from + 1;
	if (linekeys_number(&e->keys, "end", 1, f->f.span.to + 1) < 0)
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
record_put(struct emit *e, const struct found *given)
{
	struct found own = *given, *f = &own;
	struct result r = { .guessable = f->f.guessable,
		.detector = f->detector };
	struct buf rule = { .max = FIELD_MAX }, tail = { .max = FIELD_MAX };
	const char *p = e->bytes.p + f->at;
	struct str part[5];
	bool in_text = e->place && !f->in_name && f->f.line == 0;
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
	if (!weigh_path(e, f) || !wanted(e, f, part[0], r.rule))
		goto out;
	r.severity = f->f.severity;
	rc = -1;
	if (locate(e, f, &r, part[4]) < 0 || put_message(e, part[1]) < 0 ||
	    (in_text && linekeys_acceptance(e, &r, &tail) < 0) ||
	    add_sureness(e, &f->f) < 0 || add_keys(e, e->origin) < 0 ||
	    add_keys(e, part[3]) < 0 || add_keys(e, buf_str(&tail)) < 0)
		goto out;
	if (in_text && !f->f.hide && (e->scan->want_src || e->scan->reveal) &&
	    linekeys_src(e, e->memo.line, f->f.span) < 0)
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
