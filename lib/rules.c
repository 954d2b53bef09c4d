#include "base.h"
#include "rulefield.h"
#include "rules.h"
#include "say.h"
#include "stanza.h"
#include "str.h"

#define RULES_MEM (64u << 20) /* bytes of all rules of a run */

const char *const *
rules_fields(void)
{
	static const char *names[RULEFIELD_COUNT + 1];

	for (size_t i = 0; i < RULEFIELD_COUNT; i++)
		names[i] = rulefields[i].name;
	return names;
}

/* Some ten thousand times at each start: most names differ in the length
   or the first letter already. */
static size_t
find_field(struct str name)
{
	size_t i;

	for (i = 0; i < RULEFIELD_COUNT; i++)
		if (rulefields[i].len == name.n &&
		    rulefields[i].name[0] == name.p[0] &&
		    memcmp(rulefields[i].name, name.p, name.n) == 0)
			break;
	return i;
}

static int
unknown(struct where *w, struct str name)
{
	const char *near = say_nearest(name, rules_fields());

	name = str_sub(name, 0, 40);
	snprintf(w->why, sizeof(w->why), "unknown field '%.*s'%s%s%s",
	    FMT(name), near ? "; did you mean '" : "", near ? near : "",
	    near ? "'?" : "");
	return -1;
}

/* A stanza being read. */
struct draft {
	struct rule rule;
	uint64_t seen; /* bit i: rulefields[i] was given */
	const char *from;
	bool open, foreign; /* foreign: of a sieve with fields of its own */
};

static int
add_field(struct rules *rs, struct draft *d, struct str name, struct str value,
    struct where *w)
{
	size_t i = find_field(name);
	const struct rulefield *f = &rulefields[i];
	const char *why = NULL;

	if (d->foreign)
		return 0;
	if (i == RULEFIELD_COUNT)
		return unknown(w, name);
	if (d->seen >> i & 1 && !(f->flags & RULEFIELD_REPEAT))
		why = "is given twice";
	else if (value.n == 0)
		why = "has no value";
	else
		why = f->take(
		    &rs->mem, &d->rule, (char *)&d->rule + f->member, value);
	d->seen |= UINT64_C(1) << i;
	if (why == NULL)
		return 0;
	snprintf(w->why, sizeof(w->why), "field '%s' %s", f->name, why);
	return -1;
}

/* Does the pattern have an alternative outside of any group? */
static bool
has_choice(struct str rx)
{
	size_t depth = 0;
	bool class = false;

	for (size_t i = 0; i < rx.n; i++) {
		switch (rx.p[i]) {
		case '\\': i++; break;
		case '[': class = true; break;
		case ']': class = false; break;
		case '(': depth += !class; break;
		case ')': depth -= !class && depth > 0; break;
		case '|':
			if (!class && depth == 0)
				return true;
			break;
		default: break;
		}
	}
	return false;
}

/* A rule without a keyword has what its pattern plainly begins with. */
static const char *
own_keyword(struct arena *mem, struct rule *r)
{
	struct str rx = r->match;
	size_t n = 0;

	while (
	    n < rx.n && n < 64 && strchr("\\^$.[]|()?*+{} \t", rx.p[n]) == NULL)
		n++;
	if (n < rx.n && n > 0 && strchr("?*{", rx.p[n]))
		n--;
	if (n < 3 || has_choice(rx))
		return "no field 'keyword', and 'match' begins with no literal";
	if ((r->keyword.v = arena_new(mem, sizeof(*r->keyword.v))) == NULL)
		return "no memory";
	r->keyword.v[0] = str_sub(rx, 0, n);
	r->keyword.n = 1;
	return NULL;
}

static int
keep(struct rules *rs, const struct rule *r)
{
	if (rs->n == rs->cap) {
		size_t cap = rs->cap ? rs->cap * 2 : 64;
		struct rule *v = realloc(rs->v, cap * sizeof(*v));

		if (v == NULL)
			return -1;
		rs->v = v;
		rs->cap = cap;
	}
	rs->v[rs->n++] = *r;
	return 0;
}

static int
end_rule(struct rules *rs, struct draft *d, struct where *w)
{
	struct rule *r = &d->rule;
	const char *why = NULL;

	w->line = r->line;
	if (d->foreign)
		return 0;
	for (size_t i = 0; i < RULEFIELD_COUNT; i++) {
		if (!(rulefields[i].flags & RULEFIELD_MUST) || d->seen >> i & 1)
			continue;
		snprintf(w->why, sizeof(w->why), "no field '%s'",
		    rulefields[i].name);
		return -1;
	}
	if (r->keyword.n == 0)
		why = own_keyword(&rs->mem, r);
	if (why == NULL && rs->n == RULES_MAX)
		why = "too many rules";
	if (why == NULL && keep(rs, r) < 0)
		why = "no memory";
	if (why == NULL)
		return 0;
	snprintf(w->why, sizeof(w->why), "%s", why);
	return -1;
}

static void
begin_rule(const struct rules *rs, struct draft *d, struct str file,
    const struct stanza *s, const char *from)
{
	*d = (struct draft){ .from = from, .open = true };
	d->rule.sieve = STR("secrets");
	d->rule.cwe = 798;
	d->rule.file = file;
	d->rule.line = s->line;
	d->rule.seq = rs->n;
}

static int
parse(struct rules *rs, const char *sieve, struct str file, struct str text,
    struct where *w)
{
	struct draft d = { 0 };
	struct stanza s;
	struct str name, value;
	enum stanza_got got;
	const char *why = NULL;

	stanza_init(&s, text);
	while ((got = stanza_next(&s, &name, &value, &why)) != STANZA_EOF) {
		w->line = s.line;
		if (got == STANZA_BAD) {
			snprintf(w->why, sizeof(w->why), "%s", why);
			return -1;
		}
		if (got == STANZA_FIELD) {
			if (!d.open)
				begin_rule(rs, &d, file, &s, name.p);
			if (add_field(rs, &d, name, value, w) < 0)
				return -1;
			d.foreign |= sieve && !str_eqz(d.rule.sieve, sieve);
			d.rule.text = (struct str){ d.from,
				(size_t)(value.p + value.n - d.from) };
			continue;
		}
		if (end_rule(rs, &d, w) < 0)
			return -1;
		d.open = false;
	}
	return 0;
}

int
rules_parse(struct rules *rs, const char *sieve, struct str file,
    struct str text, struct where *w)
{
	*w = (struct where){ 0 };
	if (rs->mem.max == 0)
		rs->mem.max = RULES_MEM;
	/* One copy of it all; what the rules hold are slices of that. */
	text = arena_str(&rs->mem, text);
	file = arena_str(&rs->mem, file);
	if (text.p == NULL || file.p == NULL) {
		snprintf(
		    w->why, sizeof(w->why), "no memory, or too many rules");
		return -1;
	}
	return parse(rs, sieve, file, text, w);
}

static int
by_id(const void *x, const void *y)
{
	const struct rule *a = x, *b = y;
	int c = str_cmp(a->sieve, b->sieve);

	if (c == 0)
		c = str_cmp(a->id, b->id);
	return c ? c : (a->seq > b->seq) - (a->seq < b->seq);
}

int
rules_end(struct rules *rs, struct where *w)
{
	if (rs->n > 1)
		qsort(rs->v, rs->n, sizeof(*rs->v), by_id);
	rs->twice = NULL;
	for (size_t i = 1; i < rs->n; i++) {
		const struct rule *a = &rs->v[i - 1], *b = &rs->v[i];

		if (!str_eq(a->id, b->id) || !str_eq(a->sieve, b->sieve))
			continue;
		rs->twice = b;
		w->line = b->line;
		snprintf(w->why, sizeof(w->why),
		    "id '%.*s' is given twice, first at %.*s:%zu", FMT(b->id),
		    FMT(str_sub(a->file, 0, 80)), a->line);
		return -1;
	}
	return 0;
}

const struct rule *
rules_find(const struct rules *rs, struct str id)
{
	struct rule key = { .sieve = STR("secrets"), .id = id };
	size_t slash = str_chr(id, '/', 0), lo = 0, hi = rs->n;

	if (slash != STR_NONE) {
		key.sieve = str_sub(id, 0, slash);
		key.id = str_sub(id, slash + 1, id.n);
	} else if (rs->n)
		key.sieve = rs->v[0].sieve;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = str_cmp(key.sieve, rs->v[mid].sieve);

		if (c == 0)
			c = str_cmp(key.id, rs->v[mid].id);
		if (c == 0)
			return &rs->v[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

size_t
rules_line(const struct rule *r, struct str value)
{
	uintptr_t from = (uintptr_t)r->text.p, at = (uintptr_t)value.p;
	size_t line = r->line;

	if (at < from || at - from > r->text.n)
		return line;
	for (size_t i = 0; i < at - from; i++)
		line += r->text.p[i] == '\n';
	return line;
}

void
rules_free(struct rules *rs)
{
	free(rs->v);
	arena_free(&rs->mem);
	*rs = (struct rules){ 0 };
}
