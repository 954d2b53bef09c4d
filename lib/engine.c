#include "base.h"
#include "engine.h"
#include "litset.h"
#include "pat.h"
#include "str.h"

static int
open_models(struct engine *e, const struct detector *const *detectors,
    const struct setup *setup, struct setup_error *err)
{
	for (; detectors[e->n]; e->n++) {
		const struct detector *d = detectors[e->n];

		if (e->n == DETECTORS_MAX)
			return -1;
		if ((e->model[e->n] = d->open(setup, err)) == NULL)
			return -1;
		e->v[e->n] = d;
		if (d->margin > e->margin)
			e->margin = d->margin;
	}
	return 0;
}

int
engine_open(struct engine *e, const struct detector *const *detectors,
    const char *set, const struct setup *setup, struct setup_error *err)
{
	const char *why = NULL;
	struct str saved = STR("");

	*e = (struct engine){ .n = 0 };
	*err = (struct setup_error){ .file = STR("") };
	if (open_models(e, detectors, setup, err) < 0)
		goto fail;
	if (setup->pat && !pat_db(setup->pat, set, &saved))
		saved = STR("");
	e->literals = litset_new(e->v, (void *const *)e->model, saved, &why);
	if (e->literals)
		return 0;
	snprintf(err->where.why, sizeof(err->where.why), "%s", why);
fail:
	engine_close(e);
	return -1;
}

void
engine_close(struct engine *e)
{
	for (size_t i = 0; i < e->n; i++)
		e->v[i]->close(e->model[i]);
	litset_free(e->literals);
	*e = (struct engine){ .n = 0 };
}

const struct rule *
engine_rule(const struct engine *e, struct str id, size_t *detector)
{
	const struct rules *rules;
	const struct rule *r;

	for (size_t i = 0; i < e->n; i++) {
		if ((rules = e->v[i]->rules(e->model[i])) == NULL)
			continue;
		if ((r = rules_find(rules, id)) != NULL) {
			*detector = i;
			return r;
		}
	}
	return NULL;
}

struct engine_thread *
engine_thread_new(const struct engine *e)
{
	struct engine_thread *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return NULL;
	for (size_t i = 0; i < e->n; i++)
		if ((t->own[i] = e->v[i]->thread_new(e->model[i])) == NULL)
			goto fail;
	if ((t->literals = litset_thread_new(e->literals)) != NULL)
		return t;
fail:
	engine_thread_free(e, t);
	return NULL;
}

void
engine_thread_free(const struct engine *e, struct engine_thread *t)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < e->n; i++) {
		if (t->own[i])
			e->v[i]->thread_free(t->own[i]);
		free(t->hits[i].v);
	}
	litset_thread_free(t->literals);
	free(t);
}

struct collecting {
	struct engine_thread *t;
	unsigned set;
	size_t seen;
	bool failed;
};

static int
collect(size_t detector, struct hit hit, void *arg)
{
	struct collecting *c = arg;
	struct hits *h = &c->t->hits[detector];

	if ((c->set >> detector & 1) == 0)
		return 0;
	if (h->n == HITS_MAX) {
		c->seen = hit.end;
		return 1;
	}
	if (h->n == h->cap) {
		size_t cap = h->cap ? h->cap * 2 : 256;
		struct hit *v = realloc(h->v, cap * sizeof(*v));

		c->failed = v == NULL;
		if (v == NULL)
			return 1;
		h->v = v;
		h->cap = cap;
	}
	h->v[h->n++] = hit;
	return 0;
}

int
engine_hits(const struct engine *e, struct engine_thread *t, unsigned set,
    struct str bytes, size_t *seen)
{
	struct collecting c = { t, set, bytes.n, false };
	int rc = 0;

	for (size_t i = 0; i < e->n; i++)
		t->hits[i].n = 0;
	if (bytes.n)
		rc = litset_each(e->literals, t->literals, bytes, collect, &c);
	*seen = c.seen;
	return rc < 0 || c.failed ? -1 : rc;
}

static int
by_begin(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

size_t
engine_secrets(const struct engine *e, struct engine_thread *t, struct str line,
    struct span v[MASKS_MAX])
{
	size_t n = 0, k = 0;

	for (size_t i = 0; i < e->n && n < MASKS_MAX; i++)
		if (e->v[i]->mask)
			n += e->v[i]->mask(
			    e->model[i], t->own[i], line, v + n, MASKS_MAX - n);
	if (n >= MASKS_MAX) {
		v[0] = (struct span){ 0, line.n };
		return 1;
	}
	qsort(v, n, sizeof(*v), by_begin);
	for (size_t i = 0; i < n; i++) {
		if (v[i].from >= v[i].to || v[i].to > line.n)
			continue;
		if (k && v[i].from < v[k - 1].to) {
			if (v[i].to > v[k - 1].to)
				v[k - 1].to = v[i].to;
		} else {
			v[k++] = v[i];
		}
	}
	return k;
}

int
engine_mask(const struct engine *e, struct engine_thread *t, struct str s,
    struct buf *out)
{
	struct span v[MASKS_MAX];
	size_t n = engine_secrets(e, t, s, v), at = 0;

	for (size_t i = 0; i < n; i++) {
		if (buf_adds(out, str_sub(s, at, v[i].from)) < 0 ||
		    buf_addz(out, "****") < 0)
			return -1;
		at = v[i].to;
	}
	return buf_adds(out, str_sub(s, at, s.n));
}
