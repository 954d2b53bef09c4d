#include "base.h"
#include "treewalk.h"
#include "gitobj.h"
#include "str.h"

#include <sys/stat.h>

enum {
	DEPTH_MAX = 4096,
	ENTRIES_MAX = 1 << 23,
	PATH_MAX_BYTES = 1 << 20,
	TREE_BYTES_MAX = 1 << 28,
	OTHERS_MAX = 1024
};

/* One tree being read; no bytes: it is not there. */
struct side {
	struct buf bytes;
	size_t at;
	struct tree_entry e;
	bool on; /* e is an entry */
};

struct level {
	struct side *v; /* the tree itself, then the others */
	size_t base;	/* length of the path that leads here */
};

struct walk {
	struct objread *o;
	struct level *v;
	size_t n, cap, nothers, entries;
	bool dirs;
	struct buf path;
};

static unsigned
canonical(unsigned mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG: return mode & 0100 ? 0100755 : 0100644;
	case S_IFLNK: return 0120000;
	case S_IFDIR: return 040000;
	default: return 0160000;
	}
}

static int
fail(struct walk *w, const char *why)
{
	snprintf(w->o->why, sizeof(w->o->why), "%s", why);
	return -1;
}

/* The next entry of a side. 0, or -1. */
static int
advance(struct walk *w, struct side *s)
{
	int rc = tree_next(buf_str(&s->bytes), w->o->git->idlen, &s->at, &s->e);

	s->on = rc == 1;
	return rc < 0 ? fail(w, "a tree is broken") : 0;
}

static int
load(struct walk *w, struct side *s, const struct oid *id)
{
	s->bytes.max = TREE_BYTES_MAX;
	if (id->n == 0)
		return 0;
	if (objread_get(w->o, id, OBJECT_TREE, &s->bytes) != 0)
		return -1;
	return advance(w, s);
}

static void
pop(struct walk *w)
{
	struct level *l = &w->v[--w->n];

	for (size_t i = 0; i <= w->nothers; i++)
		buf_free(&l->v[i].bytes);
	free(l->v);
}

/* ids: the tree, then the others, n == 0 for those without it. */
static int
push(struct walk *w, const struct oid *ids)
{
	struct level *v = w->v;

	if (w->n == w->cap) {
		size_t cap = w->cap ? w->cap * 2 : 16;

		if (cap > DEPTH_MAX)
			return fail(w, "a tree is too deep");
		if ((v = realloc(v, cap * sizeof(*v))) == NULL)
			return fail(w, "out of memory");
		w->v = v;
		w->cap = cap;
	}
	v += w->n;
	*v = (struct level){ .base = w->path.n,
		.v = calloc(w->nothers + 1, sizeof(*v->v)) };
	if (v->v == NULL)
		return fail(w, "out of memory");
	w->n++;
	for (size_t i = 0; i <= w->nothers; i++)
		if (load(w, &v->v[i], &ids[i]) < 0)
			return -1;
	return 0;
}

/* Git's order: a directory sorts as if a slash ended its name. */
static int
order(const struct tree_entry *a, const struct tree_entry *b)
{
	size_t n = a->name.n < b->name.n ? a->name.n : b->name.n;
	int c = memcmp(a->name.p, b->name.p, n), x, y;

	if (c)
		return c;
	x = a->name.n > n    ? (unsigned char)a->name.p[n] :
	    S_ISDIR(a->mode) ? '/' :
			       0;
	y = b->name.n > n    ? (unsigned char)b->name.p[n] :
	    S_ISDIR(b->mode) ? '/' :
			       0;
	return x - y;
}

static struct oid
id_of(const struct walk *w, const struct tree_entry *e)
{
	struct oid o = { .n = w->o->git->idlen };

	memcpy(o.id, e->id, o.n);
	return o;
}

/*
 * Bring the others to where e stands. *same: one of them has e; the ids of
 * those that have a directory there go into sub.
 */
static int
meet(struct walk *w, struct level *l, const struct tree_entry *e, bool *same,
    struct oid *sub)
{
	*same = false;
	for (size_t i = 1; i <= w->nothers; i++) {
		struct side *s = &l->v[i];

		sub[i] = (struct oid){ 0 };
		while (s->on && order(&s->e, e) < 0)
			if (advance(w, s) < 0)
				return -1;
		if (!s->on || order(&s->e, e) != 0 ||
		    ((s->e.mode ^ e->mode) & S_IFMT))
			continue;
		*same |= memcmp(s->e.id, e->id, w->o->git->idlen) == 0;
		if (S_ISDIR(e->mode))
			sub[i] = id_of(w, &s->e);
	}
	return 0;
}

/* One entry that is not the others'. */
static int
entry(struct walk *w, const struct tree_entry *e, struct oid *sub,
    tree_visit *visit, void *arg)
{
	struct tree_item it = { .mode = canonical(e->mode),
		.oid = id_of(w, e) };
	int rc;

	if (buf_adds(&w->path, e->name) < 0)
		return fail(w, "a path is too long");
	it.path = buf_str(&w->path);
	if (!S_ISDIR(it.mode))
		return visit(&it, arg) ? 1 : 0;
	if (w->dirs && (rc = visit(&it, arg)) != 0)
		return rc == 2 ? 0 : 1;
	if (buf_addc(&w->path, '/') < 0)
		return fail(w, "a path is too long");
	sub[0] = it.oid;
	return push(w, sub);
}

static int
step(struct walk *w, struct oid *sub, tree_visit *visit, void *arg)
{
	struct level *l = &w->v[w->n - 1];
	struct tree_entry e = l->v[0].e;
	bool same;

	if (!l->v[0].on) {
		pop(w);
		return 0;
	}
	if (++w->entries > ENTRIES_MAX)
		return fail(w, "a tree has too many entries");
	w->path.n = l->base;
	if (meet(w, l, &e, &same, sub) < 0 || advance(w, &l->v[0]) < 0)
		return -1;
	return same ? 0 : entry(w, &e, sub, visit, arg);
}

static int
run(struct walk *w, struct oid *ids, tree_visit *visit, void *arg)
{
	int rc;

	w->path.max = PATH_MAX_BYTES;
	rc = push(w, ids);
	while (rc == 0 && w->n > 0)
		rc = step(w, ids, visit, arg);
	while (w->n > 0)
		pop(w);
	free(w->v);
	buf_free(&w->path);
	return rc;
}

int
treewalk(struct objread *o, const struct oid *tree, bool dirs,
    tree_visit *visit, void *arg)
{
	struct walk w = { .o = o, .dirs = dirs };
	struct oid id = *tree;

	return run(&w, &id, visit, arg);
}

int
treewalk_added(struct objread *o, const struct oid *tree,
    const struct oid *others, size_t n, tree_visit *visit, void *arg)
{
	struct walk w = { .o = o, .nothers = n };
	struct oid *ids;
	int rc;

	if (n > OTHERS_MAX)
		return fail(&w, "a commit has too many parents");
	for (size_t i = 0; i < n; i++)
		if (oid_eq(&others[i], tree))
			return 0;
	if ((ids = calloc(n + 1, sizeof(*ids))) == NULL)
		return fail(&w, "out of memory");
	ids[0] = *tree;
	if (n)
		memcpy(ids + 1, others, n * sizeof(*ids));
	rc = run(&w, ids, visit, arg);
	free(ids);
	return rc;
}
