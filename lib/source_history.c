#include "base.h"
#include "arena.h"
#include "history.h"
#include "source_in.h"

struct past {
	struct history *h;
	size_t at;
};

static int
past_open(struct source *s)
{
	struct history_spec spec = { .git = &s->at,
		.all = s->spec.all_objects,
		.allow_missing = s->spec.allow_missing };
	struct past *p;

	if (source_need_objects(s) < 0)
		return -1;
	spec.odb = s->odb;
	if ((p = calloc(1, sizeof(*p))) == NULL)
		return source_fail(s, "out of memory");
	s->of = p;
	if ((p->h = history_new(&spec)) == NULL)
		return source_fail(s, "out of memory");
	return 0;
}

/* Once it is judged, how much there is to look at again is known. */
static int
past_next(struct source *s, struct arena *mem, struct item *it)
{
	struct past *p = s->of;

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

static void
past_free(void *of)
{
	struct past *p = of;

	history_free(p->h);
	free(p);
}

struct history *
source_history(struct source *s)
{
	struct past *p = s->of;

	return s->ops == &source_history_ops ? p->h : NULL;
}

const struct source_ops source_history_ops = { past_open, past_next,
	past_free };
