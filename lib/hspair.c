#include "base.h"
#include "hspair.h"
#include "str.h"

/*
 * The bytes are taken in slices: first b, whose hits wait, then a, whose
 * hits are merged with them. A slice with more hits than may wait is
 * halved; one byte has at most as many as b has literals.
 */
#define SLICE (64u << 10)
#define WAIT_MAX (256u << 10)
/* A literal that ends in a slice begins at most this far before it. */
#define BEFORE (LITERAL_MAX - 1u)

struct wait {
	uint32_t id;
	uint32_t end;
};

struct hspair_thread {
	struct hs_thread *a, *b;
	struct wait *wait; /* WAIT_MAX of them, with b */
	size_t n, next;
	/* The call under way. */
	size_t base, seen; /* of the slice; ends up to seen were reported */
	hspair_hit *hit;
	void *arg;
	int stopped; /* what the callback returned */
};

struct hspair_thread *
hspair_thread_new(const struct hspair *p)
{
	struct hspair_thread *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return NULL;
	t->a = hs_thread_new(p->a);
	if (p->b) {
		t->b = hs_thread_new(p->b);
		t->wait = calloc(WAIT_MAX, sizeof(*t->wait));
	}
	if (t->a == NULL || (p->b && (t->b == NULL || t->wait == NULL))) {
		hspair_thread_free(t);
		return NULL;
	}
	return t;
}

void
hspair_thread_free(struct hspair_thread *t)
{
	if (t == NULL)
		return;
	hs_thread_free(t->a);
	hs_thread_free(t->b);
	free(t->wait);
	free(t);
}

static int
alone(uint32_t id, size_t end, void *arg)
{
	struct hspair_thread *t = arg;

	return t->hit(false, id, end, t->arg);
}

static int
on_b(uint32_t id, size_t end, void *arg)
{
	struct hspair_thread *t = arg;

	if (t->base + end <= t->seen)
		return 0;
	if (t->n == WAIT_MAX)
		return 1;
	t->wait[t->n++] = (struct wait){ id, (uint32_t)end };
	return 0;
}

/* Hand out what b found up to end. */
static int
catch_up(struct hspair_thread *t, size_t end)
{
	while (
	    t->stopped == 0 && t->next < t->n && t->wait[t->next].end <= end) {
		const struct wait *w = &t->wait[t->next++];

		t->stopped = t->hit(true, w->id, t->base + w->end, t->arg);
	}
	return t->stopped;
}

static int
on_a(uint32_t id, size_t end, void *arg)
{
	struct hspair_thread *t = arg;

	if (t->base + end <= t->seen)
		return 0;
	if (catch_up(t, end) == 0)
		t->stopped = t->hit(false, id, t->base + end, t->arg);
	return t->stopped;
}

/* s up to *to, of which all before t->seen is done; *to may shrink. */
static int
slice(const struct hspair *p, struct hspair_thread *t, struct str s, size_t *to)
{
	struct str part;
	int rc;

	t->base = t->seen > BEFORE ? t->seen - BEFORE : 0;
	for (;;) {
		part = str_sub(s, t->base, *to);
		t->n = t->next = 0;
		rc = hs_each(p->b, t->b, part, on_b, t);
		if (rc <= 0)
			break;
		if (*to - t->seen < 2)
			return -1;
		*to = t->seen + (*to - t->seen) / 2;
	}
	if (rc == 0)
		rc = hs_each(p->a, t->a, part, on_a, t);
	if (rc == 0)
		catch_up(t, part.n);
	return rc;
}

int
hspair_each(const struct hspair *p, struct hspair_thread *t, struct str s,
    hspair_hit *hit, void *arg)
{
	int rc = 0;

	t->hit = hit;
	t->arg = arg;
	t->stopped = 0;
	if (p->b == NULL)
		return hs_each(p->a, t->a, s, alone, t);
	for (t->seen = 0; t->seen < s.n;) {
		size_t to = s.n - t->seen > SLICE ? t->seen + SLICE : s.n;

		rc = slice(p, t, s, &to);
		if (rc < 0 || t->stopped)
			break;
		t->seen = to;
	}
	return rc < 0 ? -1 : t->stopped != 0;
}
