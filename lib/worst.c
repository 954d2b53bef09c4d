#include "base.h"
#include "worst.h"

/* The root of the heap is the one that goes first. */
static bool
goes_before(const struct worst_entry *a, const struct worst_entry *b)
{
	return a->rank != b->rank ? a->rank < b->rank : a->at > b->at;
}

static void
swap(struct worst_entry *a, struct worst_entry *b)
{
	struct worst_entry t = *a;

	*a = *b;
	*b = t;
}

static void
sift_up(struct worst *w, size_t i)
{
	for (size_t up; i > 0; i = up) {
		up = (i - 1) / 2;
		if (!goes_before(&w->v[i], &w->v[up]))
			break;
		swap(&w->v[i], &w->v[up]);
	}
}

static void
sift_down(struct worst *w)
{
	size_t i = 0, kid;

	while ((kid = 2 * i + 1) < w->n) {
		if (kid + 1 < w->n && goes_before(&w->v[kid + 1], &w->v[kid]))
			kid++;
		if (!goes_before(&w->v[kid], &w->v[i]))
			break;
		swap(&w->v[i], &w->v[kid]);
		i = kid;
	}
}

bool
worst_wants(const struct worst *w, unsigned char rank)
{
	return w->n < w->max || (w->n > 0 && rank > w->v[0].rank);
}

int
worst_add(struct worst *w, const struct worst_entry *e)
{
	size_t cap = w->cap ? w->cap * 2 : 64;
	struct worst_entry *v;

	if (!worst_wants(w, e->rank)) {
		w->left++;
		return 0;
	}
	if (w->n == w->max) {
		w->left++;
		w->v[0] = *e;
		sift_down(w);
		return 0;
	}
	if (w->n == w->cap) {
		if ((v = realloc(w->v, cap * sizeof(*v))) == NULL)
			return -1;
		w->v = v;
		w->cap = cap;
	}
	w->v[w->n++] = *e;
	sift_up(w, w->n - 1);
	return 0;
}

static int
by_fp(const void *p, const void *q)
{
	const struct worst_entry *a = p, *b = q;
	int c = (a->fp > b->fp) - (a->fp < b->fp);

	return c ? c : (a->at > b->at) - (a->at < b->at);
}

static int
by_rank(const void *p, const void *q)
{
	const struct worst_entry *a = p, *b = q;
	int c = (a->rank < b->rank) - (a->rank > b->rank);

	return c ? c : (a->at > b->at) - (a->at < b->at);
}

void
worst_end(struct worst *w)
{
	if (w->n == 0)
		return;
	qsort(w->v, w->n, sizeof(*w->v), by_fp);
	for (size_t i = 0; i < w->n; i++)
		w->v[i].ordinal = i > 0 && w->v[i].fp == w->v[i - 1].fp ?
		    w->v[i - 1].ordinal + 1 :
		    1;
	qsort(w->v, w->n, sizeof(*w->v), by_rank);
}

void
worst_free(struct worst *w)
{
	free(w->v);
	*w = (struct worst){ .max = w->max };
}
