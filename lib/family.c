#include "base.h"
#include "bits.h"
#include "family.h"
#include "inflate.h"
#include "str.h"

#include <stdatomic.h>

#define NONE UINT32_MAX

/* An entry, in the order of the pack. Its children are one run of kids. */
struct entry {
	uint64_t at, size;
	uint32_t idx;	 /* position in the index */
	uint32_t base;	 /* entry, or NONE */
	uint32_t weight; /* itself and all its descendants; 0: not reached */
	uint32_t kid;	 /* where its children begin in kids */
	uint32_t nkid;
	unsigned char type; /* resolved; OBJECT_NONE: an orphan */
	const char *why;    /* what is wrong with it */
};

struct family {
	struct str pack;
	struct idx idx;
	struct entry *v;
	uint32_t n;
	uint32_t *kids;
	uint32_t *roots;
	uint32_t nroots;
	atomic_uint next; /* root that no thread has taken */
	uint64_t *only;	  /* entries that are walked; NULL: all */
};

struct place {
	uint64_t at;
	uint32_t idx;
};

enum { DIGIT = 11, DIGITS = 1 << DIGIT };

/* By offset, digit by digit: hundreds of thousands are common. b is as
   long as a; the one that holds the result is returned. */
static struct place *
sort_places(struct place *a, struct place *b, size_t n, uint64_t top)
{
	for (unsigned shift = 0; shift < 64 && top >> shift; shift += DIGIT) {
		size_t count[DIGITS + 1] = { 0 };
		struct place *t = a;

		for (size_t i = 0; i < n; i++)
			count[(a[i].at >> shift) % DIGITS + 1]++;
		for (size_t i = 1; i < DIGITS; i++)
			count[i] += count[i - 1];
		for (size_t i = 0; i < n; i++)
			b[count[(a[i].at >> shift) % DIGITS]++] = a[i];
		a = b;
		b = t;
	}
	return a;
}

/* The entries in the order of the pack. 0, or -1: no memory. */
static int
order_entries(struct family *f)
{
	struct place *a = calloc((size_t)f->n + 1, sizeof(*a)), *v;
	struct place *b = calloc((size_t)f->n + 1, sizeof(*b));
	uint64_t top = 0;

	for (uint32_t i = 0; a && b && i < f->n; i++) {
		a[i].idx = i;
		/* No pack is as long as that: it is told when it is read. */
		if (idx_offset(&f->idx, i, &a[i].at) < 0)
			a[i].at = f->pack.n;
		top = a[i].at > top ? a[i].at : top;
	}
	if (a && b) {
		v = sort_places(a, b, f->n, top);
		for (uint32_t i = 0; i < f->n; i++) {
			f->v[i].at = v[i].at;
			f->v[i].idx = v[i].idx;
		}
	}
	free(a);
	free(b);
	return a && b ? 0 : -1;
}

static uint32_t
find_offset(const struct family *f, uint64_t at)
{
	uint32_t lo = 0, hi = f->n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (f->v[mid].at == at)
			return mid;
		if (f->v[mid].at < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NONE;
}

static void
read_entry(struct family *f, struct entry *v)
{
	struct pack_entry e;
	uint64_t base;
	int64_t i;

	v->base = NONE;
	v->why = "its index entry points nowhere";
	if (v->at >= f->pack.n)
		return;
	v->why = NULL;
	if (pack_entry_at(f->pack, f->idx.oid_n, v->at, &e, &v->why) < 0)
		return;
	v->size = e.size;
	if (e.type == OBJECT_OFS_DELTA) {
		v->base = find_offset(f, e.base);
	} else if (e.type == OBJECT_REF_DELTA) {
		i = idx_find(&f->idx, &e.base_oid);
		if (i >= 0 && idx_offset(&f->idx, (uint32_t)i, &base) == 0)
			v->base = find_offset(f, base);
	} else {
		v->type = (unsigned char)e.type;
		return;
	}
	if (v->base == NONE)
		v->why = "its delta base is missing";
}

/* Children of an entry as a run of kids: count, place, fill. */
static void
tie(struct family *f)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < f->n; i++)
		if (f->v[i].base != NONE)
			f->v[f->v[i].base].nkid++;
	for (uint32_t i = 0; i < f->n; i++) {
		f->v[i].kid = at;
		at += f->v[i].nkid;
		f->v[i].nkid = 0;
	}
	for (uint32_t i = 0; i < f->n; i++) {
		struct entry *b;

		if (f->v[i].base == NONE)
			continue;
		b = &f->v[f->v[i].base];
		f->kids[b->kid + b->nkid++] = i;
	}
}

/*
 * Types flow from the roots down, weights from the leaves up. order holds
 * a breadth-first walk from the roots, so neither needs recursion; what a
 * cycle holds is never reached and keeps its weight of 0.
 */
static void
weigh(struct family *f, uint32_t *order)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < f->n; i++)
		if (f->v[i].base == NONE && f->v[i].why == NULL) {
			f->roots[f->nroots++] = i;
			order[n++] = i;
		}
	for (uint32_t i = 0; i < n; i++) {
		struct entry *e = &f->v[order[i]];

		e->weight = 1;
		for (uint32_t k = 0; k < e->nkid; k++) {
			uint32_t kid = f->kids[e->kid + k];

			f->v[kid].type = e->type;
			order[n++] = kid;
		}
	}
	while (n-- > 0) {
		struct entry *e = &f->v[order[n]];

		if (e->base != NONE)
			f->v[e->base].weight += e->weight;
	}
}

/* The heaviest child last. */
static void
order_kids(struct family *f)
{
	for (uint32_t i = 0; i < f->n; i++) {
		uint32_t *kid = f->kids + f->v[i].kid, last = f->v[i].nkid;

		for (uint32_t k = 0; k + 1 < f->v[i].nkid; k++) {
			uint32_t t = kid[k];

			if (f->v[t].weight <= f->v[kid[last - 1]].weight)
				continue;
			kid[k] = kid[last - 1];
			kid[last - 1] = t;
		}
	}
}

struct family *
family_new(struct str pack, const struct idx *idx, const char **why)
{
	struct family *f = calloc(1, sizeof(*f));
	uint32_t *order = NULL;

	*why = "out of memory";
	if (f == NULL)
		return NULL;
	f->pack = pack;
	f->idx = *idx;
	f->n = idx->n;
	f->v = calloc((size_t)f->n + 1, sizeof(*f->v));
	f->kids = calloc((size_t)f->n + 1, sizeof(*f->kids));
	f->roots = calloc((size_t)f->n + 1, sizeof(*f->roots));
	order = calloc((size_t)f->n + 1, sizeof(*order));
	if (!f->v || !f->kids || !f->roots || !order || order_entries(f) < 0) {
		free(order);
		family_free(f);
		return NULL;
	}
	for (uint32_t i = 0; i < f->n; i++)
		read_entry(f, &f->v[i]);
	tie(f);
	weigh(f, order);
	order_kids(f);
	free(order);
	return f;
}

void
family_free(struct family *f)
{
	if (f == NULL)
		return;
	free(f->v);
	free(f->kids);
	free(f->roots);
	free(f->only);
	free(f);
}

int
family_narrow(struct family *f, const uint64_t *only)
{
	free(f->only);
	f->only = calloc(BITS_WORDS((size_t)f->n) + 1, sizeof(*f->only));
	if (f->only == NULL)
		return -1;
	for (uint32_t i = 0; i < f->n; i++)
		for (uint32_t at = i; bit_get(only, f->v[i].idx) &&
		     at != NONE && !bit_get(f->only, at);
		     at = f->v[at].base)
			bit_set(f->only, at);
	return 0;
}

static bool
is_walked(const struct family *f, uint32_t entry)
{
	return f->only == NULL || bit_get(f->only, entry);
}

void
family_rewind(struct family *f)
{
	f->next = 0;
}

uint32_t
family_count(const struct family *f)
{
	return f->n;
}

/* An object on the way from the root to where the walk is. */
struct level {
	uint32_t entry, kid; /* kid: the next child to visit */
	char *bytes;
	size_t n;
	void *state;
};

struct walk {
	struct family *f;
	const struct family_ops *ops;
	void *thread;
	struct inflate *z;
	struct level *v;
	size_t n, cap;
	char *delta; /* room for one inflated delta */
	size_t delta_cap;
};

static void
drop(struct walk *w, struct level *l)
{
	if (l->state)
		w->ops->done(w->thread, l->state);
	free(l->bytes);
	*l = (struct level){ .entry = NONE };
}

/* An object that cannot be made takes all its descendants with it. */
static void
lose(struct walk *w, uint32_t root, const char *why)
{
	struct family *f = w->f;
	uint32_t at = root, from = NONE;

	/* Up and down by the base links: no stack that a pack could size. */
	for (;;) {
		struct entry *e = &f->v[at];
		uint32_t k = 0;

		if (from == NONE)
			w->ops->broken(w->thread, e->idx, why);
		else
			while (f->kids[e->kid + k++] != from)
				;
		if (k < e->nkid) {
			at = f->kids[e->kid + k];
			from = NONE;
			why = "its delta base is broken";
		} else if (at == root) {
			return;
		} else {
			from = at;
			at = e->base;
		}
	}
}

static const char *
inflate_into(struct walk *w, const struct entry *e, char *out)
{
	struct pack_entry p;
	const char *why;
	size_t used;

	if (pack_entry_at(w->f->pack, w->f->idx.oid_n, e->at, &p, &why) < 0)
		return why;
	if (inflate_zlib(w->z, p.stream, out, (size_t)e->size, &used) < 0)
		return "its zlib stream is broken";
	return NULL;
}

/* A stream cannot be longer than deflate's best ratio allows: a size that
   lies does not become an allocation. */
static bool
too_large(const struct walk *w, const struct entry *e, uint64_t n)
{
	return n > w->ops->size_max ||
	    e->size / INFLATE_RATIO_MAX > w->f->pack.n - e->at;
}

static const char *
make_root(struct walk *w, struct level *l, struct family_object *o)
{
	const struct entry *e = &w->f->v[l->entry];

	if (too_large(w, e, e->size))
		return "too large";
	l->n = (size_t)e->size;
	if ((l->bytes = malloc(l->n + 1)) == NULL)
		return "out of memory";
	o->bytes = (struct str){ l->bytes, l->n };
	return inflate_into(w, e, l->bytes);
}

static const char *
make_child(struct walk *w, struct level *l, const struct level *up,
    struct family_object *o, struct delta *d)
{
	const struct entry *e = &w->f->v[l->entry];
	struct str base = { up->bytes, up->n };
	const char *why;

	if (too_large(w, e, e->size))
		return "too large";
	if (e->size > w->delta_cap) {
		free(w->delta);
		w->delta_cap = 0;
		if ((w->delta = malloc((size_t)e->size * 2)) == NULL)
			return "out of memory";
		w->delta_cap = (size_t)e->size * 2;
	}
	if ((why = inflate_into(w, e, w->delta)) != NULL)
		return why;
	if (delta_open(d, (struct str){ w->delta, (size_t)e->size }) < 0)
		return "its delta is broken";
	if (d->n > w->ops->size_max)
		return "too large";
	l->n = d->n;
	if ((l->bytes = malloc(l->n + 1)) == NULL)
		return "out of memory";
	*o = (struct family_object){
		.bytes = { l->bytes, l->n }, .base = base, .delta = d
	};
	return delta_apply(*d, base, l->bytes) < 0 ? "its delta is broken" :
						     NULL;
}

static int
push(struct walk *w, uint32_t entry)
{
	if (w->n == w->cap) {
		size_t cap = w->cap ? w->cap * 2 : 64;
		struct level *v = reallocarray(w->v, cap, sizeof(*v));

		if (v == NULL)
			return -1;
		w->v = v;
		w->cap = cap;
	}
	w->v[w->n++] = (struct level){ .entry = entry };
	return 0;
}

/* Make the object on top of the stack from the one below, and show it. */
static void
visit(struct walk *w, struct level *up)
{
	struct level *l = &w->v[w->n - 1];
	const struct entry *e = &w->f->v[l->entry];
	struct family_object o = { 0 };
	struct delta d;
	const char *why;

	why = up ? make_child(w, l, up, &o, &d) : make_root(w, l, &o);
	if (why) {
		lose(w, l->entry, why);
		drop(w, l);
		w->n--;
		return;
	}
	o.at = e->idx;
	o.type = (enum object_type)e->type;
	l->state = w->ops->visit(w->thread, &o, up ? up->state : NULL);
}

static int
walk_root(struct walk *w, uint32_t root)
{
	struct family *f = w->f;

	if (push(w, root) < 0)
		return -1;
	visit(w, NULL);
	while (w->n) {
		struct level *l = &w->v[w->n - 1], up;
		const struct entry *e;

		if (l->entry == NONE) { /* its last child is done */
			w->n--;
			continue;
		}
		e = &f->v[l->entry];
		if (l->kid == e->nkid) {
			drop(w, l);
			w->n--;
			continue;
		}
		if (!is_walked(f, f->kids[e->kid + l->kid])) {
			l->kid++;
			continue;
		}
		if (push(w, f->kids[e->kid + l->kid]) < 0)
			return -1;
		l = &w->v[w->n - 2];
		up = *l;
		l->kid++;
		visit(w, &up);
		if (up.kid + 1 == e->nkid) /* the heaviest: parent not needed */
			drop(w, l);
	}
	return 0;
}

int
family_walk(struct family *f, const struct family_ops *ops, void *thread)
{
	struct walk w = { .f = f, .ops = ops, .thread = thread };
	int rc = 0;
	uint32_t i;

	if ((w.z = inflate_new()) == NULL)
		return -1;
	while (rc == 0 && (i = atomic_fetch_add(&f->next, 1)) < f->nroots)
		if ((ops->types >> f->v[f->roots[i]].type & 1) &&
		    is_walked(f, f->roots[i]))
			rc = walk_root(&w, f->roots[i]);
	while (w.n)
		drop(&w, &w.v[--w.n]);
	free(w.v);
	free(w.delta);
	inflate_free(w.z);
	return rc;
}

void
family_orphans(struct family *f, const struct family_ops *ops, void *thread)
{
	for (uint32_t i = 0; i < f->n; i++)
		if (f->v[i].weight == 0)
			ops->broken(thread, f->v[i].idx,
			    f->v[i].why ? f->v[i].why :
					  "its delta base is broken");
}
