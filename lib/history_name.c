#include "base.h"
#include "bits.h"
#include "history_in.h"
#include "known.h"
#include "str.h"
#include "vec.h"

enum {
	PATH_MAX_BYTES = 1 << 20,
	NAME_SAID_MAX = 1 << 20 /* bytes of results: more is enough to know */
};

/* A path: a name in a directory. The top is number 0. */
struct node {
	uint32_t up, name;
	bool says; /* it gives something away */
	bool file; /* it was judged */
	uint32_t class;
};

/* Trees at the directories they stand in, one level of depth at a time. */
struct pairs {
	uint64_t *v; /* node << 32 | tree */
	size_t n, cap;
};

struct naming {
	struct history *h;
	struct judge *judge;
	struct node *v;
	size_t n, cap;
	uint32_t *slot;
	size_t mask;
	struct pairs level, next;
	struct forest_list edges;
	struct buf path, out;
	bool full; /* more paths than are kept */
};

static size_t
hash(uint32_t up, uint32_t name)
{
	uint64_t h = ((uint64_t)up << 32 | name) * 0x9e3779b97f4a7c15u;

	return (size_t)(h >> 24);
}

static int
rehash(struct naming *m)
{
	size_t size = m->mask ? (m->mask + 1) * 2 : 4096;
	uint32_t *slot;

	if (m->mask && m->n < m->mask / 2)
		return 0;
	if ((slot = calloc(size, sizeof(*slot))) == NULL)
		return -1;
	free(m->slot);
	m->slot = slot;
	m->mask = size - 1;
	for (size_t i = 1; i < m->n; i++) {
		size_t k = hash(m->v[i].up, m->v[i].name) & m->mask;

		while (slot[k])
			k = (k + 1) & m->mask;
		slot[k] = (uint32_t)i;
	}
	return 0;
}

/* The node of a name, made if it is new. 0: full; -1. */
static int64_t
node_of(struct naming *m, uint32_t up, uint32_t name)
{
	size_t k;

	if (rehash(m) < 0)
		return -1;
	k = hash(up, name) & m->mask;
	for (; m->slot[k]; k = (k + 1) & m->mask)
		if (m->v[m->slot[k]].up == up && m->v[m->slot[k]].name == name)
			return m->slot[k];
	if (m->n >= HISTORY_PLACES_MAX) {
		m->full = true;
		return 0;
	}
	if (vec_room(&m->v, &m->cap, m->n + 1, sizeof(*m->v)) < 0)
		return -1;
	m->v[m->n] = (struct node){ .up = up, .name = name };
	m->slot[k] = (uint32_t)m->n;
	return (int64_t)m->n++;
}

/* Its path, written from its end. */
static int
spell(struct naming *m, uint32_t node)
{
	const struct forest *f = m->h->forest;
	size_t n = 0, at;

	for (uint32_t i = node; i; i = m->v[i].up)
		n += f->names[m->v[i].name].n + 1;
	m->path.n = 0;
	if (buf_room(&m->path, n) < 0)
		return -1;
	m->path.n = at = n - 1;
	for (uint32_t i = node; i; i = m->v[i].up) {
		struct str s = f->names[m->v[i].name];

		at -= s.n;
		memcpy(m->path.p + at, s.p, s.n);
		if (at)
			m->path.p[--at] = '/';
	}
	return 0;
}

static int
judge_path(struct naming *m, uint32_t node)
{
	struct history *h = m->h;
	struct history_path *p;
	int64_t class;
	int rc;

	m->v[node].file = true;
	if (spell(m, node) < 0) {
		m->full = true;
		return 0;
	}
	if ((class = history_class_of(h->classes, buf_str(&m->path))) < 0)
		return -1;
	m->v[node].class = (uint32_t) class;
	rc = known_name(m->judge, buf_str(&m->path), &m->out);
	m->v[node].says = rc < 0 || m->out.n > 0;
	buf_reset(&m->out);
	if (!m->v[node].says)
		return 0;
	if (vec_room(&h->paths, &h->paths_cap, h->npaths + 1, sizeof(*p)) < 0)
		return -1;
	p = &h->paths[h->npaths];
	*p = (struct history_path){ arena_str(&h->mem, buf_str(&m->path)),
		false };
	if (p->path.p == NULL)
		return -1;
	h->npaths++;
	return 0;
}

static int
add_pair(struct pairs *p, uint32_t node, uint32_t tree)
{
	if (vec_room(&p->v, &p->cap, p->n + 1, sizeof(*p->v)) < 0)
		return -1;
	p->v[p->n++] = (uint64_t)node << 32 | tree;
	return 0;
}

static int
add_class(struct naming *m, size_t node, uint32_t blob)
{
	struct history *h = m->h;
	int64_t class =
	    history_class_both(h->classes, h->class[blob], m -> v[node].class);

	if (class < 0)
		return -1;
	h->class[blob] = (uint32_t) class;
	return 0;
}

static int
see_edge(struct naming *m, uint32_t dir, uint32_t edge)
{
	const struct forest_edge *e = &m->h->forest->edges[edge];
	uint32_t sub = forest_subtree(m->h->forest, edge);
	int64_t node = node_of(m, dir, e->name);

	if (node <= 0)
		return (int)node;
	if (sub != OBJECT_NO)
		return add_pair(&m->next, (uint32_t)node, sub);
	if (!m->v[node].file && judge_path(m, (uint32_t)node) < 0)
		return -1;
	if (m->v[node].says && e->child != OBJECT_NO)
		bit_set(m->h->named, e->child);
	return e->child == OBJECT_NO ? 0 : add_class(m, (size_t)node, e->child);
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* What its base has at the same place was seen: a base comes first. */
static int
see_tree(struct naming *m, uint64_t pair)
{
	const struct forest *f = m->h->forest;
	uint32_t dir = (uint32_t)(pair >> 32), tree = (uint32_t)pair;
	const struct forest_tree *t = &f->trees[tree];
	uint64_t base = (uint64_t)dir << 32 | t->base;
	const uint32_t *v = f->list + t->at;
	size_t n = t->nadd;

	if (t->base == OBJECT_NO ||
	    !bsearch(&base, m->level.v, m->level.n, sizeof(base), by_value)) {
		if (forest_edges(f, tree, &m->edges) < 0)
			return -1;
		v = m->edges.v;
		n = m->edges.n;
	}
	for (size_t i = 0; i < n; i++)
		if (see_edge(m, dir, v[i]) < 0)
			return -1;
	return 0;
}

static int
see_level(struct naming *m)
{
	struct pairs *p = &m->level;
	size_t n = 0;

	qsort(p->v, p->n, sizeof(*p->v), by_value);
	for (size_t i = 0; i < p->n; i++)
		if (n == 0 || p->v[n - 1] != p->v[i])
			p->v[n++] = p->v[i];
	p->n = n;
	for (size_t i = 0; i < p->n; i++)
		if (see_tree(m, p->v[i]) < 0)
			return -1;
	return 0;
}

/* Where paths begin: the trees of commits, and those that nothing names. */
static int
tops(struct naming *m)
{
	const struct history *h = m->h;
	const struct forest *f = h->forest;
	uint64_t *inner = calloc(BITS_WORDS(f->ntrees) + 1, sizeof(*inner));
	int rc = inner ? 0 : -1;

	for (size_t i = 0; i < f->ncommits && rc == 0; i++)
		if (bit_get(h->reach.commits, i) &&
		    f->commits[i].tree != OBJECT_NO)
			rc = add_pair(&m->level, 0, f->commits[i].tree);
	for (uint32_t i = 0; i < f->nedges && rc == 0; i++)
		if (forest_subtree(f, i) != OBJECT_NO)
			bit_set(inner, forest_subtree(f, i));
	for (size_t i = 0; i < f->ncommits && rc == 0; i++)
		if (f->commits[i].tree != OBJECT_NO)
			bit_set(inner, f->commits[i].tree);
	for (size_t i = 0; i < f->ntrees && rc == 0; i++)
		if (bit_get(h->reach.trees, i) && !bit_get(inner, i))
			rc = add_pair(&m->level, 0, (uint32_t)i);
	free(inner);
	return rc;
}

static int
see_all(struct naming *m)
{
	for (int depth = 0; m->level.n; depth++) {
		struct pairs done;

		if (depth == STORY_DEPTH_MAX) {
			m->full = true;
			return 0;
		}
		if (see_level(m) < 0)
			return -1;
		done = m->level;
		m->level = m->next;
		m->next = (struct pairs){ done.v, 0, done.cap };
	}
	return 0;
}

int
history_names(struct history *h, const struct scan *scan)
{
	struct naming m = {
		.h = h, .path.max = PATH_MAX_BYTES, .out.max = NAME_SAID_MAX
	};
	struct history_lost limit = { .what = "object",
		.why = "limit: the names of some paths were not judged" };
	int rc = -1;

	m.judge = judge_new(scan, NULL);
	h->classes = history_classes_new(&scan->engine);
	if (m.judge && h->classes &&
	    vec_room(&m.v, &m.cap, 1, sizeof(*m.v)) == 0) {
		m.v[m.n++] = (struct node){ 0 };
		rc = tops(&m) < 0 ? -1 : see_all(&m);
	}
	if (rc == 0 && m.full) {
		/* Then a blob may stand anywhere. */
		memset(h->class, 0, h->objects->n * sizeof(*h->class));
		rc = history_lose(h, &limit);
	}
	judge_free(m.judge);
	buf_free(&m.path);
	buf_free(&m.out);
	free(m.v);
	free(m.slot);
	free(m.level.v);
	free(m.next.v);
	free(m.edges.v);
	return rc;
}
