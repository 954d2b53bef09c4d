#include "base.h"
#include "revwalk.h"
#include "gitobj.h"
#include "str.h"
#include "vec.h"

#include <fcntl.h>
#include <unistd.h>

enum {
	HIDDEN = 1,  /* reached from a tip that is left out */
	SEEN = 2,    /* was in the queue */
	PARSED = 4,  /* its parents are known */
	QUEUED = 8,  /* is in the queue now */
	LISTED = 16, /* is in the list of candidates */
	/* How many hidden commits more are looked at, as git does, before
	   clocks that went wrong are no longer expected to matter. */
	SLOP = 5,
	NODES_MAX = 1 << 26,
	SHALLOW_MAX = 64 << 20
};

#define NONE UINT32_MAX

struct node {
	struct oid oid;
	unsigned flags;
	int64_t date;
	uint32_t parents; /* in w->links */
	uint32_t nparents;
	uint32_t children; /* that are candidates and not yet given out */
};

struct nums {
	uint32_t *v;
	size_t n, cap;
};

struct revwalk {
	struct objread *o;
	struct node *v;
	size_t n, cap;
	uint32_t *slot; /* open addressing: number + 1 */
	size_t nslots;
	struct nums links, queue, stack, list, order;
	size_t shown; /* of the queue: not hidden */
	struct buf commit, shallow;
};

static int
fail(struct revwalk *w, const char *why)
{
	snprintf(w->o->why, sizeof(w->o->why), "%s", why);
	return -1;
}

static int
add(struct revwalk *w, struct nums *l, uint32_t x)
{
	if (vec_room(&l->v, &l->cap, l->n + 1, sizeof(*l->v)) < 0)
		return fail(w, "out of memory");
	l->v[l->n++] = x;
	return 0;
}

static size_t
slot_of(const struct revwalk *w, const struct oid *o)
{
	uint64_t h;
	size_t i;

	memcpy(&h, o->id, sizeof(h));
	i = (size_t)h & (w->nslots - 1);
	while (w->slot[i] && !oid_eq(&w->v[w->slot[i] - 1].oid, o))
		i = (i + 1) & (w->nslots - 1);
	return i;
}

static int
grow(struct revwalk *w)
{
	size_t n = w->nslots ? w->nslots * 2 : 1024;
	uint32_t *old = w->slot;

	if (w->n < w->nslots / 2)
		return 0;
	if (w->n >= NODES_MAX)
		return fail(w, "too many commits");
	if ((w->slot = calloc(n, sizeof(*w->slot))) == NULL) {
		w->slot = old;
		return fail(w, "out of memory");
	}
	free(old);
	w->nslots = n;
	for (size_t i = 0; i < w->n; i++)
		w->slot[slot_of(w, &w->v[i].oid)] = (uint32_t)i + 1;
	return 0;
}

/* The number of a commit, new or known; NONE: no memory. */
static uint32_t
number(struct revwalk *w, const struct oid *o)
{
	size_t i;

	if (grow(w) < 0 ||
	    vec_room(&w->v, &w->cap, w->n + 1, sizeof(*w->v)) < 0)
		return NONE;
	i = slot_of(w, o);
	if (w->slot[i] == 0) {
		w->v[w->n] = (struct node){ .oid = *o };
		w->slot[i] = (uint32_t)++w->n;
	}
	return w->slot[i] - 1;
}

/* Is a before b: the younger, else the one met first? */
static bool
before(const struct revwalk *w, uint32_t a, uint32_t b)
{
	if (w->v[a].date != w->v[b].date)
		return w->v[a].date > w->v[b].date;
	return a < b;
}

/* A binary heap, the first one on top. */
static int
heap_add(struct revwalk *w, struct nums *h, uint32_t x)
{
	size_t i = h->n;

	if (add(w, h, x) < 0)
		return -1;
	for (; i > 0 && before(w, x, h->v[(i - 1) / 2]); i = (i - 1) / 2)
		h->v[i] = h->v[(i - 1) / 2];
	h->v[i] = x;
	return 0;
}

static uint32_t
heap_take(struct revwalk *w, struct nums *h)
{
	uint32_t top = h->v[0], x = h->v[--h->n];
	size_t i = 0;

	for (;;) {
		size_t k = 2 * i + 1;

		if (k >= h->n)
			break;
		if (k + 1 < h->n && before(w, h->v[k + 1], h->v[k]))
			k++;
		if (!before(w, h->v[k], x))
			break;
		h->v[i] = h->v[k];
		i = k;
	}
	if (h->n)
		h->v[i] = x;
	return top;
}

/* The file of commits whose parents a shallow clone does not have. */
static void
read_shallow(struct revwalk *w)
{
	struct buf path = { .max = 1 << 16 };
	ssize_t got;
	int fd = -1;

	if (buf_addf(&path, "%s/shallow", w->o->git->common) == 0)
		fd = open(path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	buf_free(&path);
	if (fd < 0)
		return;
	while (buf_room(&w->shallow, 65536) == 0 &&
	    (got = read(fd, w->shallow.p + w->shallow.n, 65536)) > 0)
		w->shallow.n += (size_t)got;
	close(fd);
}

static bool
is_shallow(const struct revwalk *w, const struct oid *o)
{
	char hex[OID_HEX_MAX + 1];

	if (w->shallow.n == 0)
		return false;
	oid_hex(o, hex);
	return str_find(buf_str(&w->shallow), str_of(hex), 0) != STR_NONE;
}

/* Read a commit's date and parents, once. 0, 1 it is not there, -1. */
static int
parse(struct revwalk *w, uint32_t x)
{
	struct oid o = w->v[x].oid, up;
	struct commit c;
	uint32_t p;
	int rc;

	if (w->v[x].flags & PARSED)
		return 0;
	if ((rc = objread_get(w->o, &o, OBJECT_COMMIT, &w->commit)) != 0)
		return rc;
	if (commit_parse(buf_str(&w->commit), o.n, &c) < 0)
		return fail(w, "a commit is broken");
	w->v[x].flags |= PARSED;
	w->v[x].date = c.date;
	w->v[x].parents = (uint32_t)w->links.n;
	if (is_shallow(w, &o))
		return 0;
	while (commit_parent(&c, &up)) {
		if ((p = number(w, &up)) == NONE || add(w, &w->links, p) < 0)
			return -1;
		w->v[x].nparents++;
	}
	return 0;
}

static void
hide(struct revwalk *w, uint32_t x)
{
	if ((w->v[x].flags & (HIDDEN | QUEUED)) == QUEUED)
		w->shown--;
	w->v[x].flags |= HIDDEN;
}

/* All ancestors that are known by now are hidden too. */
static int
hide_parents(struct revwalk *w, uint32_t x)
{
	w->stack.n = 0;
	if (add(w, &w->stack, x) < 0)
		return -1;
	while (w->stack.n > 0) {
		const struct node *k = &w->v[w->stack.v[--w->stack.n]];
		uint32_t first = k->parents, n = k->nparents;

		for (uint32_t i = 0; i < n; i++) {
			uint32_t p = w->links.v[first + i];

			if (w->v[p].flags & HIDDEN)
				continue;
			hide(w, p);
			if ((w->v[p].flags & PARSED) &&
			    add(w, &w->stack, p) < 0)
				return -1;
		}
	}
	return 0;
}

/* Into the queue, once; a hidden one that is not there is passed over. */
static int
enqueue(struct revwalk *w, uint32_t x)
{
	int rc;

	if (w->v[x].flags & SEEN)
		return 0;
	if ((rc = parse(w, x)) != 0)
		return rc < 0 || !(w->v[x].flags & HIDDEN) ? -1 : 0;
	w->v[x].flags |= SEEN | QUEUED;
	w->shown += !(w->v[x].flags & HIDDEN);
	return heap_add(w, &w->queue, x);
}

struct revwalk *
revwalk_new(struct objread *o)
{
	struct revwalk *w = calloc(1, sizeof(*w));

	if (w) {
		w->o = o;
		w->commit.max = 64 << 20;
		w->shallow.max = SHALLOW_MAX;
		read_shallow(w);
	}
	return w;
}

int
revwalk_add(struct revwalk *w, const struct oid *commit, bool hidden)
{
	uint32_t x = number(w, commit);

	if (x == NONE)
		return fail(w, "out of memory");
	if (hidden) {
		hide(w, x);
		/* Its parents may have been parsed on another tip's way. */
		if ((w->v[x].flags & PARSED) && hide_parents(w, x) < 0)
			return -1;
	}
	return enqueue(w, x);
}

static int
visit(struct revwalk *w, uint32_t x)
{
	uint32_t first = w->v[x].parents, n = w->v[x].nparents;

	if ((w->v[x].flags & HIDDEN) && hide_parents(w, x) < 0)
		return -1;
	for (uint32_t i = 0; i < n; i++)
		if (enqueue(w, w->links.v[first + i]) < 0)
			return -1;
	if (w->v[x].flags & HIDDEN)
		return 0;
	w->v[x].flags |= LISTED;
	return add(w, &w->list, x);
}

/* Candidates, until nothing in the queue can change what they are. */
static int
limit(struct revwalk *w)
{
	int64_t oldest = INT64_MAX;
	int slop = SLOP;

	while (w->queue.n > 0) {
		uint32_t x = heap_take(w, &w->queue);

		w->v[x].flags &= ~(unsigned)QUEUED;
		w->shown -= !(w->v[x].flags & HIDDEN);
		if (visit(w, x) < 0)
			return -1;
		if (!(w->v[x].flags & HIDDEN)) {
			oldest = w->v[x].date;
			continue;
		}
		if (w->shown > 0 ||
		    (w->queue.n > 0 && oldest <= w->v[w->queue.v[0]].date))
			slop = SLOP;
		else if (--slop == 0)
			break;
	}
	return 0;
}

static bool
wanted(const struct revwalk *w, uint32_t x)
{
	return (w->v[x].flags & (LISTED | HIDDEN)) == LISTED;
}

/* Children before parents, else by date; then turned round. */
static int
sort(struct revwalk *w)
{
	struct nums *heap = &w->queue;

	heap->n = 0;
	for (size_t i = 0; i < w->list.n; i++) {
		const struct node *k = &w->v[w->list.v[i]];

		for (uint32_t p = 0; wanted(w, w->list.v[i]) && p < k->nparents;
		     p++)
			w->v[w->links.v[k->parents + p]].children++;
	}
	for (size_t i = 0; i < w->list.n; i++)
		if (wanted(w, w->list.v[i]) &&
		    w->v[w->list.v[i]].children == 0 &&
		    heap_add(w, heap, w->list.v[i]) < 0)
			return -1;
	while (heap->n > 0) {
		uint32_t x = heap_take(w, heap);

		if (add(w, &w->order, x) < 0)
			return -1;
		for (uint32_t i = 0; i < w->v[x].nparents; i++) {
			uint32_t p = w->links.v[w->v[x].parents + i];

			if (--w->v[p].children == 0 && wanted(w, p) &&
			    heap_add(w, heap, p) < 0)
				return -1;
		}
	}
	for (size_t i = 0; i < w->order.n / 2; i++) {
		uint32_t t = w->order.v[i];

		w->order.v[i] = w->order.v[w->order.n - 1 - i];
		w->order.v[w->order.n - 1 - i] = t;
	}
	return 0;
}

int
revwalk_run(struct revwalk *w)
{
	return limit(w) < 0 ? -1 : sort(w);
}

size_t
revwalk_count(const struct revwalk *w)
{
	return w->order.n;
}

struct oid
revwalk_commit(const struct revwalk *w, size_t i)
{
	return w->v[w->order.v[i]].oid;
}

void
revwalk_free(struct revwalk *w)
{
	if (w == NULL)
		return;
	free(w->v);
	free(w->slot);
	free(w->links.v);
	free(w->queue.v);
	free(w->stack.v);
	free(w->list.v);
	free(w->order.v);
	buf_free(&w->commit);
	buf_free(&w->shallow);
	free(w);
}
