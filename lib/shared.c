#include "base.h"
#include "arena.h"
#include "shared.h"
#include "str.h"
#include "vec.h"

struct value {
	struct str fp;
	struct str path;     /* the last file that had it */
	size_t files, count; /* how many files, how many places */
	bool told;
};

struct entry {
	struct rec r;
	size_t value; /* SIZE_MAX: has no fingerprint */
};

struct shared {
	struct entry *v;
	size_t n, cap;
	struct value *value;
	size_t nvalues, capvalues;
	uint32_t *slot; /* number of a value + 1, by fingerprint */
	size_t mask;
	struct arena mem;
	struct buf keys, message;
};

struct shared *
shared_new(void)
{
	struct shared *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->mem.max = SHARED_BYTES_MAX;
	s->keys.max = s->message.max = REC_MAX;
	return s;
}

void
shared_free(struct shared *s)
{
	if (s == NULL)
		return;
	free(s->v);
	free(s->value);
	free(s->slot);
	arena_free(&s->mem);
	buf_free(&s->keys);
	buf_free(&s->message);
	free(s);
}

static size_t
hash(struct str s)
{
	uint64_t h = s.n;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return (size_t)(h ^ h >> 29);
}

static int
rehash(struct shared *s)
{
	size_t size = s->mask ? (s->mask + 1) * 2 : 1024;
	uint32_t *slot;

	if (s->mask && s->nvalues < s->mask / 2)
		return 0;
	if ((slot = calloc(size, sizeof(*slot))) == NULL)
		return -1;
	free(s->slot);
	s->slot = slot;
	s->mask = size - 1;
	for (size_t i = 0; i < s->nvalues; i++) {
		size_t k = hash(s->value[i].fp) & s->mask;

		while (slot[k])
			k = (k + 1) & s->mask;
		slot[k] = (uint32_t)i + 1;
	}
	return 0;
}

/* The number of a value, new or known; SIZE_MAX: no room. */
static size_t
value_of(struct shared *s, struct str fp)
{
	size_t k = hash(fp) & s->mask;
	struct value *x;

	for (; s->slot[k]; k = (k + 1) & s->mask)
		if (str_eq(s->value[s->slot[k] - 1].fp, fp))
			return s->slot[k] - 1;
	if (s->nvalues >= UINT32_MAX - 1 ||
	    vec_room(&s->value, &s->capvalues, s->nvalues + 1, sizeof(*x)) < 0)
		return SIZE_MAX;
	x = &s->value[s->nvalues];
	*x = (struct value){ .fp = arena_str(&s->mem, fp) };
	if (x->fp.p == NULL)
		return SIZE_MAX;
	s->slot[k] = (uint32_t)++s->nvalues;
	return s->nvalues - 1;
}

/* What could not be judged, or has no fingerprint, shares nothing. */
static bool
has_value(const struct rec *r, struct str *fp)
{
	return str_starts(r->rule, STR("secrets/")) &&
	    !str_ends(r->rule, STR("/unread")) && rec_key(r, "fp", fp) &&
	    fp->n > 1;
}

static bool
copy(struct shared *s, struct rec *to, const struct rec *r)
{
	*to = *r;
	to->path = arena_str(&s->mem, r->path);
	to->rule = arena_str(&s->mem, r->rule);
	to->message = arena_str(&s->mem, r->message);
	to->keys = arena_str(&s->mem, r->keys);
	return to->path.p && to->rule.p && to->message.p && to->keys.p;
}

int
shared_add(struct shared *s, const struct rec *r)
{
	struct str fp = STR("");
	struct entry *e;
	struct value *x;

	if (vec_room(&s->v, &s->cap, s->n + 1, sizeof(*s->v)) < 0 ||
	    rehash(s) < 0)
		return -1;
	e = &s->v[s->n];
	*e = (struct entry){ .value = SIZE_MAX };
	if (!copy(s, &e->r, r))
		return 1;
	if (has_value(r, &fp)) {
		if ((e->value = value_of(s, fp)) == SIZE_MAX)
			return 1;
		x = &s->value[e->value];
		x->count++;
		/* A file's records come together. */
		if (!str_eq(x->path, e->r.path))
			x->files++;
		x->path = e->r.path;
	}
	s->n++;
	return 0;
}

static int
put_shared(struct shared *s, const struct entry *e, shared_put *put, void *arg)
{
	const struct value *x = &s->value[e->value];
	struct rec r = e->r;
	char number[24];

	s->keys.n = s->message.n = 0;
	snprintf(number, sizeof(number), "%zu", x->count);
	if (buf_adds(&s->keys, r.keys) < 0 ||
	    rec_add_key(&s->keys, "count", str_of(number)) < 0 ||
	    buf_adds(&s->message, r.message) < 0 ||
	    buf_addf(&s->message, " (shared by %zu files)", x->files) < 0)
		return -1;
	r.keys = buf_str(&s->keys);
	r.message = buf_str(&s->message);
	return put(&r, arg);
}

int
shared_each(struct shared *s, shared_put *put, void *arg)
{
	int rc = 0;

	for (size_t i = 0; i < s->n && rc == 0; i++) {
		const struct entry *e = &s->v[i];
		struct value *x =
		    e->value == SIZE_MAX ? NULL : &s->value[e->value];

		if (x == NULL || x->files <= SHARED_FILES) {
			rc = put(&e->r, arg);
		} else if (!x->told) {
			x->told = true;
			rc = put_shared(s, e, put, arg);
		}
	}
	s->n = 0;
	return rc;
}
