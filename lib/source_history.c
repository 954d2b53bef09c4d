#include "base.h"
#include "arena.h"
#include "revwalk.h"
#include "source_past.h"
#include "vec.h"

struct past *
past_new(struct source *s)
{
	struct past *p = calloc(1, sizeof(*p));

	s->of = p;
	if (p == NULL)
		source_fail(s, "out of memory");
	else if (source_need_objects(s) == 0)
		return p;
	return NULL;
}

int
past_fail(struct source *s)
{
	return source_fail(s, "cannot read the history: %s", s->objects.why);
}

int
past_begin(struct source *s, bool part)
{
	struct past *p = s->of;
	struct history_spec spec = { .git = &s->at,
		.odb = s->odb,
		.all = s->spec.all_objects,
		.allow_missing = s->spec.allow_missing,
		.part = part,
		.commits = p->commits,
		.ncommits = p->ncommits,
		.recent = s->spec.recent,
		.since = s->spec.since };

	if ((p->h = history_new(&spec)) == NULL)
		return source_fail(s, "out of memory");
	return 0;
}

static int
by_id(const void *a, const void *b)
{
	const struct history_commit *x = a, *y = b;

	return memcmp(x->oid.id, y->oid.id, sizeof(x->oid.id));
}

int
past_add(struct source *s, const struct revwalk *w)
{
	struct past *p = s->of;
	size_t n = p->ncommits + revwalk_count(w), kept = 0;

	if (vec_room(&p->commits, &p->cap, n, sizeof(*p->commits)) < 0)
		return source_fail(s, "out of memory");
	for (size_t i = 0; i < revwalk_count(w); i++)
		p->commits[p->ncommits++] =
		    (struct history_commit){ revwalk_commit(w, i), true };
	if (p->ncommits)
		qsort(p->commits, p->ncommits, sizeof(*p->commits), by_id);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || by_id(&p->commits[i], &p->commits[i - 1]) != 0)
			p->commits[kept++] = p->commits[i];
	p->ncommits = kept;
	return 0;
}

/* Those that are left when HEAD's are taken away. */
static int
walk_heads(
    struct source *s, struct revwalk *w, const struct oid *tips, size_t n)
{
	struct past *p = s->of;
	enum object_type type;
	struct oid head;

	/* An unborn branch, or one that is broken, holds nothing. */
	if (objread_ref(&s->objects, "HEAD", &head) == 0 &&
	    objread_peel(&s->objects, &head, OBJECT_COMMIT, &head, &type) ==
		0 &&
	    revwalk_add(w, &head, true) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (revwalk_add(w, &tips[i], false) < 0)
			return -1;
	if (revwalk_run(w) < 0)
		return -1;
	for (size_t i = 0; i < revwalk_count(w); i++) {
		struct history_commit key = { .oid = revwalk_commit(w, i) };
		struct history_commit *c = NULL;

		if (p->ncommits)
			c = bsearch(
			    &key, p->commits, p->ncommits, sizeof(*c), by_id);
		if (c)
			c->head = false;
	}
	return 0;
}

int
past_heads(struct source *s, const struct oid *tips, size_t n)
{
	struct revwalk *w = revwalk_new(&s->objects);
	int rc = w ? walk_heads(s, w, tips, n) : -1;

	revwalk_free(w);
	return rc < 0 ? past_fail(s) : 0;
}

static int
next_waiting(struct source *s, struct arena *mem, struct item *it)
{
	struct past *p = s->of;
	const struct waiting *w = &p->list.v[p->list.i++];

	it->type = w->mode ? ITEM_OBJECT : ITEM_RAW;
	it->name = it->path = w->path;
	it->oid = w->oid;
	it->mode = w->mode;
	return source_item(s, mem, it);
}

/* Once it is judged, how much there is to look at again is known. */
int
past_next(struct source *s, struct arena *mem, struct item *it)
{
	struct past *p = s->of;

	if (p->list.i < p->list.n)
		return next_waiting(s, mem, it);
	if (!history_ready(p->h) && history_list(p->h) < 0)
		return source_fail(
		    s, "cannot read the history: %s", history_why(p->h));
	while (p->at < history_count(p->h)) {
		if (history_item(p->h, p->at++, mem, it) < 0)
			return source_fail(s, "out of memory");
		if (it->type == ITEM_UNREAD || !source_left_out(it->name, s)) {
			it->path = it->name;
			return source_item(s, mem, it);
		}
	}
	return 0;
}

void
past_free(void *of)
{
	struct past *p = of;

	history_free(p->h);
	waiting_free(&p->list);
	free(p->commits);
	free(p);
}

static int
open_history(struct source *s)
{
	return past_new(s) ? past_begin(s, false) : -1;
}

struct history *
source_history(struct source *s)
{
	struct past *p = s->of;

	return s->ops->next == past_next ? p->h : NULL;
}

const struct source_ops source_history_ops = { open_history, past_next,
	past_free };
