#include "base.h"
#include "pathset.h"

/* FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint64_t
hash(struct str s)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return h ? h : 1;
}

/* Where h is, or where it would go. */
static size_t
slot(const struct pathset *s, uint64_t h)
{
	size_t i = (size_t)(h ^ h >> 32) & (s->cap - 1);

	while (s->v[i] && s->v[i] != h)
		i = (i + 1) & (s->cap - 1);
	return i;
}

static int
grow(struct pathset *s)
{
	struct pathset big = { .cap = s->cap ? s->cap * 2 : 64, .n = s->n };

	big.v = calloc(big.cap, sizeof(*big.v));
	if (big.v == NULL)
		return -1;
	for (size_t i = 0; i < s->cap; i++)
		if (s->v[i])
			big.v[slot(&big, s->v[i])] = s->v[i];
	free(s->v);
	*s = big;
	return 0;
}

int
pathset_add(struct pathset *s, struct str path)
{
	uint64_t h = hash(path);
	size_t i;

	if (s->n >= s->cap / 2 && grow(s) < 0)
		return -1;
	i = slot(s, h);
	s->n += s->v[i] == 0;
	s->v[i] = h;
	return 0;
}

bool
pathset_has(const struct pathset *s, struct str path)
{
	return s->cap > 0 && s->v[slot(s, hash(path))] != 0;
}

void
pathset_free(struct pathset *s)
{
	free(s->v);
	*s = (struct pathset){ 0 };
}
