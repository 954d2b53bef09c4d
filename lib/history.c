#include "base.h"
#include "bits.h"
#include "gitobj.h"
#include "history_in.h"
#include "inflate.h"
#include "str.h"
#include "vec.h"

enum { TAG_MAX = 64 << 20, TAG_CHAIN_MAX = 32 };

static int
fail(struct history *h, const char *why)
{
	if (*h->why == '\0')
		snprintf(h->why, sizeof(h->why), "%s", why);
	return -1;
}

struct history *
history_new(const struct history_spec *spec)
{
	struct history *h = calloc(1, sizeof(*h));

	if (h == NULL)
		return NULL;
	h->spec = *spec;
	h->mem.max = (size_t)1 << 30;
	pthread_mutex_init(&h->lock, NULL);
	return h;
}

void
history_free(struct history *h)
{
	if (h == NULL)
		return;
	refs_free(&h->refs);
	story_free(h->story);
	reach_free(&h->reach);
	forest_free(h->forest);
	objtab_free(h->objects);
	free(h->tags);
	free(h->wanted);
	free(h->named);
	free(h->is_tag);
	free(h->kind);
	free(h->name);
	free(h->more);
	free(h->when);
	free(h->paths);
	free(h->lost);
	free(h->places);
	arena_free(&h->mem);
	pthread_mutex_destroy(&h->lock);
	free(h);
}

const char *
history_why(const struct history *h)
{
	return h->why;
}

struct history_now
history_seen(const struct history *h)
{
	return h->now;
}

bool
history_empty(const struct history *h)
{
	return h->spec.all ? h->objects->n == 0 : h->refs.n == 0;
}

int
history_lose(struct history *h, const struct history_lost *lost)
{
	int rc = 0;

	pthread_mutex_lock(&h->lock);
	if (h->nlost >= HISTORY_PLACES_MAX)
		h->unnamed++;
	else if (vec_room(&h->lost, &h->lost_cap, h->nlost + 1,
		     sizeof(*h->lost)) < 0)
		rc = -1;
	else
		h->lost[h->nlost++] = *lost;
	pthread_mutex_unlock(&h->lock);
	return rc;
}

/* ---- from what it is reached ------------------------------------------ */

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
		bit_set(h->tags, i);
	}
	return 0;
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

/* Below what is broken or lost nobody knows what was reached: then all that
   is here is judged, rather than less than was asked for. */
static int
reach_surely(struct history *h)
{
	if (reach(h) < 0 || history_missing(h) < 0)
		return -1;
	if (!h->hole || h->spec.all)
		return 0;
	h->spec.all = true;
	return reach(h) < 0 ? -1 : history_missing(h);
}

/* ---- the whole -------------------------------------------------------- */

static int
make_sets(struct history *h)
{
	size_t words = BITS_WORDS((size_t)h->objects->n) + 1;

	h->tags = calloc(words, sizeof(uint64_t));
	h->wanted = calloc(words, sizeof(uint64_t));
	h->named = calloc(words, sizeof(uint64_t));
	h->is_tag = calloc(words, sizeof(uint64_t));
	return h->tags && h->wanted && h->named && h->is_tag ? 0 : -1;
}

static int
read_all(struct history *h, const struct scan *scan, unsigned threads)
{
	const char *why = "out of memory";

	if (refs_read(&h->refs, h->spec.git, h->why, sizeof(h->why)) < 0)
		return fail(h, "the refs cannot be read");
	if ((h->objects = objtab_new(h->spec.odb, &why)) == NULL ||
	    make_sets(h) < 0 || history_forest(h, scan, threads, &why) < 0)
		return fail(h, why);
	return 0;
}

int
history_judge(struct history *h, const struct scan *scan, unsigned threads,
    history_step *step, void *arg)
{
	/* Where a rule counts is asked of each path, later. */
	struct scan any = { .engine = scan->engine,
		.today = scan->today,
		.least = scan->least,
		.only = scan->only,
		.name = scan->name,
		.any_path = true };

	if (read_all(h, &any, threads) < 0)
		return -1;
	if (reach_surely(h) < 0 || history_kinds(h) < 0)
		return fail(h, "out of memory");
	h->now.total = h->objects->n - h->forest->ntrees;
	if (history_walk(h, &any, threads, step, arg) < 0 ||
	    history_names(h, &any) < 0 || history_places(h) < 0)
		return fail(h, "out of memory");
	return *h->why ? -1 : 0;
}
