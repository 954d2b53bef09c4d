#include "base.h"
#include "depfile.h"
#include "depgraph.h"
#include "str.h"
#include "vec.h"

#define NOBODY UINT32_MAX
#define ROOT (UINT32_MAX - 1)

struct walk {
	struct depread *r;
	uint32_t *first; /* of each: where its edges begin in to; n + 1 */
	uint32_t *to;
	uint32_t *by; /* who brought it: NOBODY, ROOT or an index */
	uint32_t *queue;
};

/* The edges by whom they come from, in the order they were drawn. */
static int
sort_edges(struct walk *w)
{
	struct depread *r = w->r;
	uint32_t *at = calloc(r->n + 1, sizeof(*at));

	w->first = calloc(r->n + 2, sizeof(*w->first));
	w->to = calloc(r->nedge + 1, sizeof(*w->to));
	if (at == NULL || w->first == NULL || w->to == NULL) {
		free(at);
		return -1;
	}
	for (size_t i = 0; i < r->nedge; i++)
		w->first[r->edge[i].from + 1]++;
	for (size_t i = 0; i < r->n; i++)
		w->first[i + 1] += w->first[i];
	for (size_t i = 0; i < r->nedge; i++) {
		uint32_t from = r->edge[i].from;

		w->to[w->first[from] + at[from]++] = r->edge[i].to;
	}
	free(at);
	return 0;
}

static void
spread(struct walk *w, char kind)
{
	struct depread *r = w->r;
	size_t head = 0, tail = 0;

	for (uint32_t i = 0; i < r->n; i++)
		if (i < r->root_cap && r->root[i] == kind &&
		    w->by[i] == NOBODY) {
			w->by[i] = ROOT;
			w->queue[tail++] = i;
		}
	for (; head < tail; head++) {
		uint32_t i = w->queue[head];

		r->v[i].dev = kind == 'd';
		for (uint32_t k = w->first[i]; k < w->first[i + 1]; k++)
			if (w->by[w->to[k]] == NOBODY) {
				w->by[w->to[k]] = i;
				w->queue[tail++] = w->to[k];
			}
	}
}

/* "a > b": from the top to who asked for each. */
static int
tell(struct walk *w)
{
	struct depread *r = w->r;
	struct str part[2 * DEP_VIA_MAX];

	for (uint32_t i = 0; i < r->n; i++) {
		struct dep *d = &r->v[i];
		size_t n = LEN(part);
		uint32_t by = w->by[i];

		if (by == NOBODY)
			continue;
		d->direct = by == ROOT || (i < r->root_cap && r->root[i]) ?
		    DEP_DIRECT :
		    DEP_TRANSITIVE;
		if (d->direct == DEP_DIRECT)
			continue;
		for (; by < ROOT && n >= 2; by = w->by[by]) {
			part[--n] = r->v[by].name;
			part[--n] = STR(" > ");
		}
		if (by < ROOT)
			part[n] = STR("... > ");
		else
			n++;
		d->via = depfile_join(r, part + n, LEN(part) - n);
		if (d->via.p == NULL)
			return -1;
	}
	return 0;
}

int
depgraph_settle(struct depread *r)
{
	struct walk w = { .r = r };
	bool any = false;
	int rc = -1;

	for (size_t i = 0; i < r->n && i < r->root_cap; i++)
		any |= r->root[i] != 0;
	if (!any)
		return 0;
	w.by = calloc(r->n + 1, sizeof(*w.by));
	w.queue = calloc(r->n + 1, sizeof(*w.queue));
	if (w.by && w.queue && sort_edges(&w) == 0) {
		for (size_t i = 0; i < r->n; i++)
			w.by[i] = NOBODY;
		spread(&w, 'p');
		spread(&w, 'd');
		rc = tell(&w);
	}
	free(w.by);
	free(w.queue);
	free(w.first);
	free(w.to);
	return rc;
}

struct depname {
	struct str key;
	size_t i;
};

/* FNV-1a. */
static size_t
hash(struct str s)
{
	uint64_t h = 0xCBF29CE484222325U;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001B3U;
	return (size_t)(h ^ h >> 32);
}

static struct depname *
slot(const struct depnames *m, struct str key)
{
	size_t at = hash(key) & (m->cap - 1);

	while (m->v[at].key.p && !str_eq(m->v[at].key, key))
		at = (at + 1) & (m->cap - 1);
	return &m->v[at];
}

static int
grow(struct depnames *m)
{
	struct depnames more = { .cap = m->cap ? m->cap * 2 : 256 };

	if ((more.v = calloc(more.cap, sizeof(*more.v))) == NULL)
		return -1;
	for (size_t i = 0; i < m->cap; i++)
		if (m->v[i].key.p)
			*slot(&more, m->v[i].key) = m->v[i];
	more.n = m->n;
	free(m->v);
	*m = more;
	return 0;
}

int
depnames_put(struct depnames *m, struct str key, size_t i)
{
	struct depname *s;

	if (m->n * 2 >= m->cap && grow(m) < 0)
		return -1;
	s = slot(m, key);
	if (s->key.p)
		return 0;
	*s = (struct depname){ key, i };
	m->n++;
	return 0;
}

size_t
depnames_get(const struct depnames *m, struct str key)
{
	struct depname *s;

	if (m->n == 0)
		return STR_NONE;
	s = slot(m, key);
	return s->key.p ? s->i : STR_NONE;
}

void
depnames_free(struct depnames *m)
{
	free(m->v);
	*m = (struct depnames){ 0 };
}
