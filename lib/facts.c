#include "base.h"
#include "run.h"
#include "str.h"

int
facts_keep(struct facts *all, const struct result *got)
{
	size_t cap = all->cap ? all->cap * 2 : 256;
	struct fact *f;
	unsigned *w;

	all->mem.max = FACT_BYTES_MAX;
	if (all->n == FACTS_MAX)
		return -1;
	if (all->n == all->cap) {
		if ((f = realloc(all->v, cap * sizeof(*f))) == NULL)
			return -1;
		all->v = f;
		if ((w = realloc(all->whose, cap * sizeof(*w))) == NULL)
			return -1;
		all->whose = w;
		all->cap = cap;
	}
	f = &all->v[all->n];
	f->name = arena_str(&all->mem, got->path);
	f->bytes = arena_str(&all->mem, got->subject);
	f->what = got->what;
	if (f->name.p == NULL || f->bytes.p == NULL)
		return -1;
	all->whose[all->n++] = got->detector;
	return 0;
}

/* What a detector says of all blobs together. */
static int
finish_one(const struct facts *all, struct run *r, struct emit *e, size_t i)
{
	const struct detector *d = r->scan.engine.v[i];
	struct fact *mine = NULL;
	size_t n = 0;
	int rc;

	if (d->finish == NULL)
		return 0;
	if ((mine = calloc(all->n + 1, sizeof(*mine))) == NULL)
		return -1;
	for (size_t k = 0; k < all->n; k++)
		if (all->whose[k] == i)
			mine[n++] = all->v[k];
	e->detector = (unsigned)i;
	rc = d->finish(r->scan.engine.model[i], mine, n, e);
	free(mine);
	return rc < 0 || emit_flush(e) < 0 ? -1 : run_put(r, e->results);
}

int
facts_finish(const struct facts *all, struct run *r)
{
	struct engine_thread *t = engine_thread_new(&r->scan.engine);
	struct buf out = { .max = RESULTS_MAX };
	struct emit e;
	int rc = t ? 0 : -1;

	if (t) {
		emit_init(&e, &r->scan, t);
		emit_place(&e, NULL, STR(""));
		e.results = &out;
		for (size_t i = 0; i < r->scan.engine.n && rc == 0; i++)
			rc = finish_one(all, r, &e, i);
		emit_free(&e);
	}
	engine_thread_free(&r->scan.engine, t);
	buf_free(&out);
	return rc;
}

void
facts_free(struct facts *all)
{
	free(all->v);
	free(all->whose);
	arena_free(&all->mem);
}
