#include "base.h"
#include "emit.h"
#include "pool.h"
#include "str.h"

int
emit_init(struct emit *e, const struct scan *s, struct engine_thread *t)
{
	*e = (struct emit){ .scan = s, .t = t };
	e->bytes.max = FOUND_BYTES_MAX;
	e->scratch.max = e->message.max = e->path.max = e->keys.max = REC_MAX;
	return 0;
}

void
emit_free(struct emit *e)
{
	buf_free(&e->bytes);
	buf_free(&e->scratch);
	buf_free(&e->keys);
	buf_free(&e->path);
	buf_free(&e->message);
	free(e->v);
}

void
emit_place(struct emit *e, const struct place *p, struct str origin)
{
	e->place = p;
	e->origin = origin;
	e->path_known = false;
	e->first_line = SIZE_MAX;
	e->n = 0;
	buf_reset(&e->bytes);
	emit_view(e, CODING_BYTES, 0);
}

void
emit_view(struct emit *e, enum coding coding, size_t bom)
{
	e->coding = coding;
	e->bom = bom;
	e->memo.known = false;
	lines_init(&e->lines);
}

static int
room(struct emit *e)
{
	size_t cap = e->cap ? e->cap * 2 : 64;
	struct found *v;

	if (e->n < e->cap)
		return 0;
	if ((v = realloc(e->v, cap * sizeof(*v))) == NULL)
		return -1;
	e->v = v;
	e->cap = cap;
	return 0;
}

/*
 * The order in a blob: by line and column. A name counts as the first
 * line, so what lies beyond that line goes behind whatever the name has.
 */
static size_t
sort_key(const struct emit *e, const struct blob *b, size_t from)
{
	size_t at = b->at + from;

	return b->in_name || at < e->first_line ? at : at + FIELD_MAX;
}

static int
hold(struct emit *e, const struct finding *f)
{
	const struct str part[] = { f->rule, f->message, f->subject, f->keys,
		f->path };
	struct found *to;
	size_t at = e->bytes.n;

	if (room(e) < 0)
		return -1;
	for (size_t i = 0; i < LEN(part); i++)
		if (buf_adds(&e->bytes, part[i]) < 0)
			return -1;
	to = &e->v[e->n++];
	*to = (struct found){ .f = *f, .at = at, .detector = e->detector };
	if (e->blob) {
		to->f.span.from += e->blob->at;
		to->f.span.to += e->blob->at;
		to->key = sort_key(e, e->blob, f->span.from);
		to->in_name = e->blob->in_name;
	}
	return 0;
}

int
emit_finding(struct emit *e, const struct finding *given)
{
	struct finding f = *given;
	size_t need;

	if (e->blob &&
	    (f.span.to > e->blob->bytes.n || f.span.from > f.span.to))
		return -1;
	/* Another window has it, with more around it. */
	if (e->blob &&
	    (f.span.from < e->blob->own.from || f.span.from >= e->blob->own.to))
		return 0;
	f.message = str_sub(f.message, 0, FIELD_MAX);
	f.subject = str_sub(f.subject, 0, SUBJECT_BYTES_MAX);
	f.keys = f.keys.n > FIELD_MAX ? STR("") : f.keys;
	if (f.severity > SEV_CRITICAL)
		f.severity = SEV_CRITICAL;
	need = f.rule.n + f.message.n + f.subject.n + f.keys.n + f.path.n;
	if (e->n == FOUND_MAX || need > FOUND_BYTES_MAX - e->bytes.n)
		if (emit_flush(e) < 0)
			return -1;
	if (!e->failed && hold(e, &f) < 0)
		e->failed = true;
	return e->failed ? -1 : 0;
}

/* Large results wait for their turn, so that memory stays bounded. */
static int
drained(struct emit *e)
{
	if (e->job == NULL || e->results->n <= RESULTS_TURN)
		return 0;
	return pool_turn(e->job);
}

static int
put(struct emit *e, const struct result *r)
{
	if (!e->failed && (result_put(e->results, r) < 0 || drained(e) < 0))
		e->failed = true;
	return e->failed ? -1 : 0;
}

int
emit_fact(struct emit *e, uint32_t what, struct str bytes)
{
	struct result r = { .type = RESULT_FACT,
		.what = what,
		.detector = e->detector,
		.subject = bytes };
	struct buf name = { .max = REC_MAX };
	int rc = -1;

	if (e->place && place_name(e->place, &name) == 0) {
		r.path = buf_str(&name);
		rc = put(e, &r);
	}
	buf_free(&name);
	return rc;
}

int
emit_trouble(
    struct emit *e, const struct place *p, const char *verb, const char *reason)
{
	struct result r = { .type = RESULT_UNREAD, .line = 1, .col = 1 };
	struct buf name = { .max = REC_MAX };
	int rc = -1;

	e->troubles++;
	if (record_path(e, p) == 0 && place_name(p, &name) == 0) {
		r.path = buf_str(&e->path);
		r.rule = str_of(verb);
		r.message = str_of(reason);
		r.keys = e->origin;
		r.subject = buf_str(&name);
		rc = put(e, &r);
	}
	buf_free(&name);
	return rc;
}

int
emit_passed(struct emit *e, const struct place *p)
{
	struct result r = { .type = RESULT_PASSED, .subject = p->name };

	return e->scan->tell_passed ? put(e, &r) : 0;
}

int
emit_unread(struct emit *e, const char *reason)
{
	return e->place ? emit_trouble(e, e->place, "judge", reason) : -1;
}

static int
order(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->f.span.to != y->f.span.to)
		return x->f.span.to < y->f.span.to ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

static bool
overlap(const struct found *a, const struct found *b)
{
	return a->detector == b->detector && a->in_name == b->in_name &&
	    a->f.span.from < b->f.span.to && b->f.span.from < a->f.span.to;
}

/*
 * Of several claims on one place that of a rule for this path stands. The
 * detector could not decide: it does not know the path.
 */
static void
choose(struct emit *e, size_t i)
{
	size_t from = i > CHOOSE_NEAR ? i - CHOOSE_NEAR : 0;
	size_t to = e->n - i > CHOOSE_NEAR ? i + CHOOSE_NEAR : e->n;

	if (e->v[i].dead || !e->v[i].f.placed ||
	    !record_path_right(e, &e->v[i]))
		return;
	for (size_t k = from; k < to; k++)
		if (k != i && overlap(&e->v[i], &e->v[k]))
			e->v[k].dead = true;
}

int
emit_flush(struct emit *e)
{
	if (e->n > 1)
		qsort(e->v, e->n, sizeof(*e->v), order);
	for (size_t i = 0; e->n > 1 && i < e->n; i++)
		choose(e, i);
	for (size_t i = 0; i < e->n && !e->failed; i++)
		if (!e->v[i].dead &&
		    (record_put(e, &e->v[i]) < 0 || drained(e) < 0))
			e->failed = true;
	e->n = 0;
	buf_reset(&e->bytes);
	return e->failed ? -1 : 0;
}
