#include "base.h"
#include "index.h"
#include "buf.h"
#include "str.h"

enum { DEPTH_MAX = 256, PATHS_MAX = 1 << 16, TREES_MAX = 1 << 22 };

/*
 * The TREE extension, depth first: name NUL, entries, blank, subtrees,
 * LF, id. A directory that was touched since has -1 entries and no id.
 */
struct walk {
	struct index *x;
	struct str in;
	struct buf path;
	size_t left[DEPTH_MAX], base[DEPTH_MAX]; /* subtrees; path's length */
	size_t depth, cap;
};

static int
keep(struct walk *w, unsigned char idlen)
{
	struct index *x = w->x;
	struct index_tree *t = x->trees;

	if (w->in.n < idlen)
		return -1;
	if (x->ntrees == w->cap) {
		size_t cap = w->cap ? w->cap * 2 : 64;

		if (cap > TREES_MAX ||
		    (t = realloc(t, cap * sizeof(*t))) == NULL)
			return -1;
		x->trees = t;
		w->cap = cap;
	}
	t = &x->trees[x->ntrees];
	*t = (struct index_tree){ .path =
				      arena_str(&x->mem, buf_str(&w->path)) };
	if (t->path.p == NULL)
		return -1;
	memcpy(t->oid.id, w->in.p, idlen);
	t->oid.n = idlen;
	w->in = str_sub(w->in, idlen, w->in.n);
	x->ntrees++;
	return 0;
}

static int
node(struct walk *w, unsigned char idlen)
{
	struct str name, count, subs;
	uint64_t n, left;

	if (!str_cut(&w->in, '\0', &name) || !str_cut(&w->in, ' ', &count) ||
	    !str_cut(&w->in, '\n', &subs) ||
	    str_num(subs, TREES_MAX, &left) < 0 || w->depth == DEPTH_MAX)
		return -1;
	if (w->depth > 0) {
		w->path.n = w->base[w->depth - 1];
		if ((w->path.n && buf_addc(&w->path, '/') < 0) || name.n == 0 ||
		    buf_adds(&w->path, name) < 0)
			return -1;
		w->left[w->depth - 1]--;
	}
	if (!str_eqz(count, "-1") &&
	    (str_num(count, SIZE_MAX / 2, &n) < 0 || keep(w, idlen) < 0))
		return -1;
	w->base[w->depth] = w->path.n;
	w->left[w->depth++] = (size_t)left;
	while (w->depth > 0 && w->left[w->depth - 1] == 0)
		w->depth--;
	return 0;
}

static int
by_path(const void *a, const void *b)
{
	const struct index_tree *x = a, *y = b;

	return str_cmp(x->path, y->path);
}

void
index_tree_parse(struct index *x, struct str ext, unsigned char idlen)
{
	struct walk w = { .x = x, .in = ext, .path = { .max = PATHS_MAX } };
	bool whole = true;

	if (ext.n == 0)
		return;
	do
		whole = node(&w, idlen) == 0;
	while (whole && w.depth > 0);
	buf_free(&w.path);
	if (!whole)
		x->ntrees = 0; /* a hint that cannot be read is none */
	if (x->ntrees > 1)
		qsort(x->trees, x->ntrees, sizeof(*x->trees), by_path);
}

const struct oid *
index_tree_of(const struct index *x, struct str path)
{
	struct index_tree key = { .path = path }, *t = NULL;

	if (x->ntrees)
		t = bsearch(
		    &key, x->trees, x->ntrees, sizeof(*x->trees), by_path);
	return t ? &t->oid : NULL;
}
