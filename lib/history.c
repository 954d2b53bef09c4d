#include "base.h"
#include "bits.h"
#include "history_in.h"
#include "str.h"
#include "vec.h"

/* Reading an object by itself takes as long as this many on the way. */
enum { FEW = 150, FEW_ALWAYS = 32 };

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
	h->part = spec->part || spec->recent;
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
	free(h->class);
	history_classes_free(h->classes);
	free(h->is_tag);
	free(h->kind);
	free(h->name);
	free(h->more);
	free(h->when);
	free(h->paths);
	free(h->lost);
	free(h->again);
	free(h->places);
	history_forget(h);
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

/* ---- the whole -------------------------------------------------------- */

static int
make_sets(struct history *h)
{
	size_t words = BITS_WORDS((size_t)h->objects->n) + 1;

	h->tags = calloc(words, sizeof(uint64_t));
	h->wanted = calloc(words, sizeof(uint64_t));
	h->named = calloc(words, sizeof(uint64_t));
	h->class = calloc((size_t)h->objects->n + 1, sizeof(*h->class));
	h->is_tag = calloc(words, sizeof(uint64_t));
	return h->tags && h->wanted && h->named && h->class && h->is_tag ? 0 :
									   -1;
}

static int
read_all(struct history *h, const struct scan *scan, unsigned threads)
{
	const char *why = "out of memory";

	if ((h->objects = objtab_new(h->spec.odb, &why)) == NULL ||
	    make_sets(h) < 0 || history_recall_commits(h) < 0 ||
	    history_forest(h, scan, threads, &why) < 0)
		return fail(h, why);
	return 0;
}

static bool
few(const struct history_spec *spec)
{
	size_t n = 0;

	for (size_t i = 0; i < spec->odb->npacks; i++)
		n += spec->odb->packs[i].idx.n;
	return spec->part &&
	    (spec->ncommits <= FEW_ALWAYS || spec->ncommits <= n / FEW);
}

static void
tree_broken(uint32_t object, const char *why, void *arg)
{
	struct history *h = arg;
	struct history_lost lost = { .id = objtab_oid(h->objects, object),
		.what = "object",
		.why = why };

	if (history_lose(h, &lost) < 0)
		fail(h, "out of memory");
}

/* All that they brought is wanted. */
static int
read_some(struct history *h)
{
	const struct history_spec *spec = &h->spec;
	const struct ref *head = refs_find(&h->refs, STR("HEAD"));
	struct forest_ops ops = { .broken = tree_broken, .arg = h };
	uint32_t *v = calloc(spec->ncommits + 1, sizeof(*v));

	if (v == NULL)
		return -1;
	for (size_t i = 0; i < spec->ncommits; i++) {
		v[i] = objtab_find(h->objects, spec->commits[i].oid.id);
		if (v[i] != OBJECT_NO)
			bit_set(h->wanted, v[i]);
	}
	h->forest = forest_some(h->objects, v, spec->ncommits,
	    head ? objtab_find(h->objects, head->oid.id) : OBJECT_NO, &ops);
	free(v);
	return h->forest ? 0 : -1;
}

int
history_list(struct history *h)
{
	const char *why = "out of memory";

	h->listed = true;
	if (refs_read(&h->refs, h->spec.git, h->why, sizeof(h->why)) < 0)
		return fail(h, "the refs cannot be read");
	if ((h->objects = objtab_new(h->spec.odb, &why)) == NULL)
		return fail(h, why);
	if (make_sets(h) < 0 || read_some(h) < 0 || history_reach(h) < 0)
		return fail(h, "out of memory");
	for (size_t i = 0; i < BITS_WORDS((size_t)h->objects->n); i++)
		h->wanted[i] |= h->reach.blobs[i];
	if (history_places(h) < 0)
		return fail(h, "out of memory");
	return *h->why ? -1 : 0;
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

	if (few(&h->spec))
		return history_list(h);
	if (refs_read(&h->refs, h->spec.git, h->why, sizeof(h->why)) < 0)
		return fail(h, "the refs cannot be read");
	if (history_recall_all(h) < 0)
		return fail(h, "out of memory");
	if (h->memory.hit)
		return 0;
	if (read_all(h, &any, threads) < 0)
		return -1;
	if (history_reach(h) < 0 || history_kinds(h) < 0 ||
	    history_names(h, &any) < 0 || history_recall_blobs(h) < 0)
		return fail(h, "out of memory");
	h->now.total = h->objects->n - h->forest->ntrees;
	if (history_walk(h, &any, threads, step, arg) < 0 ||
	    history_places(h) < 0)
		return fail(h, "out of memory");
	return *h->why ? -1 : 0;
}

bool
history_ready(const struct history *h)
{
	return h->objects != NULL || h->memory.hit;
}

bool
history_listed(const struct history *h)
{
	return h->listed;
}
