#include "base.h"
#include "distinct.h"

static uint64_t
hash(struct str s)
{
	uint64_t h = 0x9e3779b97f4a7c15u;

	for (size_t i = 0; i < s.n; i++) {
		h = (h ^ (unsigned char)s.p[i]) * 0xff51afd7ed558ccdu;
		h ^= h >> 32;
	}
	h = (h ^ h >> 29) * 0xc4ceb9fe1a85ec53u;
	return (h ^ h >> 32) | (uint64_t)1 << 63;
}

static bool
kept(const struct distinct *d, uint64_t h)
{
	return (h & (((uint64_t)1 << d->halved) - 1)) == 0;
}

static void
put(struct distinct *d, uint64_t h)
{
	size_t i = (h >> 20) & (d->cap - 1);

	while (d->v[i] && d->v[i] != h)
		i = (i + 1) & (d->cap - 1);
	d->n += d->v[i] == 0;
	d->v[i] = h;
}

/* Into a table of cap places, without what is not kept any more. */
static int
rehash(struct distinct *d, size_t cap)
{
	struct distinct to = { .cap = cap, .halved = d->halved };

	if (cap == 0)
		return -1;

	if ((to.v = calloc(cap, sizeof(*to.v))) == NULL)
		return -1;
	for (size_t i = 0; i < d->cap; i++)
		if (d->v[i] && kept(d, d->v[i]))
			put(&to, d->v[i]);
	free(d->v);
	*d = to;
	return 0;
}

int
distinct_add(struct distinct *d, struct str value)
{
	uint64_t h = hash(value);

	if (!kept(d, h))
		return 0;
	if (d->cap == 0 ||
	    (d->n * 2 >= d->cap && d->cap < (size_t)2 * DISTINCT_MAX))
		if (rehash(d, d->cap ? d->cap * 2 : 16) < 0)
			return -1;
	while (d->n >= DISTINCT_MAX) {
		d->halved++;
		if (rehash(d, d->cap) < 0)
			return -1;
	}
	if (kept(d, h))
		put(d, h);
	return 0;
}

uint64_t
distinct_count(const struct distinct *d)
{
	return (uint64_t)d->n << d->halved;
}

void
distinct_free(struct distinct *d)
{
	free(d->v);
	*d = (struct distinct){ 0 };
}
