#include "base.h"
#include "treewalk.h"
#include "gitobj.h"
#include "str.h"

#include <sys/stat.h>

enum {
	DEPTH_MAX = 4096,
	ENTRIES_MAX = 1 << 23,
	PATH_MAX_BYTES = 1 << 20,
	TREE_BYTES_MAX = 1 << 28
};

struct level {
	struct buf bytes;
	size_t at;
	size_t base; /* length of the path that leads here */
};

struct walk {
	struct objread *o;
	struct level *v;
	size_t n, cap, entries;
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

static int
push(struct walk *w, const struct oid *id)
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
	v += w->n++;
	*v = (struct level){ .base = w->path.n, .bytes.max = TREE_BYTES_MAX };
	return objread_get(w->o, id, OBJECT_TREE, &v->bytes) != 0 ? -1 : 0;
}

static struct oid
id_of(const struct walk *w, const struct tree_entry *e)
{
	struct oid o = { .n = w->o->git->idlen };

	memcpy(o.id, e->id, o.n);
	return o;
}

static int
entry(struct walk *w, const struct tree_entry *e, tree_visit *visit, void *arg)
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
	return push(w, &it.oid);
}

static int
step(struct walk *w, tree_visit *visit, void *arg)
{
	struct level *l = &w->v[w->n - 1];
	struct tree_entry e;
	int rc = tree_next(buf_str(&l->bytes), w->o->git->idlen, &l->at, &e);

	if (rc < 0)
		return fail(w, "a tree is broken");
	if (rc == 0) {
		buf_free(&w->v[--w->n].bytes);
		return 0;
	}
	if (++w->entries > ENTRIES_MAX)
		return fail(w, "a tree has too many entries");
	w->path.n = l->base;
	return entry(w, &e, visit, arg);
}

int
treewalk(struct objread *o, const struct oid *tree, bool dirs,
    tree_visit *visit, void *arg)
{
	struct walk w = { .o = o, .dirs = dirs, .path.max = PATH_MAX_BYTES };
	int rc = push(&w, tree);

	while (rc == 0 && w.n > 0)
		rc = step(&w, visit, arg);
	while (w.n > 0)
		buf_free(&w.v[--w.n].bytes);
	free(w.v);
	buf_free(&w.path);
	return rc;
}
