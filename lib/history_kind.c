#include "base.h"
#include "bits.h"
#include "history_in.h"
#include "vec.h"

#include <sys/stat.h>

static bool
is_blob(const struct history *h, uint32_t edge)
{
	const struct forest_edge *e = &h->forest->edges[edge];

	return bit_get(h->reach.edges, edge) && e->child != OBJECT_NO &&
	    h->forest->tree_of[e->child] == OBJECT_NO && !S_ISDIR(e->mode);
}

static int
by_blob(const void *a, const void *b)
{
	const struct history_kind *x = a, *y = b;

	if (x->blob != y->blob)
		return x->blob < y->blob ? -1 : 1;
	return (x->name > y->name) - (x->name < y->name);
}

/* A kind that the blob has besides its first: once each. */
static int
add_more(struct history *h, uint32_t blob, uint32_t name)
{
	struct history_kind *v;

	if (vec_room(&h->more, &h->more_cap, h->nmore + 1, sizeof(*v)) < 0)
		return -1;
	h->more[h->nmore++] = (struct history_kind){ blob, name };
	return 0;
}

/* Sort, and keep one name of each kind. */
static void
tidy(struct history *h, const unsigned char *kinds)
{
	uint64_t seen = 0;
	size_t n = 0;

	if (h->nmore)
		qsort(h->more, h->nmore, sizeof(*h->more), by_blob);
	for (size_t i = 0; i < h->nmore; i++) {
		uint64_t bit = (uint64_t)1 << kinds[h->more[i].name];

		if (i == 0 || h->more[i].blob != h->more[i - 1].blob)
			seen = 0;
		if ((seen & bit) == 0)
			h->more[n++] = h->more[i];
		seen |= bit;
	}
	h->nmore = n;
}

int
history_kinds(struct history *h)
{
	const struct forest *f = h->forest;
	unsigned char *kinds = malloc(f->nnames + 1);
	int rc = 0;

	_Static_assert(KIND_COUNT <= 64, "kinds are bits of one word");
	h->kind = calloc((size_t)h->objects->n + 1, 1);
	h->name = calloc((size_t)h->objects->n + 1, sizeof(*h->name));
	if (!kinds || !h->kind || !h->name)
		rc = -1;
	for (size_t i = 0; i < f->nnames && rc == 0; i++)
		kinds[i] = (unsigned char)kind_of(f->names[i]);
	for (uint32_t i = 0; i < f->nedges && rc == 0; i++) {
		const struct forest_edge *e = &f->edges[i];

		if (!is_blob(h, i))
			continue;
		if (h->kind[e->child] == 0) {
			h->kind[e->child] = kinds[e->name] + 1;
			h->name[e->child] = e->name;
		} else if (h->kind[e->child] != kinds[e->name] + 1) {
			rc = add_more(h, e->child, e->name);
		}
	}
	if (rc == 0)
		tidy(h, kinds);
	free(kinds);
	return rc;
}
