#include "base.h"
#include "bits.h"
#include "gitobj.h"
#include "history_in.h"
#include "inflate.h"
#include "str.h"
#include "vec.h"

enum { TAG_MAX = 64 << 20, TAG_CHAIN_MAX = 32, DAY = 86400 };

static int64_t
day_of(int64_t seconds)
{
	return seconds / DAY - (seconds % DAY < 0);
}

struct tips {
	uint32_t *v;
	size_t n, cap;
};

static int
add_tip(struct tips *t, uint32_t object)
{
	if (vec_room(&t->v, &t->cap, t->n + 1, sizeof(*t->v)) < 0)
		return -1;
	t->v[t->n++] = object;
	return 0;
}

static int
gone(struct history *h, const struct oid *id)
{
	struct history_lost lost = { .id = *id,
		.what = "object",
		.why = "it is missing",
		.missing = true };

	return history_lose(h, &lost);
}

/* The tags on the way from a ref to what it names. */
static int
see_tags(struct history *h, struct inflate *z, struct oid id)
{
	struct buf out = { .max = TAG_MAX };
	int rc = 0;

	for (int i = 0; i < TAG_CHAIN_MAX && rc == 0; i++) {
		uint32_t object = objtab_find(h->objects, id.id);
		enum object_type type = OBJECT_NONE;
		const char *why;
		struct tag t;

		if (object == OBJECT_NO) {
			rc = gone(h, &id);
			break;
		}
		if (h->forest->commit_of[object] != OBJECT_NO ||
		    h->forest->tree_of[object] != OBJECT_NO ||
		    bit_get(h->tags, object) ||
		    odb_read(h->spec.odb, z, &id, &type, &out, &why) != 0 ||
		    type != OBJECT_TAG)
			break;
		bit_set(h->tags, object);
		if (tag_parse(buf_str(&out), id.n, &t) < 0)
			break;
		if (h->spec.recent && day_of(t.date) < h->spec.since)
			bits_clear(h->tags, object, object + 1);
		id = t.object;
	}
	buf_free(&out);
	return rc;
}

static int
ref_tips(struct history *h, struct tips *t)
{
	struct inflate *z = inflate_new();
	int rc = z ? 0 : -1;

	for (size_t i = 0; i < h->refs.n && rc == 0; i++) {
		const struct oid *id = &h->refs.v[i].oid;
		uint32_t object = objtab_find(h->objects, id->id);

		rc = see_tags(h, z, *id);
		if (rc == 0 && object != OBJECT_NO)
			rc = add_tip(t, object);
	}
	inflate_free(z);
	return rc;
}

/* All there is: whatever is no commit and no tree may be a blob. */
static int
all_tips(struct history *h, struct tips *t)
{
	const struct objtab *o = h->objects;

	for (uint32_t i = 0; i < o->n; i++) {
		if (objtab_find(o, o->oid[i]) != i)
			continue;
		if ((h->forest->commit_of[i] != OBJECT_NO ||
			h->forest->tree_of[i] != OBJECT_NO) &&
		    add_tip(t, i) < 0)
			return -1;
		if (!h->part)
			bit_set(h->tags, i);
	}
	return 0;
}

/* What is dated before the day asked for is left out. */
static bool
is_recent(const struct history *h, const struct forest_commit *c)
{
	return !h->spec.recent || day_of(c->date) >= h->spec.since;
}

/* Of what was reached, or of the commits given, those of the part. */
static int
narrow(struct history *h)
{
	const struct forest *f = h->forest;
	size_t words = BITS_WORDS(f->ncommits) + 1;
	uint64_t *keep = calloc(words, sizeof(*keep));
	int rc = -1;

	if (keep == NULL)
		return -1;
	for (size_t i = 0; i < h->spec.ncommits; i++) {
		const struct oid *id = &h->spec.commits[i].oid;
		uint32_t object = objtab_find(h->objects, id->id);

		if (object != OBJECT_NO && f->commit_of[object] != OBJECT_NO)
			bit_set(keep, f->commit_of[object]);
	}
	if (!h->spec.part)
		memcpy(keep, h->reach.commits, words * sizeof(*keep));
	for (size_t i = 0; i < f->ncommits; i++)
		if (!is_recent(h, &f->commits[i]))
			bits_clear(keep, i, i + 1);
	reach_free(&h->reach);
	rc = reach_some(&h->reach, f, keep);
	free(keep);
	return rc;
}

static int
reach(struct history *h)
{
	size_t words = BITS_WORDS((size_t)h->objects->n) + 1;
	struct tips tips = { 0 };
	int rc = -1;

	reach_free(&h->reach);
	if (ref_tips(h, &tips) == 0 &&
	    (!h->spec.all || all_tips(h, &tips) == 0))
		rc = reach_new(&h->reach, h->forest, tips.v, tips.n);
	if (rc == 0 && h->spec.all)
		for (size_t i = 0; i < words - 1; i++)
			h->reach.blobs[i] |= h->tags[i];
	free(tips.v);
	return rc;
}

int
history_reach(struct history *h)
{
	if (h->spec.part)
		return narrow(h) < 0 ? -1 : history_missing(h);
	if (reach(h) < 0)
		return -1;
	if (h->part)
		return narrow(h) < 0 ? -1 : history_missing(h);
	if (history_missing(h) < 0)
		return -1;
	/* Below what is broken or lost nobody knows what was reached: then all
	   that is here is judged, rather than less than was asked for. */
	if (!h->hole || h->spec.all)
		return 0;
	h->spec.all = true;
	return reach(h) < 0 ? -1 : history_missing(h);
}
