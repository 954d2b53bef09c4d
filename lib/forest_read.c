#include "base.h"
#include "bits.h"
#include "family.h"
#include "forest_read.h"
#include "gitobj.h"
#include "inflate.h"
#include "str.h"
#include "vec.h"

#include <pthread.h>

/* One reading: what all threads share, under the lock. */
struct reading {
	struct forest *f;
	pthread_mutex_t lock;
	const struct forest_ops *ops;
	struct family *family; /* of the pack at hand */
	uint32_t first;	       /* number of its first object */
	const unsigned char *oids;
	bool nomem;
};

/* One thread's: lists that are reused for each tree. */
struct worker {
	struct reading *r;
	void *own; /* the caller's */
	struct forest_raws add, del;
	uint64_t *left; /* starts of the base's entries that are not kept */
	size_t left_cap;
};

/* What a tree leaves to those that are its deltas. */
struct state {
	uint32_t tree;
	size_t n;	   /* its bytes */
	uint64_t starts[]; /* where its entries start; n, its end, too */
};

static int
put_tree(struct worker *w, uint32_t object, uint32_t base, uint32_t *number)
{
	struct forest_tree t = { .object = object, .base = base };
	int rc;

	pthread_mutex_lock(&w->r->lock);
	rc = forest_put_tree(w->r->f, t, &w->add, &w->del, number);
	pthread_mutex_unlock(&w->r->lock);
	return rc;
}

/* Parse entries from *pos until it reaches `to`; each is new. 0, or -1. */
static int
parse_to(
    struct worker *w, struct state *s, struct str tree, size_t *pos, size_t to)
{
	struct tree_entry e;

	while (*pos < to) {
		bit_set(s->starts, *pos);
		if (tree_next(tree, w->r->f->objects->odb->oid_n, pos, &e) !=
			1 ||
		    forest_add_raw(&w->add, &e) < 0)
			return -1;
	}
	return 0;
}

/*
 * A run copied from the base, where the next entry starts inside it: if
 * one starts there in the base too, all that end inside are the base's.
 */
static void
inherit(struct worker *w, struct state *s, const struct state *base,
    size_t *pos, struct span in_base)
{
	size_t from = in_base.from, to;

	if (from >= base->n || !bit_get(base->starts, from))
		return;
	to = bits_below(base->starts, in_base.to);
	if (to == BITS_NONE || to <= from)
		return;
	bits_copy(s->starts, *pos, base->starts, from, to - from);
	bits_clear(w->left, from, to);
	*pos += to - from;
}

/* What the base had and this tree has not. */
static int
find_removed(struct worker *w, const struct state *base, struct str tree)
{
	struct tree_entry e;
	size_t at = 0;

	while ((at = bits_above(w->left, at, base->n)) != BITS_NONE) {
		size_t next = at;

		if (tree_next(tree, w->r->f->objects->odb->oid_n, &next, &e) !=
			1 ||
		    forest_add_raw(&w->del, &e) < 0)
			return -1;
		at++;
	}
	return 0;
}

static int
from_delta(struct worker *w, struct state *s, const struct state *base,
    const struct family_object *o)
{
	struct delta d = *o->delta;
	size_t at = 0, pos = 0, words = BITS_WORDS(base->n + 1);
	struct delta_op op;

	if (vec_room(&w->left, &w->left_cap, words, sizeof(*w->left)) < 0)
		return -1;
	memcpy(w->left, base->starts, words * sizeof(*w->left));
	for (; delta_next(&d, &op) == 1; at += op.n) {
		if (!op.copy)
			continue;
		if (parse_to(w, s, o->bytes, &pos, at) < 0)
			return -1;
		if (pos < at + op.n)
			inherit(w, s, base, &pos,
			    (struct span){
				op.from + (pos - at), op.from + op.n });
	}
	if (parse_to(w, s, o->bytes, &pos, o->bytes.n) < 0)
		return -1;
	return find_removed(w, base, o->base);
}

static void
tell_broken(struct worker *w, uint32_t object, const char *why)
{
	pthread_mutex_lock(&w->r->lock);
	w->r->ops->broken(object, why, w->r->ops->arg);
	pthread_mutex_unlock(&w->r->lock);
}

static void *
read_tree(struct worker *w, const struct family_object *o, uint32_t object,
    const struct state *base)
{
	size_t words = BITS_WORDS(o->bytes.n + 1), pos = 0;
	struct state *s = calloc(1, sizeof(*s) + words * sizeof(uint64_t));
	int rc;

	if (s == NULL) {
		w->r->nomem = true;
		return NULL;
	}
	w->add.n = w->del.n = 0;
	s->n = o->bytes.n;
	if (base && o->delta)
		rc = from_delta(w, s, base, o);
	else
		rc = parse_to(w, s, o->bytes, &pos, o->bytes.n);
	if (rc < 0) {
		tell_broken(w, object, "it is no tree");
		free(s);
		return NULL;
	}
	bit_set(s->starts, s->n);
	if (put_tree(w, object, base && o->delta ? base->tree : OBJECT_NO,
		&s->tree) < 0)
		w->r->nomem = true;
	return s;
}

static void
read_commit(struct worker *w, struct str bytes, uint32_t object)
{
	int rc;

	pthread_mutex_lock(&w->r->lock);
	rc = forest_put_commit(w->r->f, bytes, object);
	w->r->nomem |= rc < 0;
	if (rc == 1)
		w->r->ops->broken(object, "it is no commit", w->r->ops->arg);
	pthread_mutex_unlock(&w->r->lock);
	if (w->own)
		w->r->ops->commit(w->own, object, bytes);
}

static void *
visit(void *thread, const struct family_object *o, void *parent)
{
	struct worker *w = thread;
	uint32_t object = w->r->first + o->at;

	if (o->type == OBJECT_TREE)
		return read_tree(w, o, object, parent);
	read_commit(w, o->bytes, object);
	return NULL;
}

static void
done(void *thread, void *state)
{
	(void)thread;
	free(state);
}

/* Is it whole in another pack, or loose? */
static bool
elsewhere(struct worker *w, uint32_t object)
{
	const struct objtab *t = w->r->f->objects;
	struct buf bytes = { .max = FOREST_OBJECT_MAX };
	struct inflate *z = inflate_new();
	struct oid id = objtab_oid(t, object);
	struct family_object o = { 0 };
	const char *why;
	bool ok = z && odb_read(t->odb, z, &id, &o.type, &bytes, &why) == 0;

	o.bytes = buf_str(&bytes);
	if (ok && o.type == OBJECT_TREE)
		free(read_tree(w, &o, object, NULL));
	else if (ok && o.type == OBJECT_COMMIT)
		read_commit(w, o.bytes, object);
	else
		ok = false;
	inflate_free(z);
	buf_free(&bytes);
	return ok;
}

static void
broken(void *thread, uint32_t at, const char *why)
{
	struct worker *w = thread;
	const struct objtab *t = w->r->f->objects;
	uint32_t object = w->r->first + at;

	/* It has the number of its first pack. */
	object = objtab_find(t, t->oid[object]);
	if (!elsewhere(w, object))
		tell_broken(w, object, why);
}

static const struct family_ops walk_ops = {
	.types = 1u << OBJECT_COMMIT | 1u << OBJECT_TREE,
	.size_max = FOREST_OBJECT_MAX,
	.visit = visit,
	.done = done,
	.broken = broken,
};

static int
start(struct worker *w)
{
	const struct forest_ops *o = w->r->ops;

	if (o->commit && (w->own = o->thread_new(o->arg)) == NULL)
		return -1;
	return 0;
}

static void
stop(struct worker *w)
{
	if (w->own)
		w->r->ops->thread_free(w->own);
}

static void *
run(void *arg)
{
	struct worker w = { .r = arg };

	if (start(&w) < 0 || family_walk(w.r->family, &walk_ops, &w) < 0)
		w.r->nomem = true;
	stop(&w);
	free(w.add.v);
	free(w.del.v);
	free(w.left);
	return NULL;
}

static int
read_pack(struct reading *r, size_t pack, unsigned threads, const char **why)
{
	const struct odb_pack *p = &r->f->objects->odb->packs[pack];
	pthread_t *v = calloc(threads, sizeof(*v));
	struct worker alone = { .r = r };
	unsigned n = 0;

	r->first = r->f->objects->first[pack];
	r->family = v ? family_new(p->pack, &p->idx, why) : NULL;
	if (r->family == NULL) {
		free(v);
		return -1;
	}
	while (n + 1 < threads && pthread_create(&v[n], NULL, run, r) == 0)
		n++;
	run(r);
	while (n)
		pthread_join(v[--n], NULL);
	if (start(&alone) < 0)
		r->nomem = true;
	else
		family_orphans(r->family, &walk_ops, &alone);
	stop(&alone);
	free(alone.add.v);
	r->f->families[pack] = r->family;
	free(v);
	return r->nomem ? -1 : 0;
}

static int
read_loose(struct reading *r)
{
	const struct objtab *t = r->f->objects;
	struct worker w = { .r = r };
	struct buf out = { .max = FOREST_OBJECT_MAX };
	struct inflate *z = inflate_new();
	const char *why = NULL;

	if (t->n > t->nloose_from && start(&w) < 0)
		r->nomem = true;
	for (uint32_t i = t->nloose_from; z && i < t->n; i++) {
		struct oid id = objtab_oid(t, i);
		struct family_object o = { 0 };

		if (objtab_find(t, t->oid[i]) != i)
			continue;
		if (odb_read(t->odb, z, &id, &o.type, &out, &why) != 0) {
			r->ops->broken(
			    i, why ? why : "it is gone", r->ops->arg);
			continue;
		}
		o.bytes = buf_str(&out);
		if (o.type == OBJECT_TREE)
			free(read_tree(&w, &o, i, NULL));
		else if (o.type == OBJECT_COMMIT)
			read_commit(&w, o.bytes, i);
	}
	stop(&w);
	free(w.add.v);
	buf_free(&out);
	inflate_free(z);
	return z == NULL || r->nomem ? -1 : 0;
}

int
forest_read(struct forest *f, unsigned threads, const struct forest_ops *ops)
{
	struct reading r = { .f = f, .ops = ops };
	const char *why;
	int rc = 0;

	pthread_mutex_init(&r.lock, NULL);
	for (size_t i = 0; rc == 0 && i < f->objects->odb->npacks; i++)
		rc = read_pack(&r, i, threads, &why);
	if (rc == 0)
		rc = read_loose(&r);
	pthread_mutex_destroy(&r.lock);
	return rc;
}
