#include "base.h"
#include "arena.h"
#include "dedup.h"
#include "str.h"
#include "vec.h"

struct entry {
	struct rec r; /* of the first place */
	struct str gone;
	size_t count;
	uint32_t last; /* when it was gone */
	bool here;     /* some place has it still */
	bool in_head;
};

struct dedup {
	dedup_when *when;
	void *arg;
	struct entry *v;
	size_t n, cap;
	uint32_t *slot; /* number + 1, by fingerprint */
	size_t mask;
	struct arena mem;
	struct buf keys;
};

struct dedup *
dedup_new(dedup_when *when, void *arg)
{
	struct dedup *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	d->when = when;
	d->arg = arg;
	d->mem.max = DEDUP_BYTES_MAX;
	d->keys.max = REC_MAX;
	return d;
}

void
dedup_free(struct dedup *d)
{
	if (d == NULL)
		return;
	free(d->v);
	free(d->slot);
	arena_free(&d->mem);
	buf_free(&d->keys);
	free(d);
}

static size_t
hash(struct str s)
{
	uint64_t h = s.n;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return (size_t)(h ^ h >> 29);
}

static struct str
print_of(const struct rec *r)
{
	struct str fp = STR("");

	return rec_key(r, "fp", &fp) ? fp : STR("");
}

static int
rehash(struct dedup *d)
{
	size_t size = d->mask ? (d->mask + 1) * 2 : 1024;
	uint32_t *slot;

	if (d->mask && d->n < d->mask / 2)
		return 0;
	if ((slot = calloc(size, sizeof(*slot))) == NULL)
		return -1;
	free(d->slot);
	d->slot = slot;
	d->mask = size - 1;
	for (size_t i = 0; i < d->n; i++) {
		size_t k = hash(print_of(&d->v[i].r)) & d->mask;

		while (slot[k])
			k = (k + 1) & d->mask;
		slot[k] = (uint32_t)i + 1;
	}
	return 0;
}

/* What could not be judged, or has no fingerprint, is nothing to merge. */
static struct entry *
known(const struct dedup *d, const struct rec *r, struct str fp, size_t *at)
{
	bool alone = fp.n <= 1 || str_ends(r->rule, STR("/unread"));

	for (*at = hash(fp) & d->mask; d->slot[*at];
	     *at = (*at + 1) & d->mask) {
		struct entry *e = &d->v[d->slot[*at] - 1];

		if (!alone && str_eq(print_of(&e->r), fp) &&
		    !str_ends(e->r.rule, STR("/unread")))
			return e;
	}
	return NULL;
}

/* Another place: is it the last that went, or does it stand still? */
static int
tell(struct dedup *d, struct entry *e, const struct rec *r)
{
	struct str head, gone;
	uint32_t when;

	e->count++;
	e->in_head |= rec_key(r, "head", &head) && str_eqz(head, "yes");
	if (!rec_key(r, "gone", &gone)) {
		e->here = true;
		return 0;
	}
	when = d->when ? d->when(gone, d->arg) : 0;
	if (e->gone.n && when <= e->last)
		return 0;
	e->last = when;
	e->gone = arena_str(&d->mem, gone);
	return e->gone.p ? 0 : -1;
}

int
dedup_add(struct dedup *d, const struct rec *r)
{
	struct entry *e;
	struct rec *to;
	size_t at;

	if (rehash(d) < 0)
		return -1;
	if ((e = known(d, r, print_of(r), &at)) != NULL)
		return tell(d, e, r);
	if (d->n >= UINT32_MAX - 1 ||
	    vec_room(&d->v, &d->cap, d->n + 1, sizeof(*d->v)) < 0)
		return -1;
	e = &d->v[d->n];
	*e = (struct entry){ .r = *r };
	to = &e->r;
	to->path = arena_str(&d->mem, r->path);
	to->rule = arena_str(&d->mem, r->rule);
	to->message = arena_str(&d->mem, r->message);
	to->keys = arena_str(&d->mem, r->keys);
	if (!to->path.p || !to->rule.p || !to->message.p || !to->keys.p)
		return -1;
	d->slot[at] = (uint32_t)++d->n;
	return tell(d, e, r);
}

/* Its keys, with those that are of all places made new. */
static int
put_keys(struct buf *keys, const struct entry *e)
{
	struct str rest = e->r.keys, key;
	char count[24];

	keys->n = 0;
	while (str_cut(&rest, '\t', &key)) {
		if (str_starts(key, STR("gone=")) ||
		    str_starts(key, STR("count=")))
			continue;
		if (str_starts(key, STR("head=")))
			key = e->in_head ? STR("head=yes") : STR("head=no");
		if ((keys->n && buf_addc(keys, '\t') < 0) ||
		    buf_adds(keys, key) < 0)
			return -1;
	}
	snprintf(count, sizeof(count), "%zu", e->count);
	if (rec_add_key(keys, "count", str_of(count)) < 0)
		return -1;
	if (e->here || e->gone.n == 0)
		return 0;
	return rec_add_key(keys, "gone", e->gone);
}

int
dedup_each(struct dedup *d, dedup_put *put, void *arg)
{
	int rc = 0;

	for (size_t i = 0; i < d->n && rc == 0; i++) {
		struct rec r = d->v[i].r;

		if (str_ends(r.rule, STR("/unread")) || r.keys.n == 0) {
			rc = put(&r, arg);
			continue;
		}
		if (put_keys(&d->keys, &d->v[i]) < 0)
			return -1;
		r.keys = buf_str(&d->keys);
		rc = put(&r, arg);
	}
	return rc;
}
