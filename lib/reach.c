#include "base.h"
#include "bits.h"
#include "gitobj.h"
#include "inflate.h"
#include "reach.h"
#include "vec.h"

enum { TAG_MAX = 64 << 20, TAG_CHAIN_MAX = 32 };

struct stack {
	uint32_t *v;
	size_t n, cap;
};

static int
push(struct stack *s, uint32_t x)
{
	if (vec_room(&s->v, &s->cap, s->n + 1, sizeof(*s->v)) < 0)
		return -1;
	s->v[s->n++] = x;
	return 0;
}

static bool
mark(uint64_t *bits, uint32_t i)
{
	bool was = bit_get(bits, i);

	bit_set(bits, i);
	return !was;
}

/* From a tag to what it names; any other object is itself. */
static uint32_t
peel(const struct forest *f, struct inflate *z, uint32_t object)
{
	struct buf out = { .max = TAG_MAX };

	for (int i = 0; i < TAG_CHAIN_MAX && object != OBJECT_NO; i++) {
		struct oid id = objtab_oid(f->objects, object);
		enum object_type type = OBJECT_NONE;
		const char *why;
		struct tag t;

		if (f->commit_of[object] != OBJECT_NO ||
		    f->tree_of[object] != OBJECT_NO)
			break;
		if (odb_read(f->objects->odb, z, &id, &type, &out, &why) != 0 ||
		    type != OBJECT_TAG)
			break;
		object = tag_parse(buf_str(&out), id.n, &t) < 0 ?
		    OBJECT_NO :
		    objtab_find(f->objects, t.object.id);
	}
	buf_free(&out);
	return object;
}

static int
mark_commits(struct reach *r, const struct forest *f, struct stack *s)
{
	while (s->n) {
		const struct forest_commit *c = &f->commits[s->v[--s->n]];

		if (c->tree != OBJECT_NO)
			bit_set(r->trees, c->tree);
		for (uint32_t i = 0; i < c->nparents; i++) {
			uint32_t p = f->parents[c->at + i];

			if (mark(r->commits, p) && push(s, p) < 0)
				return -1;
		}
	}
	return 0;
}

static int
mark_tip(
    struct reach *r, const struct forest *f, uint32_t object, struct stack *s)
{
	if (object == OBJECT_NO)
		return 0;
	if (f->commit_of[object] != OBJECT_NO) {
		uint32_t c = f->commit_of[object];

		return mark(r->commits, c) ? push(s, c) : 0;
	}
	if (f->tree_of[object] != OBJECT_NO)
		bit_set(r->trees, f->tree_of[object]);
	else
		bit_set(r->blobs, object);
	return 0;
}

static void
mark_edges(struct reach *r, const struct forest *f, const uint32_t *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct forest_edge *e = &f->edges[v[i]];

		if (!mark(r->edges, v[i]) || e->child == OBJECT_NO)
			continue;
		if (f->tree_of[e->child] != OBJECT_NO)
			bit_set(r->trees, f->tree_of[e->child]);
		else
			bit_set(r->blobs, e->child);
	}
}

/*
 * Sweep until nothing is new: a tree whose base is done needs its own
 * edges only. A tree's number says nothing of its depth, but a few sweeps
 * reach the leaves.
 */
static int
mark_trees(struct reach *r, const struct forest *f)
{
	uint64_t *done = calloc(BITS_WORDS(f->ntrees) + 1, sizeof(*done));
	struct forest_list all = { 0 };
	bool more = done != NULL;
	int rc = done ? 0 : -1;

	while (more && rc == 0) {
		more = false;
		for (size_t i = 0; i < f->ntrees && rc == 0; i++) {
			const struct forest_tree *t = &f->trees[i];

			if (!bit_get(r->trees, i) || bit_get(done, i))
				continue;
			more = true;
			bit_set(done, i);
			if (t->base == OBJECT_NO || bit_get(done, t->base)) {
				mark_edges(r, f, f->list + t->at, t->nadd);
				continue;
			}
			rc = forest_edges(f, (uint32_t)i, &all);
			if (rc == 0)
				mark_edges(r, f, all.v, all.n);
		}
	}
	free(all.v);
	free(done);
	return rc;
}

static bool
older(const struct forest *f, uint32_t a, uint32_t b)
{
	const struct forest_commit *x = &f->commits[a], *y = &f->commits[b];

	return x->date != y->date ? x->date < y->date : x->object < y->object;
}

static void
swap(uint32_t *a, uint32_t *b)
{
	uint32_t t = *a;

	*a = *b;
	*b = t;
}

static void
heap_put(const struct forest *f, uint32_t *v, size_t *n, uint32_t x)
{
	size_t i = (*n)++;

	v[i] = x;
	for (; i && older(f, v[i], v[(i - 1) / 2]); i = (i - 1) / 2)
		swap(&v[i], &v[(i - 1) / 2]);
}

static uint32_t
heap_take(const struct forest *f, uint32_t *v, size_t *n)
{
	uint32_t first = v[0];
	size_t i = 0, k;

	v[0] = v[--*n];
	while ((k = 2 * i + 1) < *n) {
		if (k + 1 < *n && older(f, v[k + 1], v[k]))
			k++;
		if (!older(f, v[k], v[i]))
			break;
		swap(&v[i], &v[k]);
		i = k;
	}
	return first;
}

/* What sorting needs, by commit number: how many parents are not out yet,
   and its children as a run of kids. */
struct sorting {
	uint32_t *wait, *kid_at, *kids, *heap;
};

/* kid_at[c] .. kid_at[c + 1] is c's run; parents off the commits that are
   reached only. */
static void
sort_links(const struct reach *r, const struct forest *f, struct sorting *s)
{
	uint32_t at = 0;

	for (size_t i = 0; i < f->ncommits; i++) {
		const struct forest_commit *c = &f->commits[i];

		for (uint32_t k = 0; bit_get(r->commits, i) && k < c->nparents;
		     k++)
			s->kid_at[f->parents[c->at + k]]++;
	}
	/* Each count becomes the end of its run, which filling moves down. */
	for (size_t i = 0; i <= f->ncommits; i++)
		s->kid_at[i] = at += s->kid_at[i];
	for (size_t i = 0; i < f->ncommits; i++) {
		const struct forest_commit *c = &f->commits[i];

		if (!bit_get(r->commits, i))
			continue;
		for (uint32_t k = 0; k < c->nparents; k++) {
			uint32_t parent = f->parents[c->at + k];

			s->kids[--s->kid_at[parent]] = (uint32_t)i;
			s->wait[i] += bit_get(r->commits, parent);
		}
	}
}

static int
sort_commits(struct reach *r, const struct forest *f)
{
	size_t n = f->ncommits, nheap = 0;
	struct sorting s = { 0 };
	int rc = -1;

	s.wait = calloc(n + 1, sizeof(uint32_t));
	s.kid_at = calloc(n + 2, sizeof(uint32_t));
	s.kids = calloc(f->nparents + 1, sizeof(uint32_t));
	s.heap = calloc(n + 1, sizeof(uint32_t));
	r->order = calloc(n + 1, sizeof(uint32_t));
	if (!s.wait || !s.kid_at || !s.kids || !s.heap || !r->order)
		goto out;
	sort_links(r, f, &s);
	for (uint32_t i = 0; i < n; i++)
		if (bit_get(r->commits, i) && s.wait[i] == 0)
			heap_put(f, s.heap, &nheap, i);
	while (nheap) {
		uint32_t c = heap_take(f, s.heap, &nheap);

		r->order[r->n++] = c;
		for (uint32_t k = s.kid_at[c]; k < s.kid_at[c + 1]; k++)
			if (--s.wait[s.kids[k]] == 0)
				heap_put(f, s.heap, &nheap, s.kids[k]);
	}
	rc = 0;
out:
	free(s.wait);
	free(s.kid_at);
	free(s.kids);
	free(s.heap);
	return rc;
}

static int
begin(struct reach *r, const struct forest *f)
{
	*r = (struct reach){ 0 };
	r->commits = calloc(BITS_WORDS(f->ncommits) + 1, sizeof(uint64_t));
	r->trees = calloc(BITS_WORDS(f->ntrees) + 1, sizeof(uint64_t));
	r->edges = calloc(BITS_WORDS(f->nedges) + 1, sizeof(uint64_t));
	r->blobs =
	    calloc(BITS_WORDS((size_t)f->objects->n) + 1, sizeof(uint64_t));
	return r->commits && r->trees && r->edges && r->blobs ? 0 : -1;
}

int
reach_some(struct reach *r, const struct forest *f, const uint64_t *commits)
{
	int rc = begin(r, f);

	for (size_t i = 0; i < f->ncommits && rc == 0; i++) {
		if (!bit_get(commits, i))
			continue;
		bit_set(r->commits, i);
		if (f->commits[i].tree != OBJECT_NO)
			bit_set(r->trees, f->commits[i].tree);
	}
	if (rc == 0)
		rc = mark_trees(r, f);
	if (rc == 0)
		rc = sort_commits(r, f);
	if (rc < 0)
		reach_free(r);
	return rc;
}

int
reach_new(
    struct reach *r, const struct forest *f, const uint32_t *tips, size_t ntips)
{
	struct inflate *z = inflate_new();
	struct stack s = { 0 };
	int rc = begin(r, f);

	if (rc < 0 || z == NULL)
		rc = -1;
	for (size_t i = 0; i < ntips && rc == 0; i++)
		rc = mark_tip(r, f, peel(f, z, tips[i]), &s);
	if (rc == 0)
		rc = mark_commits(r, f, &s);
	if (rc == 0)
		rc = mark_trees(r, f);
	if (rc == 0)
		rc = sort_commits(r, f);
	free(s.v);
	inflate_free(z);
	if (rc < 0)
		reach_free(r);
	return rc;
}

void
reach_free(struct reach *r)
{
	free(r->commits);
	free(r->trees);
	free(r->edges);
	free(r->blobs);
	free(r->order);
	*r = (struct reach){ 0 };
}
