#include "base.h"
#include "source_in.h"
#include "str.h"

#include <sys/stat.h>

struct git {
	struct waiting_list list;
	size_t i; /* of the index */
};

static void
free_git(void *of)
{
	struct git *g = of;

	waiting_free(&g->list);
	free(g);
}

static struct git *
new_git(struct source *s)
{
	struct git *g = calloc(1, sizeof(*g));

	s->of = g;
	if (g == NULL)
		source_fail(s, "out of memory");
	return g;
}

static int
open_tracked(struct source *s)
{
	if (new_git(s) == NULL)
		return -1;
	if (s->at.top == NULL)
		return source_fail(s,
		    "cannot list tracked files: the repository is bare; say "
		    "--rev=HEAD");
	if (source_read_index(s) < 0)
		return -1;
	if ((s->total = s->index.x.n) == 0)
		s->empty = "nothing is tracked";
	return 0;
}

/*
 * Submodules and sparse directories have no bytes in the work tree; of an
 * unmerged path there is one file, whatever its stages.
 */
static int
next_tracked(struct source *s, struct arena *mem, struct item *it)
{
	const struct index *x = &s->index.x;
	struct git *g = s->of;

	while (g->i < x->n) {
		const struct index_entry *e = &x->v[g->i++];

		if ((!S_ISREG(e->mode) && !S_ISLNK(e->mode)) ||
		    (g->i > 1 && str_eq(e[-1].path, e->path)) ||
		    source_left_out(e->path, s))
			continue;
		it->type = ITEM_FILE;
		it->name = it->path = e->path;
		it->mode = e->mode;
		return source_item(s, mem, it);
	}
	return 0;
}

const struct source_ops source_tracked_ops = { open_tracked, next_tracked,
	free_git };

static int
next_waiting(struct source *s, struct arena *mem, struct item *it)
{
	struct git *g = s->of;
	const struct waiting *w;

	if (g->list.i == g->list.n)
		return 0;
	w = &g->list.v[g->list.i++];
	it->type = ITEM_OBJECT;
	it->name = it->path = w->path;
	it->oid = w->oid;
	it->mode = w->mode;
	return source_item(s, mem, it);
}

static int
open_rev(struct source *s)
{
	struct git *g = new_git(s);
	struct waiting_arg arg = { s, g ? &g->list : NULL };
	struct objread *o = &s->objects;
	enum object_type type;
	int rc;

	if (g == NULL || source_need_objects(s) < 0 ||
	    source_rev(s, str_of(s->spec.rev), &s->tree) < 0)
		return -1;
	rc = objread_peel(o, &s->tree, OBJECT_TREE, &s->tree, &type);
	if (rc != 0)
		return source_fail(s, "cannot resolve '%s': %s", s->spec.rev,
		    rc < 0 ? o->why : "it names no tree");
	rc = treewalk(o, &s->tree, false, waiting_visit, &arg);
	if (rc != 0)
		return source_fail(s, "cannot read '%s': %s", s->spec.rev,
		    rc < 0 ? o->why : "too many files");
	if ((s->total = g->list.n) == 0)
		s->empty = "the revision has no file";
	return 0;
}

/* Full paths of files sort by their bytes, as a tree's walk gives them. */
const struct waiting *
source_find(const struct source *s, struct str path)
{
	const struct git *g = s->of;
	size_t lo = 0, hi = g->list.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (str_cmp(g->list.v[mid].path, path) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < g->list.n && str_eq(g->list.v[lo].path, path) ?
	    &g->list.v[lo] :
	    NULL;
}

const struct source_ops source_rev_ops = { open_rev, next_waiting, free_git };

/*
 * HEAD's tree and the index side by side: both are sorted alike. A
 * directory whose tree the index remembers as HEAD's is not entered.
 */
struct staging {
	struct source *s;
	struct waiting_list *list;
	size_t i;
	bool bad;
};

static int
stage(struct staging *g, const struct index_entry *e)
{
	int rc = 0;

	if (S_ISDIR(e->mode)) {
		struct waiting_list below = { 0 };
		struct waiting_arg arg = { g->s, &below };
		struct buf path = { .max = 1 << 20 };

		rc = treewalk(
		    &g->s->objects, &e->oid, false, waiting_visit, &arg);
		for (size_t i = 0; rc == 0 && i < below.n; i++) {
			const struct waiting *w = &below.v[i];

			buf_reset(&path);
			if (buf_adds(&path, e->path) < 0 ||
			    buf_adds(&path, w->path) < 0 ||
			    waiting_add(
				g->list, buf_str(&path), &w->oid, w->mode) < 0)
				rc = -1;
		}
		buf_free(&path);
		waiting_free(&below);
	} else if ((S_ISREG(e->mode) || S_ISLNK(e->mode)) && !e->intent &&
	    !source_left_out(e->path, g->s))
		rc = waiting_add(g->list, e->path, &e->oid, e->mode);
	if (rc != 0)
		g->bad = true;
	return rc != 0;
}

/* All entries before path are not in HEAD. */
static int
stage_until(struct staging *g, struct str path)
{
	const struct index *x = &g->s->index.x;

	for (; g->i < x->n && str_cmp(x->v[g->i].path, path) < 0; g->i++)
		if (stage(g, &x->v[g->i]))
			return 1;
	return 0;
}

static int
meet_dir(struct staging *g, const struct tree_item *e)
{
	const struct index *x = &g->s->index.x;
	const struct oid *known = index_tree_of(x, e->path);
	struct buf path = { .max = 1 << 20 };
	struct str dir;
	int rc = 0;

	if (buf_adds(&path, e->path) < 0 || buf_addc(&path, '/') < 0) {
		g->bad = true;
		buf_free(&path);
		return 1;
	}
	dir = buf_str(&path);
	if (known && oid_eq(known, &e->oid)) {
		rc = stage_until(g, dir);
		while (g->i < x->n && str_starts(x->v[g->i].path, dir))
			g->i++;
		rc = rc ? rc : 2;
	} else if (stage_until(g, dir)) {
		rc = 1;
	} else if (g->i < x->n && str_eq(x->v[g->i].path, dir)) {
		/* A sparse directory stands for its whole tree. */
		if (oid_eq(&x->v[g->i].oid, &e->oid)) {
			g->i++;
			rc = 2;
		}
	}
	buf_free(&path);
	return rc;
}

static int
meet(const struct tree_item *e, void *arg)
{
	struct staging *g = arg;
	const struct index *x = &g->s->index.x;

	if (S_ISDIR(e->mode))
		return meet_dir(g, e);
	if (stage_until(g, e->path))
		return 1;
	for (; g->i < x->n && str_eq(x->v[g->i].path, e->path); g->i++) {
		const struct index_entry *ie = &x->v[g->i];

		if (oid_eq(&ie->oid, &e->oid) && ie->mode == e->mode)
			continue;
		if (stage(g, ie))
			return 1;
	}
	return 0;
}

/* HEAD's tree: 0, 1 before the first commit, -1. */
static int
head_tree(struct objread *o, struct oid *tree)
{
	enum object_type type;
	int rc = objread_ref(o, "HEAD", tree);

	return rc ? rc : objread_peel(o, tree, OBJECT_TREE, tree, &type);
}

static int
compare(struct source *s, struct git *g)
{
	struct staging st = { .s = s, .list = &g->list };
	struct objread *o = &s->objects;
	const struct oid *known;
	struct oid head;
	int rc = head_tree(o, &head);

	if (rc < 0)
		return source_fail(s, "cannot read HEAD: %s", o->why);
	known = index_tree_of(&s->index.x, STR(""));
	if (rc == 0 && known && oid_eq(known, &head))
		return 0;
	if (rc == 0 && treewalk(o, &head, true, meet, &st) < 0)
		return source_fail(s, "cannot read HEAD: %s", o->why);
	while (!st.bad && st.i < s->index.x.n)
		stage(&st, &s->index.x.v[st.i++]);
	return st.bad ? source_fail(s, "out of memory") : 0;
}

static int
open_staged(struct source *s)
{
	struct git *g = new_git(s);

	if (g == NULL || source_read_index(s) < 0 ||
	    source_need_objects(s) < 0 || compare(s, g) < 0)
		return -1;
	if ((s->total = g->list.n) == 0)
		s->empty = "nothing is staged";
	return 0;
}

const struct source_ops source_staged_ops = { open_staged, next_waiting,
	free_git };
