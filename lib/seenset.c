#include "base.h"
#include "seenset.h"

enum { SEEN_MAX = 1 << 25 };

static void
make_key(const struct oid *o, struct str path, unsigned char key[24])
{
	uint64_t h = 14695981039346656037u;

	for (size_t i = 0; i < path.n; i++)
		h = (h ^ (unsigned char)path.p[i]) * 1099511628211u;
	memcpy(key, o->id, 16);
	memcpy(key + 16, &h, 8);
	key[0] |= 1; /* all zeros is a free place */
}

static size_t
slot_of(const struct seenset *t, const unsigned char key[24])
{
	static const unsigned char zeros[24];
	uint64_t h, path;
	size_t i;

	memcpy(&h, key, 8);
	memcpy(&path, key + 16, 8);
	i = (size_t)(h ^ path) & (t->cap - 1);
	while (memcmp(t->v[i], zeros, 24) != 0 && memcmp(t->v[i], key, 24) != 0)
		i = (i + 1) & (t->cap - 1);
	return i;
}

static int
grow(struct seenset *t)
{
	static const unsigned char zeros[24];
	struct seenset wide = { .n = t->n, .cap = t->cap ? t->cap * 2 : 1024 };

	if ((wide.v = calloc(wide.cap, sizeof(*wide.v))) == NULL)
		return -1;
	for (size_t i = 0; i < t->cap; i++)
		if (memcmp(t->v[i], zeros, 24) != 0)
			memcpy(wide.v[slot_of(&wide, t->v[i])], t->v[i], 24);
	free(t->v);
	*t = wide;
	return 0;
}

bool
seenset_add(struct seenset *t, const struct oid *o, struct str path)
{
	unsigned char key[24];
	size_t i;

	make_key(o, path, key);
	if (t->n >= t->cap / 2 && (t->cap > SEEN_MAX || grow(t) < 0) &&
	    t->n + 1 >= t->cap)
		return false;
	i = slot_of(t, key);
	if (memcmp(t->v[i], key, 24) == 0)
		return true;
	memcpy(t->v[i], key, 24);
	t->n++;
	return false;
}

void
seenset_free(struct seenset *t)
{
	free(t->v);
	*t = (struct seenset){ 0 };
}
