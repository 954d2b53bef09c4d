#include "base.h"
#include "objtab.h"
#include "vec.h"

/* Ids are hashes: eight of their bytes are one. */
static uint32_t
hash(const unsigned char *id)
{
	uint32_t h;

	memcpy(&h, id + 4, sizeof(h));
	return h;
}

/* Where an id stands, or the free slot where it would. */
static struct objtab_slot *
place(const struct objtab *t, const unsigned char *id, uint32_t h)
{
	uint32_t i = h & t->mask;

	while (t->slot[i].number) {
		/* The hash beside the number spares a look at most ids. */
		if (t->slot[i].hash == h &&
		    memcmp(t->oid[t->slot[i].number - 1], id, t->odb->oid_n) ==
			0)
			break;
		i = (i + 1) & t->mask;
	}
	return &t->slot[i];
}

static void
insert(struct objtab *t, uint32_t number)
{
	uint32_t h = hash(t->oid[number]);
	struct objtab_slot *s = place(t, t->oid[number], h);

	if (s->number == 0)
		*s = (struct objtab_slot){ h, number + 1 };
}

uint32_t
objtab_find(const struct objtab *t, const unsigned char *id)
{
	return place(t, id, hash(id))->number - 1;
}

void
objtab_soon(const struct objtab *t, const unsigned char *id)
{
	__builtin_prefetch(&t->slot[hash(id) & t->mask]);
}

struct oid
objtab_oid(const struct objtab *t, uint32_t number)
{
	struct oid o = { .n = t->odb->oid_n };

	memcpy(o.id, t->oid[number], o.n);
	return o;
}

static int
add_loose(const struct oid *id, void *arg)
{
	struct objtab *t = arg;

	if (vec_room(&t->loose, &t->loose_cap, (t->nloose + 1) * id->n, 1) < 0)
		return -1;
	memcpy(t->loose + t->nloose * id->n, id->id, id->n);
	t->nloose++;
	return 0;
}

static int
fill(struct objtab *t)
{
	uint32_t at = 0, size = 16;

	while (size < t->n * 2u)
		size *= 2;
	t->mask = size - 1;
	t->oid = calloc((size_t)t->n + 1, sizeof(*t->oid));
	t->slot = calloc(size, sizeof(*t->slot));
	t->first = calloc(t->odb->npacks + 1, sizeof(*t->first));
	if (!t->oid || !t->slot || !t->first)
		return -1;
	for (size_t i = 0; i < t->odb->npacks; i++) {
		const struct idx *x = &t->odb->packs[i].idx;

		t->first[i] = at;
		for (uint32_t k = 0; k < x->n; k++)
			t->oid[at++] = x->oids + (size_t)k * x->oid_n;
	}
	t->nloose_from = at;
	for (size_t i = 0; i < t->nloose; i++)
		t->oid[at++] = t->loose + i * t->odb->oid_n;
	for (uint32_t i = 0; i < at; i++)
		insert(t, i);
	return 0;
}

struct objtab *
objtab_new(const struct odb *odb, const char **why)
{
	struct objtab *t = calloc(1, sizeof(*t));
	uint64_t n = 0;

	*why = "out of memory";
	if (t == NULL)
		return NULL;
	t->odb = odb;
	for (size_t i = 0; i < odb->npacks; i++)
		n += odb->packs[i].idx.n;
	if (odb_loose(odb, add_loose, t) != 0) {
		*why = "cannot list the loose objects";
		goto fail;
	}
	n += t->nloose;
	if (n > UINT32_MAX / 4) {
		*why = "too many objects";
		goto fail;
	}
	t->n = (uint32_t)n;
	if (fill(t) == 0)
		return t;
fail:
	objtab_free(t);
	return NULL;
}

void
objtab_free(struct objtab *t)
{
	if (t == NULL)
		return;
	free(t->oid);
	free(t->first);
	free(t->loose);
	free(t->slot);
	free(t);
}
