#include "base.h"
#include "datatell.h"
#include "str.h"

enum { SUBJECT_MAX = 64 << 10, TEXT_MAX = 16 << 10 };

void
datatell_init(struct datatell *t)
{
	t->message.max = t->keys.max = TEXT_MAX;
	t->subject.max = SUBJECT_MAX;
}

void
datatell_free(struct datatell *t)
{
	free(t->verdicts.v);
	buf_free(&t->message);
	buf_free(&t->subject);
	buf_free(&t->keys);
}

/* One finding: of a field, or with --each of a value. */
struct telling {
	struct datatell *t;
	const struct datamodel *m;
	const struct sheet *s;
	const struct blob *b;
	struct emit *e;
	const struct verdict *v;
	const struct sheetplace *place;
};

static void
key_number(struct buf *keys, const char *name, uint64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)n);
	(void)rec_add_key(keys, name, str_of(text));
}

/* "0.97", whatever the locale has for a point. */
static void
key_share(struct buf *keys, const char *name, double share)
{
	unsigned n = (unsigned)(share * 100 + 0.5);
	char text[24];

	snprintf(text, sizeof(text), "%u.%02u", n / 100, n % 100);
	(void)rec_add_key(keys, name, str_of(text));
}

static void
add_tenths(struct buf *to, const char *name, double weight)
{
	bool minus = weight < 0;
	unsigned n = (unsigned)((minus ? -weight : weight) * 10 + 0.5);

	if (n)
		buf_addf(to, "%s%s%c%u.%u", to->n ? " " : "", name,
		    minus ? '-' : '+', n / 10, n % 10);
}

/* What it was believed for, and how much each weighs. */
static void
put_why(const struct telling *g)
{
	const struct verdict *v = g->v;
	struct buf why = { .max = 512 };
	double rest = v->score;

	if (v->seen->hinted && v->field->path.n) {
		add_tenths(
		    &why, v->seen->weak ? "name-weak" : "name", WEIGH_NAMED);
		rest -= WEIGH_NAMED;
	}
	if (v->field->decoy && !v->seen->hinted) {
		add_tenths(&why, "name-other", -WEIGH_PRIOR);
		rest += WEIGH_PRIOR;
	}
	if (v->seen->passes == 0 && v->kind->weight < rest) {
		add_tenths(&why, "check", v->kind->weight);
		add_tenths(&why, "near", rest - v->kind->weight);
	} else {
		add_tenths(&why, v->kind->nshape ? "check" : "values", rest);
	}
	(void)rec_add_key(&g->t->keys, "why", buf_str(&why));
	buf_free(&why);
}

static void
put_keys(const struct telling *g, bool each)
{
	const struct verdict *v = g->v;
	struct buf *keys = &g->t->keys;
	char sample[32];

	buf_reset(keys);
	snprintf(sample, sizeof(sample), "%s****", v->seen->public);
	(void)rec_add_key(keys, "id", v->kind->id);
	if (v->field->path.n)
		(void)rec_add_key(keys, "field", v->field->path);
	if (g->s->format) {
		(void)rec_add_key(keys, "format", str_of(g->s->format->name));
		key_number(keys, "record", g->place->record);
	}
	if (!each) {
		key_number(keys, "count", v->count);
		key_number(
		    keys, "distinct", distinct_count(&v->seen->distinct));
		if (v->kind->ncheck)
			key_number(
			    keys, "valid", v->seen->passes + v->seen->fired);
		if (v->field->path.n)
			key_number(keys, "of", v->field->values);
	}
	key_share(keys, "confidence", weigh_confidence(v->score));
	(void)rec_add_key(keys, "sample", str_of(sample));
	if (v->reason)
		(void)rec_add_key(keys, "reason", str_of(v->reason));
	if (g->m->why)
		put_why(g);
}

static void
put_message(const struct telling *g, bool each)
{
	const struct verdict *v = g->v;
	struct buf *m = &g->t->message;

	buf_reset(m);
	buf_addf(m, "%.*s: %s****", FMT(v->kind->title), v->seen->public);
	if (v->field->path.n)
		buf_addf(m, " in '%.*s'", FMT(str_sub(v->field->path, 0, 80)));
	if (!each && v->count > 1)
		buf_addf(m, ", %llu values, %llu different",
		    (unsigned long long)v->count,
		    (unsigned long long)distinct_count(&v->seen->distinct));
	if (v->reason)
		buf_addf(m, "; %s", v->reason);
}

static int
by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The kind, the field and the names of all fields, sorted. */
static int
put_subject(const struct telling *g)
{
	struct buf *to = &g->t->subject;
	size_t n = g->s->nfield;
	struct str *names = calloc(n + 1, sizeof(*names));

	buf_reset(to);
	if (names == NULL)
		return -1;
	for (size_t i = 0; i < n; i++)
		names[i] = g->s->field[i]->path;
	if (n)
		qsort(names, n, sizeof(*names), by_text);
	buf_adds(to, g->v->kind->id);
	buf_addc(to, '\0');
	buf_adds(to, g->v->field->path);
	for (size_t i = 0; i < n && to->n + names[i].n + 1 < SUBJECT_MAX; i++) {
		buf_addc(to, '\0');
		buf_adds(to, names[i]);
	}
	free(names);
	return 0;
}

/* Of a text there are no fields: the first value says what it is about. */
static bool
put_value_subject(const struct telling *g)
{
	struct buf *to = &g->t->subject;
	struct span at = g->place->at;
	struct str v;

	buf_reset(to);
	buf_adds(to, g->v->kind->id);
	buf_addc(to, '\0');
	if (at.from < g->b->at || at.to > g->b->at + g->b->bytes.n)
		return false;
	v = str_sub(g->b->bytes, at.from - g->b->at, at.to - g->b->at);
	buf_adds(to, v);
	return true;
}

static int
tell_one(const struct telling *g, bool each)
{
	const struct blob *b = g->b;
	struct span at = g->place->at;
	struct finding f = { .rule = g->v->kind->id,
		.severity = g->v->severity,
		.hide = g->v->field->path.n > 0 };

	put_keys(g, each);
	put_message(g, each);
	if (each || g->v->field->path.n == 0)
		f.guessable = put_value_subject(g);
	else if (put_subject(g) < 0)
		return -1;
	f.message = buf_str(&g->t->message);
	f.keys = buf_str(&g->t->keys);
	f.subject = buf_str(&g->t->subject);
	if (at.from >= b->at + b->own.from && at.from < b->at + b->own.to) {
		if (at.to > b->at + b->bytes.n)
			at.to = b->at + b->bytes.n;
		f.span = (struct span){ at.from - b->at, at.to - b->at };
	} else {
		f.span = (struct span){ b->own.from, b->own.from };
		f.line = g->place->line;
		f.col = g->place->col;
	}
	return emit_finding(g->e, &f);
}

static int
tell_each(struct telling *g, const struct verdicts *all)
{
	for (size_t i = 0; i < g->s->ncell; i++) {
		const struct sheetcell *c = &g->s->cell[i];

		g->place = &c->place;
		for (size_t k = 0; k < all->n; k++) {
			g->v = &all->v[k];
			if (g->v->number == c->field &&
			    g->v->seen->kind == c->kind &&
			    tell_one(g, true) < 0)
				return -1;
		}
	}
	return 0;
}

int
datatell_all(struct datatell *t, const struct datamodel *m,
    const struct sheet *s, const struct blob *b, struct emit *e)
{
	struct telling g = { .t = t, .m = m, .s = s, .b = b, .e = e };

	if (weigh(s, &t->verdicts) < 0)
		return -1;
	if (m->each)
		return tell_each(&g, &t->verdicts);
	for (size_t i = 0; i < t->verdicts.n; i++) {
		g.v = &t->verdicts.v[i];
		g.place = &g.v->seen->first;
		if (tell_one(&g, false) < 0)
			return -1;
	}
	return 0;
}
