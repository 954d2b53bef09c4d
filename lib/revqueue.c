#include "base.h"
#include "revqueue.h"

enum { MET_MAX = 1 << 25 };

/* Ids are hashes already. */
static size_t
slot(struct rev *const *table, size_t cap, const struct oid *o)
{
	size_t i;

	memcpy(&i, o->id, sizeof(i));
	i &= cap - 1;
	while (table[i] && !oid_eq(&table[i]->oid, o))
		i = (i + 1) & (cap - 1);
	return i;
}

static int
grow(struct revqueue *q)
{
	size_t cap = q->cap ? q->cap * 2 : 256;
	struct rev **table;

	if (cap > MET_MAX ||
	    (table = calloc(cap, sizeof(struct rev *))) == NULL)
		return -1;
	for (size_t i = 0; i < q->cap; i++)
		if (q->table[i])
			table[slot(table, cap, &q->table[i]->oid)] =
			    q->table[i];
	free(q->table);
	q->table = table;
	q->cap = cap;
	return 0;
}

struct rev *
revqueue_get(struct revqueue *q, const struct oid *o)
{
	struct rev *r;
	size_t i;

	if (q->met >= q->cap / 2 && grow(q) < 0)
		return NULL;
	i = slot(q->table, q->cap, o);
	if (q->table[i])
		return q->table[i];
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return NULL;
	r->oid = *o;
	q->table[i] = r;
	q->met++;
	return r;
}

static bool
before(const struct rev_place *a, const struct rev_place *b)
{
	if (a->rev->date != b->rev->date)
		return a->rev->date > b->rev->date;
	return a->turn < b->turn;
}

static void
swap(struct revqueue *q, size_t a, size_t b)
{
	struct rev_place t = q->heap[a];

	q->heap[a] = q->heap[b];
	q->heap[b] = t;
}

int
revqueue_again(struct revqueue *q, struct rev *r)
{
	size_t i = q->n;

	if (q->n == q->heapcap) {
		size_t cap = q->heapcap ? q->heapcap * 2 : 64;
		struct rev_place *heap = realloc(q->heap, cap * sizeof(*heap));

		if (heap == NULL)
			return -1;
		q->heap = heap;
		q->heapcap = cap;
	}
	q->heap[q->n++] = (struct rev_place){ r, q->turns++ };
	while (i > 0 && before(&q->heap[i], &q->heap[(i - 1) / 2])) {
		swap(q, i, (i - 1) / 2);
		i = (i - 1) / 2;
	}
	return 0;
}

int
revqueue_push(struct revqueue *q, struct rev *r, int64_t date)
{
	r->seen = true;
	r->date = date;
	return revqueue_again(q, r);
}

struct rev *
revqueue_pop(struct revqueue *q)
{
	struct rev *first;
	size_t i = 0, next;

	if (q->n == 0)
		return NULL;
	first = q->heap[0].rev;
	q->heap[0] = q->heap[--q->n];
	while ((next = 2 * i + 1) < q->n) {
		if (next + 1 < q->n &&
		    before(&q->heap[next + 1], &q->heap[next]))
			next++;
		if (!before(&q->heap[next], &q->heap[i]))
			break;
		swap(q, i, next);
		i = next;
	}
	return first;
}

void
revqueue_free(struct revqueue *q)
{
	for (size_t i = 0; i < q->cap; i++)
		free(q->table[i]);
	free(q->table);
	free(q->heap);
	*q = (struct revqueue){ 0 };
}
