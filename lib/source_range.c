#include "base.h"
#include "source_walks.h"
#include "str.h"

void
range_free(void *of)
{
	struct range *g = of;

	while (g->first) {
		struct walks *next = g->first->next;

		revwalk_free(g->first->w);
		free(g->first);
		g->first = next;
	}
	waiting_free(&g->list);
	buf_free(&g->keys);
	seenset_free(&g->seen);
	free(g);
}

struct range *
range_new(struct source *s)
{
	struct range *g = calloc(1, sizeof(*g));

	s->of = g;
	if (g == NULL) {
		source_fail(s, "out of memory");
		return NULL;
	}
	g->last = &g->first;
	g->keys.max = 4096;
	return source_need_objects(s) < 0 ? NULL : g;
}

struct revwalk *
range_walk(struct source *s)
{
	struct walks *k = calloc(1, sizeof(*k));
	struct range *g = s->of;

	if (k && (k->w = revwalk_new(&s->objects)) != NULL) {
		*g->last = k;
		g->last = &k->next;
		return k->w;
	}
	free(k);
	source_fail(s, "out of memory");
	return NULL;
}

int
range_fail(struct source *s)
{
	return source_fail(s, "cannot read the history: %s", s->objects.why);
}

int
range_run(struct source *s, struct revwalk *w)
{
	return revwalk_run(w) < 0 ? range_fail(s) : 0;
}

static int
commit_of(struct source *s, struct str rev, struct oid *o)
{
	enum object_type type;

	if (source_rev(s, rev.n ? rev : STR("HEAD"), o) < 0)
		return -1;
	if (objread_peel(&s->objects, o, OBJECT_COMMIT, o, &type) != 0)
		return source_fail(
		    s, "cannot take '%.*s': it names no commit", FMT(rev));
	return 0;
}

static int
between(struct source *s, const struct oid *from, const struct oid *to)
{
	struct revwalk *w = range_walk(s);

	if (w == NULL)
		return -1;
	if (revwalk_add(w, from, true) < 0 || revwalk_add(w, to, false) < 0)
		return range_fail(s);
	return range_run(s, w);
}

/* "A..B", or "A...B": what is on one side alone, A's side first. */
static int
open_range(struct source *s)
{
	struct str rev = str_of(s->spec.rev), a, b;
	size_t dots = str_find(rev, STR(".."), 0), n = 2;
	struct oid from, to;

	if (range_new(s) == NULL)
		return -1;
	if (dots == STR_NONE)
		return source_fail(
		    s, "cannot take '%s' as a range: say A..B", s->spec.rev);
	n += dots + 2 < rev.n && rev.p[dots + 2] == '.';
	a = str_sub(rev, 0, dots);
	b = str_sub(rev, dots + n, rev.n);
	if (commit_of(s, a, &from) < 0 || commit_of(s, b, &to) < 0)
		return -1;
	if (n == 3 && between(s, &to, &from) < 0)
		return -1;
	if (between(s, &from, &to) < 0)
		return -1;
	if (revwalk_count(((struct range *)s->of)->first->w) == 0 && n == 2)
		s->empty = "the range has no commit";
	return 0;
}

/* The next commit's blobs into the list. 1, 0 after the last, -1. */
static int
next_commit(struct source *s, struct range *g)
{
	struct waiting_arg arg = { s, &g->list };
	struct objread *o = &s->objects;
	char hex[OID_HEX_MAX + 1];
	struct walks *k = g->first;
	struct oid id;
	int n;

	while (k && g->i == revwalk_count(k->w)) {
		g->first = k->next;
		g->i = 0;
		revwalk_free(k->w);
		free(k);
		k = g->first;
	}
	if (k == NULL)
		return 0;
	waiting_reset(&g->list);
	buf_reset(&g->keys);
	id = revwalk_commit(k->w, g->i);
	oid_hex(&id, hex);
	n = revwalk_trees(o, k->w, g->i++, g->trees, RANGE_PARENTS_MAX);
	if (n < 0 ||
	    treewalk_added(o, &g->trees[0], &g->trees[1], (size_t)n - 1,
		waiting_visit, &arg) != 0)
		return source_fail(s, "cannot read commit %s: %s", hex, o->why);
	if (buf_addf(&g->keys, "commit=%s\t", hex) < 0)
		return source_fail(s, "out of memory");
	return 1;
}

int
range_next(struct source *s, struct arena *mem, struct item *it)
{
	struct range *g = s->of;
	char hex[OID_HEX_MAX + 1];
	const struct waiting *w;
	size_t keep;
	int rc;

	do {
		while (g->list.i == g->list.n)
			if ((rc = next_commit(s, g)) <= 0)
				return rc;
		w = &g->list.v[g->list.i++];
	} while (seenset_add(&g->seen, &w->oid, w->path));
	keep = g->keys.n;
	oid_hex(&w->oid, hex);
	if (buf_addf(&g->keys, "blob=%s", hex) < 0)
		return source_fail(s, "out of memory");
	it->type = ITEM_OBJECT;
	it->name = it->path = w->path;
	it->oid = w->oid;
	it->mode = w->mode;
	it->keys = buf_str(&g->keys);
	rc = source_item(s, mem, it);
	g->keys.n = keep;
	return rc;
}

const struct source_ops source_range_ops = { open_range, range_next,
	range_free };
