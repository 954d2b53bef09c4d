#include "base.h"
#include "bits.h"
#include "buf.h"
#include "str.h"
#include "story.h"
#include "vec.h"

#include <sys/stat.h>

struct story {
	const struct forest *f;
	const struct reach *r;
	uint64_t *hot; /* edges that lead to a wanted blob */
	uint64_t *sum; /* by tree: of what it holds that is hot; 0: nothing */
	struct story_place *v;
	size_t n, cap;
	uint32_t *slot; /* heads of hash chains */
	size_t nslots;
	struct arena mem;
	struct buf path; /* the directory that the walk is in */
};

/* splitmix64's finaliser. */
static uint64_t
mix(uint64_t h)
{
	h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
	h = (h ^ h >> 27) * 0x94d049bb133111ebu;
	return h ^ h >> 31;
}

/* The blob that an edge leads to; one that is not here has a number beyond
   those of all objects. STORY_NONE: a tree, or a submodule. */
static uint32_t
leaf(const struct forest *f, uint32_t edge)
{
	const struct forest_edge *e = &f->edges[edge];

	if (e->child != OBJECT_NO)
		return f->tree_of[e->child] == OBJECT_NO ? e->child :
							   STORY_NONE;
	return e->lost && !S_ISDIR(e->mode) ? f->objects->n + e->lost - 1 :
					      STORY_NONE;
}

/* What a hot edge adds to the sum of a tree: two trees of equal sum hold
   the same wanted blobs at the same paths. */
static uint64_t
edge_sum(const struct story *s, uint32_t edge)
{
	const struct forest_edge *e = &s->f->edges[edge];
	uint32_t sub = forest_subtree(s->f, edge);
	uint64_t below =
	    sub == OBJECT_NO ? mix(leaf(s->f, edge) + 1ull) : s->sum[sub];

	return below ? mix(below + mix(((uint64_t)e->name << 1) + 1)) : 0;
}

/* The sums of all trees from those of their subtrees as they stand; true
   when one changed. A base has a lower number than its deltas. */
static bool
sweep(struct story *s)
{
	bool changed = false;

	for (size_t i = 0; i < s->f->ntrees; i++) {
		const struct forest_tree *t = &s->f->trees[i];
		const uint32_t *add = s->f->list + t->at;
		uint64_t h = t->base == OBJECT_NO ? 0 : s->sum[t->base];

		for (uint32_t k = 0; k < t->nadd; k++)
			if (bit_get(s->hot, add[k]))
				h += edge_sum(s, add[k]);
		for (uint32_t k = 0; k < t->ndel; k++)
			if (bit_get(s->hot, add[t->nadd + k]))
				h -= edge_sum(s, add[t->nadd + k]);
		changed |= h != s->sum[i];
		s->sum[i] = h;
	}
	return changed;
}

/* Edges to wanted blobs are hot, then those to trees that hold a hot one,
   level by level up to the roots. */
static int
heat(struct story *s, const uint64_t *wanted)
{
	const struct forest *f = s->f;
	int levels = 0;

	for (uint32_t i = 0; i < f->nedges; i++) {
		uint32_t blob = leaf(f, i);

		if (blob != STORY_NONE && bit_get(wanted, blob))
			bit_set(s->hot, i);
	}
	while (sweep(s)) {
		if (levels++ == STORY_DEPTH_MAX)
			return -1;
		for (uint32_t i = 0; i < f->nedges; i++) {
			uint32_t sub = forest_subtree(f, i);

			if (sub != OBJECT_NO && s->sum[sub])
				bit_set(s->hot, i);
		}
	}
	return 0;
}

static int
by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The hot edges of a tree, sorted; out is the caller's to free. */
static int
hot_edges(const struct story *s, uint32_t tree, struct forest_list *out)
{
	struct forest_list gone = { 0 };
	int rc = -1;

	*out = (struct forest_list){ 0 };
	/* From the tree down to its root: the first word on an edge counts. */
	for (; tree != OBJECT_NO; tree = s->f->trees[tree].base) {
		const struct forest_tree *t = &s->f->trees[tree];
		const uint32_t *v = s->f->list + t->at;
		size_t was = gone.n;

		if (vec_room(&out->v, &out->cap, out->n + t->nadd, 4) < 0 ||
		    vec_room(&gone.v, &gone.cap, gone.n + t->ndel, 4) < 0)
			goto out;
		for (uint32_t k = 0; k < t->nadd; k++) {
			if (!bit_get(s->hot, v[k]))
				continue;
			if (gone.n &&
			    bsearch(&v[k], gone.v, gone.n, 4, by_number))
				continue;
			out->v[out->n++] = v[k];
		}
		for (uint32_t k = 0; k < t->ndel; k++)
			if (bit_get(s->hot, v[t->nadd + k]))
				gone.v[gone.n++] = v[t->nadd + k];
		if (gone.n > was)
			qsort(gone.v, gone.n, 4, by_number);
	}
	if (out->n)
		qsort(out->v, out->n, 4, by_number);
	rc = 0;
out:
	free(gone.v);
	if (rc < 0)
		free(out->v);
	return rc;
}

/* Called for each (path, blob) that one tree has and another has not. */
struct diff {
	struct story *s;
	int (*each)(struct diff *d, struct str path, uint32_t blob);
	uint32_t commit;
	uint64_t *present;
};

static uint32_t
find_name(const struct story *s, const struct forest_list *l, uint32_t name)
{
	for (size_t i = 0; i < l->n; i++)
		if (s->f->edges[l->v[i]].name == name &&
		    forest_subtree(s->f, l->v[i]) != OBJECT_NO)
			return forest_subtree(s->f, l->v[i]);
	return OBJECT_NO;
}

static int diff(struct diff *d, uint32_t tree, uint32_t other, int depth);

static int
diff_edge(
    struct diff *d, uint32_t edge, const struct forest_list *others, int depth)
{
	struct story *s = d->s;
	const struct forest_edge *e = &s->f->edges[edge];
	uint32_t sub = forest_subtree(s->f, edge);
	size_t was = s->path.n;
	int rc = -1;

	if ((was && buf_addc(&s->path, '/') < 0) ||
	    buf_adds(&s->path, s->f->names[e->name]) < 0)
		return -1;
	if (sub == OBJECT_NO)
		rc = d->each(d, buf_str(&s->path), leaf(s->f, edge));
	else
		rc = diff(d, sub, find_name(s, others, e->name), depth + 1);
	s->path.n = was;
	return rc;
}

/* What tree holds and other (OBJECT_NO: nothing) does not. */
static int
diff(struct diff *d, uint32_t tree, uint32_t other, int depth)
{
	const struct story *s = d->s;
	struct forest_list mine, theirs = { 0 };
	int rc = 0;

	if (depth > STORY_DEPTH_MAX)
		return -1;
	if (tree == OBJECT_NO || s->sum[tree] == 0 ||
	    (other != OBJECT_NO && s->sum[tree] == s->sum[other]))
		return 0;
	if (hot_edges(s, tree, &mine) < 0)
		return -1;
	if (other != OBJECT_NO && s->sum[other] &&
	    hot_edges(s, other, &theirs) < 0) {
		free(mine.v);
		return -1;
	}
	for (size_t i = 0; i < mine.n && rc == 0; i++) {
		if (i && mine.v[i] == mine.v[i - 1])
			continue;
		if (theirs.n &&
		    bsearch(&mine.v[i], theirs.v, theirs.n, 4, by_number))
			continue;
		rc = diff_edge(d, mine.v[i], &theirs, depth);
	}
	free(mine.v);
	free(theirs.v);
	return rc;
}

static size_t
key(const struct story *s, struct str path, uint32_t blob)
{
	uint64_t h = blob;

	for (size_t i = 0; i < path.n; i++)
		h = (h ^ (unsigned char)path.p[i]) * 0x100000001b3u;
	return (size_t)(mix(h) & (s->nslots - 1));
}

static uint32_t
find(const struct story *s, struct str path, uint32_t blob)
{
	uint32_t i = s->nslots ? s->slot[key(s, path, blob)] : STORY_NONE;

	while (i != STORY_NONE &&
	    (s->v[i].blob != blob || !str_eq(s->v[i].path, path)))
		i = s->v[i].next;
	return i;
}

static int
rehash(struct story *s)
{
	size_t n = s->nslots ? s->nslots * 2 : 1024;
	uint32_t *slot;

	if (s->n < s->nslots)
		return 0;
	if ((slot = malloc(n * sizeof(*slot))) == NULL)
		return -1;
	memset(slot, 0xff, n * sizeof(*slot));
	free(s->slot);
	s->slot = slot;
	s->nslots = n;
	for (uint32_t i = 0; i < s->n; i++) {
		size_t k = key(s, s->v[i].path, s->v[i].blob);

		s->v[i].next = slot[k];
		slot[k] = i;
	}
	return 0;
}

static int
is_here(struct diff *d, struct str path, uint32_t blob)
{
	uint32_t i = find(d->s, path, blob);

	if (i != STORY_NONE)
		bit_set(d->present, i);
	return 0;
}

/* Does a tree hold blob at path? 1, 0, -1. */
static int
holds(const struct story *s, uint32_t tree, struct str path, uint32_t blob)
{
	struct str name;

	while (str_cut(&path, '/', &name)) {
		uint32_t sub = OBJECT_NO;
		struct forest_list l;
		int found = 0;

		if (tree == OBJECT_NO || s->sum[tree] == 0)
			return 0;
		if (hot_edges(s, tree, &l) < 0)
			return -1;
		for (size_t i = 0; i < l.n; i++) {
			const struct forest_edge *e = &s->f->edges[l.v[i]];

			if (!str_eq(s->f->names[e->name], name))
				continue;
			found |= path.n == 0 && leaf(s->f, l.v[i]) == blob;
			if (forest_subtree(s->f, l.v[i]) != OBJECT_NO)
				sub = forest_subtree(s->f, l.v[i]);
		}
		free(l.v);
		if (path.n == 0)
			return found;
		tree = sub;
	}
	return 0;
}

static uint32_t
parent_tree(const struct story *s, const struct forest_commit *c, uint32_t k)
{
	return s->f->commits[s->f->parents[c->at + k]].tree;
}

/* Does a parent but the first hold it? Of a part of a history it may have
   come before. 1, 0, -1. */
static int
elsewhere(struct diff *d, struct str path, uint32_t blob)
{
	const struct forest_commit *c = &d->s->f->commits[d->commit];
	int rc = 0;

	for (uint32_t k = 1; k < c->nparents && rc == 0; k++)
		rc = holds(d->s, parent_tree(d->s, c, k), path, blob);
	return rc;
}

/* Its first coming is what is told; none of the parents has it, the first
   was compared. */
static int
came(struct diff *d, struct str path, uint32_t blob)
{
	struct story *s = d->s;
	struct story_place p = {
		.blob = blob, .first = d->commit, .gone = STORY_NONE
	};
	uint32_t i = find(s, path, blob);
	int rc = i == STORY_NONE ? elsewhere(d, path, blob) : 0;
	size_t k;

	if (rc)
		return rc < 0 ? -1 : 0;

	if (i != STORY_NONE) {
		s->v[i].gone = STORY_NONE; /* it is back */
		return 0;
	}
	if (s->n >= STORY_PLACES_MAX || rehash(s) < 0 ||
	    vec_room(&s->v, &s->cap, s->n + 1, sizeof(*s->v)) < 0)
		return -1;
	p.path = arena_str(&s->mem, path);
	if (p.path.p == NULL)
		return -1;
	k = key(s, path, blob);
	p.next = s->slot[k];
	s->slot[k] = (uint32_t)s->n;
	s->v[s->n++] = p;
	return 0;
}

/*
 * A commit takes away what all its parents have. What a merge has less than
 * one parent only, the side of another took away, and that side's commit
 * was named; if none was, the merge itself dropped it.
 */
static int
left(struct diff *d, struct str path, uint32_t blob)
{
	const struct forest_commit *c = &d->s->f->commits[d->commit];
	uint32_t place = find(d->s, path, blob);
	int rc = 1;

	for (uint32_t k = 0; k < c->nparents && rc == 1; k++)
		rc = holds(d->s, parent_tree(d->s, c, k), path, blob);
	if (rc < 0 || place == STORY_NONE)
		return rc < 0 ? -1 : 0;
	if (rc == 1 || d->s->v[place].gone == STORY_NONE)
		d->s->v[place].gone = d->commit;
	return 0;
}

/* What a commit has more than its first parent may come from another; it
   is known already then, for parents come first. */
static int
see_commit(struct story *s, uint32_t number)
{
	const struct forest_commit *c = &s->f->commits[number];
	struct diff d = { .s = s, .each = came, .commit = number };
	uint32_t parent = c->nparents ? parent_tree(s, c, 0) : OBJECT_NO;

	int rc = diff(&d, c->tree, parent, 0);

	d.each = left;
	for (uint32_t k = 0; k < c->nparents && rc == 0; k++)
		rc = diff(&d, parent_tree(s, c, k), c->tree, 0);
	return rc;
}

struct story *
story_new(const struct forest *f, const struct reach *r, const uint64_t *wanted)
{
	struct story *s = calloc(1, sizeof(*s));
	int rc = -1;

	if (s == NULL)
		return NULL;
	s->f = f;
	s->r = r;
	s->mem.max = (size_t)4 << 30;
	s->path.max = 1 << 20;
	s->hot = calloc(BITS_WORDS(f->nedges) + 1, sizeof(*s->hot));
	s->sum = calloc(f->ntrees + 1, sizeof(*s->sum));
	if (s->hot && s->sum)
		rc = heat(s, wanted);
	for (size_t i = 0; i < r->n && rc == 0; i++)
		rc = see_commit(s, r->order[i]);
	if (rc == 0)
		return s;
	story_free(s);
	return NULL;
}

void
story_free(struct story *s)
{
	if (s == NULL)
		return;
	free(s->hot);
	free(s->sum);
	free(s->v);
	free(s->slot);
	arena_free(&s->mem);
	buf_free(&s->path);
	free(s);
}

const struct story_place *
story_places(const struct story *s, size_t *n)
{
	*n = s->n;
	return s->v;
}

int
story_holds(struct story *s, uint32_t tree, /* NOLINTNEXTLINE */
    uint64_t *present)
{
	struct diff d = { .s = s, .each = is_here, .present = present };

	return diff(&d, tree, OBJECT_NO, 0);
}
