#include "base.h"
#include "bits.h"
#include "history_in.h"
#include "score.h"
#include "str.h"
#include "vec.h"

enum { CLASSES_MAX = 1 << 20 };

struct history_classes {
	const struct rule **rules;
	size_t nrules, rules_cap;
	size_t words;	/* of a set */
	uint64_t *sets; /* of class i: from i * words on */
	size_t n, cap;
	uint32_t *slot; /* class + 1, by its set */
	size_t mask;
	uint64_t *set; /* the one at hand */
	struct both {
		uint32_t a, b, class;
	} last;
};

static int
by_address(const void *a, const void *b)
{
	const struct rule *const *x = a, *const *y = b;

	return (*x > *y) - (*x < *y);
}

static int
add_rules(struct history_classes *c, const struct rules *r)
{
	for (size_t i = 0; r && i < r->n; i++) {
		if (r->v[i].path.n == 0 && r->v[i].not_path.n == 0)
			continue;
		if (vec_room(&c->rules, &c->rules_cap, c->nrules + 1,
			sizeof(struct rule *)) < 0)
			return -1;
		c->rules[c->nrules++] = &r->v[i];
	}
	return 0;
}

static uint64_t
hash(const struct history_classes *c, const uint64_t *set)
{
	uint64_t h = 0;

	for (size_t i = 0; i < c->words; i++)
		h = (h ^ set[i] ^ h >> 29) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 32;
}

static int
rehash(struct history_classes *c)
{
	size_t size = c->mask ? (c->mask + 1) * 2 : 256;
	uint32_t *slot;

	if (c->mask && c->n < c->mask / 2)
		return 0;
	if ((slot = calloc(size, sizeof(*slot))) == NULL)
		return -1;
	free(c->slot);
	c->slot = slot;
	c->mask = size - 1;
	for (size_t i = 0; i < c->n; i++) {
		size_t k = (size_t)hash(c, c->sets + i * c->words) & c->mask;

		while (slot[k])
			k = (k + 1) & c->mask;
		slot[k] = (uint32_t)i + 1;
	}
	return 0;
}

/* The class of c->set. */
static int64_t
intern(struct history_classes *c)
{
	size_t bytes = c->words * sizeof(uint64_t), k;

	if (rehash(c) < 0)
		return -1;
	k = (size_t)hash(c, c->set) & c->mask;
	for (; c->slot[k]; k = (k + 1) & c->mask)
		if (memcmp(c->sets + (c->slot[k] - 1) * c->words, c->set,
			bytes) == 0)
			return c->slot[k] - 1;
	if (c->n == CLASSES_MAX ||
	    vec_room(
		&c->sets, &c->cap, (c->n + 1) * c->words, sizeof(uint64_t)) < 0)
		return -1;
	memcpy(c->sets + c->n * c->words, c->set, bytes);
	c->slot[k] = (uint32_t)++c->n;
	return (int64_t)c->n - 1;
}

struct history_classes *
history_classes_new(const struct engine *e)
{
	struct history_classes *c = calloc(1, sizeof(*c));
	int rc = c ? 0 : -1;

	for (size_t i = 0; i < e->n && rc == 0; i++)
		rc = e->v[i]->rules ?
		    add_rules(c, e->v[i]->rules(e->model[i])) :
		    0;
	if (rc == 0) {
		if (c->nrules)
			qsort(c->rules, c->nrules, sizeof(struct rule *),
			    by_address);
		/* The last bit tells a path from none at all. */
		c->words = BITS_WORDS(c->nrules + 2);
		c->set = calloc(c->words, sizeof(uint64_t));
		rc = c->set && intern(c) == HISTORY_NOWHERE ? 0 : -1;
	}
	if (rc == 0)
		return c;
	history_classes_free(c);
	return NULL;
}

void
history_classes_free(struct history_classes *c)
{
	if (c == NULL)
		return;
	free(c->rules);
	free(c->sets);
	free(c->slot);
	free(c->set);
	free(c);
}

int64_t
history_class_of(struct history_classes *c, struct str path)
{
	memset(c->set, 0, c->words * sizeof(uint64_t));
	if (score_path(path) == REASON_PATH_DEPLOY)
		bit_set(c->set, PATHS_RAISE);
	for (size_t i = 0; i < c->nrules; i++)
		if (record_rule_at(c->rules[i], path))
			bit_set(c->set, i + 1);
	bit_set(c->set, c->nrules + 1);
	return intern(c);
}

int64_t
history_class_both(struct history_classes *c, uint32_t a, uint32_t b)
{
	int64_t class;

	if (a == b || b == HISTORY_NOWHERE)
		return a;
	if (a == HISTORY_NOWHERE)
		return b;
	if (c->last.a == a && c->last.b == b)
		return c->last.class;
	for (size_t i = 0; i < c->words; i++)
		c->set[i] =
		    c->sets[a * c->words + i] | c->sets[b * c->words + i];
	if ((class = intern(c)) >= 0)
		c->last = (struct both){ a, b, (uint32_t) class };
	return class;
}

struct path_set
history_class_set(const struct history_classes *c, uint32_t class)
{
	return (
	    struct path_set){ c->rules, c->nrules, c->sets + class * c->words };
}

/* By what the rules are called: their addresses are of this run. */
uint32_t
history_class_sum(const struct history_classes *c, uint32_t class)
{
	const uint64_t *set = c->sets + class * c->words;
	uint64_t sum =
	    (bit_get(set, PATHS_RAISE) ? 1u : 0u) + (class ? 2u : 0u);

	for (size_t i = 0; i < c->nrules; i++) {
		struct str id = c->rules[i]->id;
		uint64_t h = 1469598103934665603u;

		for (size_t k = 0; bit_get(set, i + 1) && k < id.n; k++)
			h = (h ^ (unsigned char)id.p[k]) * 0x100000001b3u;
		sum += bit_get(set, i + 1) ? h ^ h >> 32 : 0;
	}
	return (uint32_t)(sum ^ sum >> 32);
}
