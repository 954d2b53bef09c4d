#include "base.h"
#include "tally.h"

#include "str.h"

enum {
	SLOTS = 2 * TALLY_SEEN, /* a power of two */
	PLACES_MAX = 16 << 20,
	PLACE_MAX = 4096 /* a longer one is not remembered */
};

struct seen {
	uint64_t hash;	  /* 0: free */
	uint32_t at, len; /* of its first place, in places */
};

int
tally_init(struct tally *t)
{
	*t = (struct tally){ .places = { .max = PLACES_MAX } };
	t->seen = calloc(SLOTS, sizeof(*t->seen));
	t->rules = calloc(TALLY_RULES, sizeof(*t->rules));
	return t->seen && t->rules ? 0 : -1;
}

void
tally_free(struct tally *t)
{
	free(t->seen);
	free(t->rules);
	buf_free(&t->places);
	for (size_t i = 0; i < t->nworst; i++)
		free(t->worst[i].head);
}

/* FNV-1a. Whoever finds a collision has hidden a card, not a record. */
static uint64_t
hash(uint64_t h, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return h * 0x100000001b3u;
}

static const uint64_t basis = 0xcbf29ce484222325u;

static void
remember(struct tally *t, struct seen *s, uint64_t h, const struct rec *r)
{
	size_t at = t->places.n;

	if (t->nseen >= TALLY_SEEN || r->path.n > PLACE_MAX ||
	    buf_addf(
		&t->places, "%.*s:%zu:%zu", FMT(r->path), r->line, r->col) < 0)
		return;
	*s = (struct seen){ h, (uint32_t)at, (uint32_t)(t->places.n - at) };
	t->nseen++;
}

/* Where the same was met first, or "". */
static struct str
first_place(struct tally *t, const struct rec *r)
{
	struct str fp;
	uint64_t h;
	size_t i;

	if (!rec_key(r, "fp", &fp) || str_eqz(fp, "-"))
		return STR("");
	h = hash(hash(basis, r->rule), fp) | 1;
	for (i = h % SLOTS; t->seen[i].hash; i = (i + 1) % SLOTS)
		if (t->seen[i].hash == h)
			return str_sub(buf_str(&t->places), t->seen[i].at,
			    t->seen[i].at + t->seen[i].len);
	remember(t, &t->seen[i], h, r);
	return STR("");
}

static void
copy_name(char out[TALLY_NAME], struct str s)
{
	size_t n = s.n < TALLY_NAME ? s.n : TALLY_NAME - 1;

	memcpy(out, s.p, n);
	out[n] = '\0';
}

static struct tally_rule *
rule_of(struct tally *t, struct str rule)
{
	char name[TALLY_NAME];
	size_t i = 0;

	copy_name(name, rule);
	while (i < t->nrules && strcmp(t->rules[i].rule, name) != 0)
		i++;
	if (i == TALLY_RULES)
		return NULL;
	if (i == t->nrules)
		memcpy(t->rules[t->nrules++].rule, name, sizeof(name));
	return &t->rules[i];
}

static void
add_dir(struct tally_rule *k, struct str path)
{
	size_t slash = str_chr(path, '/', 0), i = 0;
	char name[TALLY_NAME];

	if (slash == STR_NONE || slash + 1 >= TALLY_NAME)
		return;
	copy_name(name, str_sub(path, 0, slash + 1));
	while (i < TALLY_DIRS && k->dirs[i].n &&
	    strcmp(k->dirs[i].name, name) != 0)
		i++;
	if (i == TALLY_DIRS)
		return;
	memcpy(k->dirs[i].name, name, sizeof(name));
	k->dirs[i].n++;
}

void
tally_add(struct tally *t, const struct rec *r, struct str *first)
{
	struct tally_rule *k = rule_of(t, r->rule);
	uint64_t path = hash(basis, r->path) | 1;

	t->found++;
	t->by[r->severity]++;
	*first = first_place(t, r);
	if (k == NULL) {
		t->other++;
		return;
	}
	k->n++;
	k->different += first->n == 0;
	k->files += k->last != path;
	k->last = path;
	add_dir(k, r->path);
}

bool
tally_is_worse(const struct tally *t, enum severity s)
{
	return t->nworst < TALLY_WORST || s > t->worst[t->nworst - 1].severity;
}

/* Sorted, the worst first, of equals the earlier. */
int
tally_keep(struct tally *t, enum severity s, struct str head)
{
	char *copy = strndup(head.p, head.n);
	size_t i;

	if (copy == NULL)
		return -1;
	if (t->nworst == TALLY_WORST)
		free(t->worst[--t->nworst].head);
	for (i = t->nworst; i > 0 && t->worst[i - 1].severity < s; i--)
		t->worst[i] = t->worst[i - 1];
	t->worst[i] = (struct tally_worst){ s, copy };
	t->nworst++;
	return 0;
}

static int
by_count(const void *a, const void *b)
{
	const struct tally_rule *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return strcmp(x->rule, y->rule);
}

void
tally_sort(struct tally *t)
{
	qsort(t->rules, t->nrules, sizeof(*t->rules), by_count);
}
