#include "base.h"
#include "bits.h"
#include "family.h"
#include "history_in.h"
#include "inflate.h"
#include "known.h"
#include "str.h"
#include "vec.h"

#include <stdatomic.h>

enum {
	STEP = 256,	    /* objects between two looks at the clock */
	SAID_MAX = 1u << 20 /* bytes of results: more is enough to know */
};

/* What all threads share. */
struct walking {
	struct history *h;
	const struct scan *scan;
	struct family *family; /* of the pack at hand; NULL: loose objects */
	uint32_t first;	       /* number of its first object */
	_Atomic uint32_t loose;
	size_t longest;
	history_step *step;
	void *arg;
	atomic_bool failed;
};

/* One thread's. */
struct walker {
	struct walking *w;
	struct judge *judge;
	struct carry carry;
	struct buf out;
	struct history_now seen; /* since it was last added up */
	bool first;		 /* the caller's thread */
	struct carry_hits hits;	 /* of a commit */
	struct path_set paths;	 /* of the blob at hand */
};

static void
add_up(struct walker *k)
{
	struct history *h = k->w->h;
	struct history_now now;

	pthread_mutex_lock(&h->lock);
	h->now.done += k->seen.done;
	h->now.bytes += k->seen.bytes;
	now = h->now;
	pthread_mutex_unlock(&h->lock);
	k->seen = (struct history_now){ 0 };
	if (k->first && k->w->step)
		k->w->step(&now, k->w->arg);
}

/* Whatever was said, or could not be said: it is looked at again. */
static bool
says(struct walker *k, struct str name, struct str bytes,
    const struct carry_hits *hits)
{
	int rc = known_judge(k->judge, name, bytes, hits, &k->out);
	bool any = rc < 0 || k->out.n > 0;

	buf_reset(&k->out);
	return any;
}

size_t
history_more_kinds(const struct history *h, uint32_t blob)
{
	size_t lo = 0, hi = h->nmore;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (h->more[mid].blob < blob)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool
blob_says(struct walker *k, uint32_t object, struct str bytes,
    const struct carry_hits *hits)
{
	const struct history *h = k->w->h;

	k->paths = history_class_set(h->classes, h->class[object]);
	known_paths(
	    k->judge, h->class[object] == HISTORY_NOWHERE ? NULL : &k->paths);
	if (h->kind[object] == 0)
		return says(k, STR(""), bytes, hits);
	if (says(k, h->forest->names[h->name[object]], bytes, hits))
		return true;
	for (size_t i = history_more_kinds(h, object);
	     i < h->nmore && h->more[i].blob == object; i++)
		if (says(k, h->forest->names[h->more[i].name], bytes, hits))
			return true;
	return false;
}

static void
want(struct walker *k, uint32_t object, bool tag)
{
	struct history *h = k->w->h;

	pthread_mutex_lock(&h->lock);
	bit_set(h->wanted, object);
	if (tag)
		bit_set(h->is_tag, object);
	pthread_mutex_unlock(&h->lock);
}

/* What an earlier pack holds too is judged there. */
static bool
is_first(const struct history *h, uint32_t object)
{
	const struct objtab *t = h->objects;

	if (object < t->nloose_from && t->odb->npacks < 2)
		return true;
	return objtab_find(t, t->oid[object]) == object;
}

static bool
is_reached(const struct history *h, uint32_t object, enum object_type type)
{
	switch (type) {
	case OBJECT_BLOB: return bit_get(h->reach.blobs, object);
	case OBJECT_TAG: return bit_get(h->tags, object);
	default: return false; /* commits were judged with the forest */
	}
}

static void
judge_object(struct walker *k, uint32_t object, enum object_type type,
    struct str bytes, const struct carry_hits *hits)
{
	struct history *h = k->w->h;
	bool any;

	k->seen.done++;
	if (!is_reached(h, object, type) || h->memory.judged[object])
		return;
	k->seen.bytes += bytes.n;
	known_paths(k->judge, NULL);
	any = type == OBJECT_BLOB ? blob_says(k, object, bytes, hits) :
				    says(k, STR(""), bytes, hits);
	if (any)
		want(k, object, type == OBJECT_TAG);
	h->memory.judged[object] = type == OBJECT_BLOB;
	if (k->seen.done >= STEP)
		add_up(k);
}

static int
find_hits(struct walker *k, const struct family_object *o,
    const struct carry_hits *base, struct carry_hits *out)
{
	if (o->bytes.n > WINDOW) { /* it is judged in windows */
		out->many = true;
		return 0;
	}
	if (base && o->delta)
		return carry_delta(&k->carry, base, *o->delta, o->bytes, out);
	return carry_scan(&k->carry, o->bytes, out);
}

static void *
visit(void *thread, const struct family_object *o, void *parent)
{
	struct walker *k = thread;
	uint32_t object = k->w->first + o->at;
	struct carry_hits *hits = calloc(1, sizeof(*hits));

	if (hits == NULL || find_hits(k, o, parent, hits) < 0) {
		k->w->failed = true;
		free(hits);
		return NULL;
	}
	if (is_first(k->w->h, object))
		judge_object(k, object, o->type, o->bytes, hits);
	return hits;
}

static void
done(void *thread, void *state)
{
	struct carry_hits *hits = state;

	(void)thread;
	free(hits->v);
	free(hits);
}

static void
lose(struct walking *w, uint32_t object, const char *why)
{
	struct history_lost lost = { .id = objtab_oid(w->h->objects, object),
		.what = "object",
		.why = why };

	if (history_lose(w->h, &lost) < 0)
		w->failed = true;
}

/* Under the lock of whoever calls, or its own. */
static void
look_again(struct walking *w, uint32_t object, const char *why)
{
	struct history *h = w->h;

	pthread_mutex_lock(&h->lock);
	if (vec_room(
		&h->again, &h->again_cap, h->nagain + 1, sizeof(*h->again)) < 0)
		w->failed = true;
	else
		h->again[h->nagain++] = (struct history_again){ object, why };
	pthread_mutex_unlock(&h->lock);
}

static void
broken(void *thread, uint32_t at, const char *why)
{
	struct walker *k = thread;

	look_again(k->w, k->w->first + at, why);
}

static const struct family_ops ops = {
	.types = 1u << OBJECT_BLOB | 1u << OBJECT_TAG,
	.size_max = HISTORY_OBJECT_MAX,
	.visit = visit,
	.done = done,
	.broken = broken,
};

/* One by itself; was: what is wrong with it in its pack, or NULL. */
static void
judge_alone(struct walker *k, uint32_t object, const char *was,
    struct inflate *z, struct buf *b)
{
	const struct objtab *t = k->w->h->objects;
	struct oid id = objtab_oid(t, object);
	struct carry_hits hits = { 0 };
	struct family_object o = { 0 };
	const char *why = NULL;
	int rc;

	if (!is_first(k->w->h, object) ||
	    k->w->h->forest->commit_of[object] != OBJECT_NO ||
	    k->w->h->forest->tree_of[object] != OBJECT_NO)
		return;
	rc = odb_read(t->odb, z, &id, &o.type, b, &why);
	if (rc != 0) {
		lose(k->w, object, was ? was : why ? why : "it is gone");
		return;
	}
	o.bytes = buf_str(b);
	if (o.type != OBJECT_TREE && find_hits(k, &o, NULL, &hits) < 0)
		k->w->failed = true;
	else
		judge_object(k, object, o.type, o.bytes, &hits);
	free(hits.v);
}

static int
walk_loose(struct walker *k)
{
	struct buf bytes = { .max = HISTORY_OBJECT_MAX };
	struct inflate *z = inflate_new();
	uint32_t i;

	while (
	    z && (i = atomic_fetch_add(&k->w->loose, 1)) < k->w->h->objects->n)
		judge_alone(k, i, NULL, z, &bytes);
	if (z && k->first)
		for (size_t n = 0; n < k->w->h->nagain; n++)
			judge_alone(k, k->w->h->again[n].object,
			    k->w->h->again[n].why, z, &bytes);
	inflate_free(z);
	buf_free(&bytes);
	return z ? 0 : -1;
}

static struct walker *
walker_new(struct walking *w)
{
	struct walker *k = calloc(1, sizeof(*k));

	if (k == NULL)
		return NULL;
	*k = (struct walker){ .w = w, .out.max = SAID_MAX };
	if ((k->judge = judge_new(w->scan, NULL)) == NULL) {
		free(k);
		return NULL;
	}
	k->carry = (struct carry){ w->scan->engine.literals,
		k->judge->t->literals, w->longest };
	return k;
}

static void
walker_free(void *thread)
{
	struct walker *k = thread;

	if (k == NULL)
		return;
	add_up(k);
	judge_free(k->judge);
	buf_free(&k->out);
	free(k->hits.v);
	free(k);
}

static void
walk(struct walking *w, bool first)
{
	struct walker *k = walker_new(w);
	int rc = -1;

	if (k) {
		k->first = first;
		rc =
		    w->family ? family_walk(w->family, &ops, k) : walk_loose(k);
	}
	walker_free(k);
	if (rc < 0)
		w->failed = true;
}

static void *
run(void *arg)
{
	walk(arg, false);
	return NULL;
}

static void
walk_all(struct walking *w, unsigned threads)
{
	pthread_t *v = calloc(threads, sizeof(*v));
	unsigned n = 0;

	while (v && n + 1 < threads && !pthread_create(&v[n], NULL, run, w))
		n++;
	walk(w, true);
	while (n)
		pthread_join(v[--n], NULL);
	free(v);
}

/* Of a part, what was reached, and always, what was not judged before. */
static int
narrow(struct walking *w, size_t pack)
{
	const struct history *h = w->h;
	uint32_t n = h->spec.odb->packs[pack].idx.n;
	uint64_t *only = calloc(BITS_WORDS((size_t)n) + 1, sizeof(*only));
	int rc;

	if (only == NULL)
		return -1;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t object = w->first + i;

		if (h->memory.judged[object] == 0 &&
		    (!h->part || bit_get(h->reach.blobs, object) ||
			bit_get(h->tags, object)))
			bit_set(only, i);
	}
	rc = family_narrow(w->family, only);
	free(only);
	return rc;
}

static int
walk_pack(struct walking *w, size_t pack, unsigned threads)
{
	w->first = w->h->objects->first[pack];
	w->family = forest_family(w->h->forest, pack);
	if (w->family == NULL)
		return -1;
	if ((w->h->part || w->h->memory.old) && narrow(w, pack) < 0)
		w->failed = true;
	else
		walk_all(w, threads);
	family_free(w->family);
	w->family = NULL;
	return w->failed ? -1 : 0;
}

int
history_walk(struct history *h, const struct scan *scan, unsigned threads,
    history_step *step, void *arg)
{
	struct walking w = { .h = h, .scan = scan, .step = step, .arg = arg };
	int rc = 0;

	w.longest = litset_longest(scan->engine.literals);
	w.loose = h->objects->nloose_from;
	for (size_t i = 0; i < h->spec.odb->npacks && rc == 0; i++)
		rc = walk_pack(&w, i, threads);
	if (rc == 0 && (h->objects->n > h->objects->nloose_from || h->nagain))
		walk_all(&w, threads);
	return rc < 0 || w.failed ? -1 : 0;
}

/* ---- with the forest -------------------------------------------------- */

static void *
reader_begin(void *arg)
{
	return walker_new(arg);
}

/* Whether it is reached is known later. */
static void
see_commit(void *thread, uint32_t object, struct str bytes)
{
	struct walker *k = thread;

	if (!is_first(k->w->h, object) || k->w->h->memory.judged[object])
		return;
	k->seen.done++;
	k->seen.bytes += bytes.n;
	k->w->h->memory.judged[object] = 1;
	if (carry_scan(&k->carry, bytes, &k->hits) < 0)
		k->w->failed = true;
	else if (says(k, STR(""), bytes, &k->hits))
		want(k, object, false);
}

static void
tree_broken(uint32_t object, const char *why, void *arg)
{
	struct walking *w = arg;
	struct buf bytes = { .max = HISTORY_OBJECT_MAX };
	struct inflate *z = inflate_new();
	struct oid id = objtab_oid(w->h->objects, object);
	enum object_type type;
	const char *more;

	/* An orphan of its pack may be a blob, and whole in another. */
	if (z && odb_read(w->h->spec.odb, z, &id, &type, &bytes, &more) == 0 &&
	    (type == OBJECT_BLOB || type == OBJECT_TAG)) {
		look_again(w, object, why);
	} else {
		w->h->hole = true;
		lose(w, object, why);
	}
	inflate_free(z);
	buf_free(&bytes);
}

int
history_forest(struct history *h, const struct scan *scan, unsigned threads,
    const char **why)
{
	struct walking w = { .h = h, .scan = scan };
	struct forest_ops read = { tree_broken, reader_begin, walker_free,
		see_commit, &w };

	w.longest = litset_longest(scan->engine.literals);
	h->forest = forest_new(h->objects, threads, &read, why);
	*why = "out of memory";
	return h->forest == NULL || w.failed ? -1 : 0;
}
