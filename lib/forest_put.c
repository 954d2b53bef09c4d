#include "base.h"
#include "forest_read.h"
#include "gitobj.h"
#include "str.h"
#include "vec.h"

static uint32_t
mix(uint64_t h)
{
	h *= 0x9e3779b97f4a7c15u;
	return (uint32_t)(h >> 32);
}

static int
grow(struct forest_hash *h)
{
	uint32_t size = h->slot ? (h->mask + 1) * 2 : 1024, *slot;

	if (h->slot && h->n < h->mask / 2)
		return 0;
	if ((slot = calloc(size, sizeof(*slot))) == NULL)
		return -1;
	free(h->slot);
	*h = (struct forest_hash){ .slot = slot, .mask = size - 1 };
	return 1; /* empty: the caller fills it again */
}

static uint32_t
name_key(struct str s)
{
	uint64_t h = s.n;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return mix(h);
}

static uint32_t
edge_key(const struct forest_edge *e)
{
	return mix(
	    ((uint64_t)e->name << 32 | (e->child + e->lost)) * 31 + e->mode);
}

static int
intern_name(struct forest *f, struct str name, uint32_t *out)
{
	struct forest_hash *h = &f->name_hash;
	int rc = grow(h);
	uint32_t i;

	if (rc < 0)
		return -1;
	if (rc == 1)
		for (size_t k = 0; k < f->nnames; k++, h->n++) {
			i = name_key(f->names[k]) & h->mask;
			while (h->slot[i])
				i = (i + 1) & h->mask;
			h->slot[i] = (uint32_t)k + 1;
		}
	for (i = name_key(name) & h->mask; h->slot[i]; i = (i + 1) & h->mask)
		if (str_eq(f->names[h->slot[i] - 1], name)) {
			*out = h->slot[i] - 1;
			return 0;
		}
	if (vec_room(
		&f->names, &f->names_cap, f->nnames + 1, sizeof(*f->names)) < 0)
		return -1;
	f->names[f->nnames] = arena_str(&f->mem, name);
	if (f->names[f->nnames].p == NULL)
		return -1;
	*out = (uint32_t)f->nnames++;
	h->slot[i] = *out + 1;
	h->n++;
	return 0;
}

/* What is not here keeps its id, so that it can be told by name. */
static int
intern_lost(struct forest *f, const unsigned char *id, uint32_t *out)
{
	struct forest_hash *h = &f->lost_hash;
	size_t n = f->objects->odb->oid_n;
	int rc = grow(h);
	uint32_t i;

	if (rc < 0)
		return -1;
	if (rc == 1)
		for (size_t k = 0; k < f->nmissing; k++, h->n++) {
			i = name_key((struct str){
				(const char *)f->missing + k * n, n }) &
			    h->mask;
			while (h->slot[i])
				i = (i + 1) & h->mask;
			h->slot[i] = (uint32_t)k + 1;
		}
	i = name_key((struct str){ (const char *)id, n }) & h->mask;
	for (; h->slot[i]; i = (i + 1) & h->mask)
		if (!memcmp(f->missing + (h->slot[i] - 1) * n, id, n)) {
			*out = h->slot[i];
			return 0;
		}
	if (vec_room(&f->missing, &f->missing_cap, f->nmissing + 1, n) < 0)
		return -1;
	memcpy(f->missing + f->nmissing++ * n, id, n);
	*out = h->slot[i] = (uint32_t)f->nmissing;
	h->n++;
	return 0;
}

static int
intern_edge(struct forest *f, const struct forest_edge *e, uint32_t *out)
{
	struct forest_hash *h = &f->edge_hash;
	int rc = grow(h);
	uint32_t i;

	if (rc < 0)
		return -1;
	if (rc == 1)
		for (size_t k = 0; k < f->nedges; k++, h->n++) {
			i = edge_key(&f->edges[k]) & h->mask;
			while (h->slot[i])
				i = (i + 1) & h->mask;
			h->slot[i] = (uint32_t)k + 1;
		}
	for (i = edge_key(e) & h->mask; h->slot[i]; i = (i + 1) & h->mask) {
		const struct forest_edge *x = &f->edges[h->slot[i] - 1];

		if (x->name == e->name && x->child == e->child &&
		    x->mode == e->mode && x->lost == e->lost) {
			*out = h->slot[i] - 1;
			return 0;
		}
	}
	if (vec_room(
		&f->edges, &f->edges_cap, f->nedges + 1, sizeof(*f->edges)) < 0)
		return -1;
	f->edges[f->nedges] = *e;
	*out = (uint32_t)f->nedges++;
	h->slot[i] = *out + 1;
	h->n++;
	return 0;
}

static int
by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Most lists are of two or three. */
static void
sort(uint32_t *v, size_t n)
{
	if (n > 16) {
		qsort(v, n, sizeof(*v), by_number);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		uint32_t x = v[i];
		size_t k = i;

		for (; k && v[k - 1] > x; k--)
			v[k] = v[k - 1];
		v[k] = x;
	}
}

/* The entries as edges at the end of the list, sorted, each once. */
static int
put_list(struct forest *f, const struct forest_raws *raws, uint32_t *count)
{
	size_t from = f->nlist, n = 0;
	uint32_t *v;

	if (vec_room(&f->list, &f->list_cap, f->nlist + raws->n,
		sizeof(*f->list)) < 0)
		return -1;
	v = f->list + from;
	for (size_t i = 0; i < raws->n; i++)
		objtab_soon(f->objects, raws->v[i].id);
	for (size_t i = 0; i < raws->n; i++) {
		const struct forest_raw *r = &raws->v[i];
		struct forest_edge e = { .mode = r->mode, .child = OBJECT_NO };

		if (intern_name(f, r->name, &e.name) < 0)
			return -1;
		if (r->mode != 0160000)
			e.child = objtab_find(f->objects, r->id);
		if (e.child == OBJECT_NO && r->mode != 0160000 &&
		    intern_lost(f, r->id, &e.lost) < 0)
			return -1;
		if (intern_edge(f, &e, &v[i]) < 0)
			return -1;
	}
	sort(v, raws->n);
	for (size_t i = 0; i < raws->n; i++)
		if (n == 0 || v[n - 1] != v[i])
			v[n++] = v[i];
	f->nlist += n;
	*count = (uint32_t)n;
	return 0;
}

int
forest_put_tree(struct forest *f, struct forest_tree t,
    const struct forest_raws *add, const struct forest_raws *del,
    uint32_t *number)
{
	if (f->tree_of[t.object] != OBJECT_NO) {
		*number = f->tree_of[t.object];
		return 0;
	}
	t.at = (uint32_t)f->nlist;
	if (f->nlist >= UINT32_MAX / 2 ||
	    vec_room(&f->trees, &f->trees_cap, f->ntrees + 1,
		sizeof(*f->trees)) < 0 ||
	    put_list(f, add, &t.nadd) < 0 || put_list(f, del, &t.ndel) < 0)
		return -1;
	*number = (uint32_t)f->ntrees;
	f->tree_of[t.object] = *number;
	f->trees[f->ntrees++] = t;
	return 0;
}

int
forest_add_raw(struct forest_raws *raws, const struct tree_entry *e)
{
	if (vec_room(&raws->v, &raws->cap, raws->n + 1, sizeof(*raws->v)) < 0)
		return -1;
	raws->v[raws->n++] = (struct forest_raw){ e->name, e->id, e->mode };
	return 0;
}

int
forest_put_commit(struct forest *f, struct str bytes, uint32_t object)
{
	struct forest_commit c = { .object = object };
	struct commit parsed;
	struct oid parent;

	if (f->commit_of[object] != OBJECT_NO)
		return 0;
	if (commit_parse(bytes, f->objects->odb->oid_n, &parsed) < 0)
		return 1;
	if (vec_room(&f->commits, &f->commits_cap, f->ncommits + 1,
		sizeof(*f->commits)) < 0)
		return -1;
	c.date = parsed.date;
	c.tree = objtab_find(f->objects, parsed.tree.id);
	c.at = (uint32_t)f->nparents;
	while (commit_parent(&parsed, &parent)) {
		if (vec_room(&f->parents, &f->parents_cap, f->nparents + 1,
			sizeof(*f->parents)) < 0)
			return -1;
		f->parents[f->nparents++] = objtab_find(f->objects, parent.id);
		c.nparents++;
	}
	f->commit_of[object] = (uint32_t)f->ncommits;
	f->commits[f->ncommits++] = c;
	return 0;
}
