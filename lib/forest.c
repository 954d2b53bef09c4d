#include "base.h"
#include "family.h"
#include "forest.h"
#include "forest_read.h"
#include "vec.h"

void
forest_free(struct forest *f)
{
	if (f == NULL)
		return;
	free(f->edges);
	free(f->names);
	free(f->trees);
	free(f->list);
	free(f->commits);
	free(f->parents);
	free(f->tree_of);
	free(f->commit_of);
	free(f->edge_hash.slot);
	free(f->name_hash.slot);
	free(f->lost_hash.slot);
	free(f->missing);
	for (size_t i = 0; f->families && i < f->objects->odb->npacks; i++)
		family_free(f->families[i]);
	free(f->families);
	arena_free(&f->mem);
	free(f);
}

uint32_t
forest_subtree(const struct forest *f, uint32_t edge)
{
	uint32_t child = f->edges[edge].child;

	return child == OBJECT_NO ? OBJECT_NO : f->tree_of[child];
}

static int
by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Drop from the sorted v what the sorted del holds. */
static size_t
subtract(uint32_t *v, size_t n, const uint32_t *del, size_t ndel)
{
	size_t kept = 0, d = 0;

	for (size_t i = 0; i < n; i++) {
		while (d < ndel && del[d] < v[i])
			d++;
		if (d == ndel || del[d] != v[i])
			v[kept++] = v[i];
	}
	return kept;
}

int
forest_edges(const struct forest *f, uint32_t tree, struct forest_list *out)
{
	struct forest_list chain = { 0 };
	int rc = -1;

	out->n = 0;
	for (; tree != OBJECT_NO; tree = f->trees[tree].base) {
		if (vec_room(&chain.v, &chain.cap, chain.n + 1, 4) < 0)
			goto out;
		chain.v[chain.n++] = tree;
	}
	/* Each tree's lists are sorted, so what is kept stays a set. */
	while (chain.n) {
		const struct forest_tree *t = &f->trees[chain.v[--chain.n]];
		const uint32_t *add = f->list + t->at;

		out->n = subtract(out->v, out->n, add + t->nadd, t->ndel);
		if (vec_room(&out->v, &out->cap, out->n + t->nadd, 4) < 0)
			goto out;
		if (t->nadd)
			memcpy(out->v + out->n, add, t->nadd * sizeof(*add));
		out->n += t->nadd;
		if (out->n)
			qsort(out->v, out->n, sizeof(*out->v), by_number);
	}
	rc = 0;
out:
	free(chain.v);
	return rc;
}

/* Parents were kept as object numbers while commits were read in any
   order; now that all have their number, they are those. */
void
forest_link(struct forest *f)
{
	for (size_t i = 0; i < f->ncommits; i++) {
		struct forest_commit *c = &f->commits[i];
		uint32_t kept = 0;

		for (uint32_t k = 0; k < c->nparents; k++) {
			uint32_t o = f->parents[c->at + k];
			uint32_t p = o == OBJECT_NO ? o : f->commit_of[o];

			if (p == OBJECT_NO)
				c->shallow = true;
			else
				f->parents[c->at + kept++] = p;
		}
		c->nparents = kept;
		if (c->tree != OBJECT_NO)
			c->tree = f->tree_of[c->tree];
	}
}

struct family *
forest_family(struct forest *f, size_t pack)
{
	struct family *family = f->families[pack];

	f->families[pack] = NULL;
	if (family)
		family_rewind(family);
	return family;
}

struct forest *
forest_empty(const struct objtab *t)
{
	struct forest *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return NULL;
	f->objects = t;
	f->mem.max = (size_t)1 << 30;
	f->tree_of = malloc(((size_t)t->n + 1) * sizeof(*f->tree_of));
	f->commit_of = malloc(((size_t)t->n + 1) * sizeof(*f->commit_of));
	f->families = calloc(t->odb->npacks + 1, sizeof(struct family *));
	if (!f->tree_of || !f->commit_of || !f->families) {
		forest_free(f);
		return NULL;
	}
	memset(f->tree_of, 0xff, (size_t)t->n * sizeof(*f->tree_of));
	memset(f->commit_of, 0xff, (size_t)t->n * sizeof(*f->commit_of));
	return f;
}

struct forest *
forest_new(const struct objtab *t, unsigned threads,
    const struct forest_ops *ops, const char **why)
{
	struct forest *f = forest_empty(t);

	*why = "out of memory";
	if (f && forest_read(f, threads, ops) == 0) {
		forest_link(f);
		return f;
	}
	forest_free(f);
	return NULL;
}
