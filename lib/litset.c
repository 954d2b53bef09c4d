#include "base.h"
#include "hspair.h"
#include "litset.h"
#include "sign.h"
#include "str.h"

#define LITERALS_MAX (64u << 10)
#define DETECTORS_MAX 32u
#define NONE UINT32_MAX
/* Vectorscan's ids are indices of these. */
struct mine {
	struct literal lit; /* with the detector's own id */
	uint32_t detector;
	uint32_t next; /* of the same hash */
	bool known;    /* saved has it */
};

struct litset {
	struct mine *v;
	size_t n;
	struct hs *saved;
	uint32_t *map; /* saved's ids to indices; NULL: they are the same */
	size_t nsaved;
	struct hs *own; /* what saved does not know; NULL: nothing */
	size_t nown;
	struct hspair pair;
	uint32_t signs; /* a bit for each detector that wants them */
};

static const char no_memory[] = "no memory";

static size_t
count(const struct detector *const *d, void *const *models)
{
	const struct literal *v;
	size_t n = 0;

	for (size_t i = 0; d[i]; i++)
		n += d[i]->literals(models[i], &v);
	return n;
}

static const char *
collect(struct litset *s, const struct detector *const *d, void *const *models)
{
	const struct literal *v;
	size_t at = 0;

	s->n = count(d, models);
	if (s->n > LITERALS_MAX)
		return "too many literals";
	if ((s->v = calloc(s->n + 1, sizeof(*s->v))) == NULL)
		return no_memory;
	for (size_t i = 0; d[i]; i++) {
		size_t n = d[i]->literals(models[i], &v);

		if (i >= DETECTORS_MAX || n > s->n - at)
			return "too many detectors";
		s->signs |= (uint32_t)d[i]->signs << i;
		for (size_t k = 0; k < n; k++, at++)
			s->v[at] = (struct mine){ .lit = v[k],
				.detector = (uint32_t)i };
	}
	return NULL;
}

/* ---- the saved form: a table of what was compiled, then the database -- */

struct saved {
	uint32_t detector;
	struct literal lit; /* id: none */
};

/* The next line of the table: detector, flags, length, bytes. */
static bool
take_saved(struct str *in, struct saved *out)
{
	size_t n;

	if (in->n < 3 || (n = (unsigned char)in->p[2]) > in->n - 3)
		return false;
	*out = (struct saved){ .detector = (unsigned char)in->p[0] };
	out->lit.nocase = in->p[1] != 0;
	out->lit.bytes = str_sub(*in, 3, 3 + n);
	*in = str_sub(*in, 3 + n, in->n);
	return true;
}

static bool
take_count(struct str *in, uint32_t *n)
{
	if (in->n < sizeof(*n))
		return false;
	memcpy(n, in->p, sizeof(*n));
	*in = str_sub(*in, sizeof(*n), in->n);
	return *n <= LITERALS_MAX;
}

int
litset_save(const struct litset *s, struct buf *out)
{
	uint32_t n = (uint32_t)s->n;

	/* What was compiled in one piece alone has the ids of the table. */
	if (s->nown != s->n || buf_add(out, &n, sizeof(n)) < 0)
		return -1;
	for (size_t i = 0; i < s->n; i++) {
		const struct literal *l = &s->v[i].lit;

		if (buf_addc(out, (char)s->v[i].detector) < 0 ||
		    buf_addc(out, (char)l->nocase) < 0 ||
		    buf_addc(out, (char)l->bytes.n) < 0 ||
		    buf_adds(out, l->bytes) < 0)
			return -1;
	}
	return s->own ? hs_save(s->own, out) : 0;
}

static bool
same(const struct mine *m, const struct saved *s)
{
	return m->detector == s->detector && m->lit.nocase == s->lit.nocase &&
	    str_eq(m->lit.bytes, s->lit.bytes);
}

/* The common case: the same rules as when it was compiled. */
static bool
all_same(struct litset *s, struct str in, uint32_t n)
{
	struct saved one;

	if (n != s->n)
		return false;
	for (uint32_t i = 0; i < n; i++)
		if (!take_saved(&in, &one) || !same(&s->v[i], &one))
			return false;
	for (uint32_t i = 0; i < n; i++)
		s->v[i].known = true;
	return true;
}

static size_t
hash(uint32_t detector, struct str s, size_t mask)
{
	size_t h = detector + 1;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x01000193u;
	return (h ^ h >> 15) & mask;
}

/* The first literal like this that saved does not stand for yet. */
static uint32_t
claim(struct litset *s, const uint32_t *heads, size_t mask,
    const struct saved *one)
{
	uint32_t i = heads[hash(one->detector, one->lit.bytes, mask)];

	for (; i != NONE; i = s->v[i].next) {
		if (s->v[i].known || !same(&s->v[i], one))
			continue;
		s->v[i].known = true;
		break;
	}
	return i;
}

/* What each saved id means in the rules of today; NONE: nothing. */
static int
make_map(struct litset *s, struct str in, uint32_t n)
{
	size_t mask = 1;
	struct saved one;
	uint32_t *heads;

	while (mask < s->n * 2)
		mask = mask * 2 + 1;
	heads = malloc((mask + 1) * sizeof(*heads));
	s->map = malloc((n + 1) * sizeof(*s->map));
	if (heads == NULL || s->map == NULL) {
		free(heads);
		return -1;
	}
	memset(heads, 0xff, (mask + 1) * sizeof(*heads));
	for (uint32_t i = (uint32_t)s->n; i-- > 0;) {
		uint32_t *h =
		    &heads[hash(s->v[i].detector, s->v[i].lit.bytes, mask)];

		s->v[i].next = *h;
		*h = i;
	}
	for (uint32_t i = 0; i < n && take_saved(&in, &one); i++)
		s->map[i] = claim(s, heads, mask, &one);
	free(heads);
	return 0;
}

/* 0, or -1: it is damaged, or no memory. */
static int
use_saved(struct litset *s, struct str in)
{
	struct str table;
	struct saved one;
	const char *why;
	uint32_t n;

	if (!take_count(&in, &n))
		return -1;
	table = in;
	for (uint32_t i = 0; i < n; i++)
		if (!take_saved(&in, &one))
			return -1;
	if (!all_same(s, table, n) && make_map(s, table, n) < 0)
		return -1;
	s->nsaved = n;
	s->saved = hs_load(in, &why);
	return s->saved ? 0 : -1;
}

/* Nothing was saved, or it is of no use: then all is compiled. */
static void
forget_saved(struct litset *s)
{
	for (size_t i = 0; i < s->n; i++)
		s->v[i].known = false;
	free(s->map);
	s->map = NULL;
}

static const char *
compile_rest(struct litset *s)
{
	struct literal *v = calloc(s->n + 1, sizeof(*v));
	const char *why = NULL;

	if (v == NULL)
		return no_memory;
	for (uint32_t i = 0; i < s->n; i++) {
		if (s->v[i].known)
			continue;
		v[s->nown] = s->v[i].lit;
		v[s->nown++].id = i;
	}
	if (s->nown || s->saved == NULL)
		s->own = hs_new(v, s->nown, &why);
	free(v);
	return why;
}

struct litset *
litset_new(const struct detector *const *detectors, void *const *models,
    struct str saved, const char **why)
{
	struct litset *s = calloc(1, sizeof(*s));

	*why = s ? collect(s, detectors, models) : no_memory;
	if (*why == NULL && (saved.n == 0 || use_saved(s, saved) < 0))
		forget_saved(s);
	if (*why == NULL)
		*why = compile_rest(s);
	if (*why) {
		litset_free(s);
		return NULL;
	}
	s->pair = (struct hspair){ s->saved, s->own };
	if (s->saved == NULL) /* its ids are indices too: one pass, no wait */
		s->pair = (struct hspair){ s->own, NULL };
	return s;
}

void
litset_free(struct litset *s)
{
	if (s == NULL)
		return;
	hs_free(s->saved);
	hs_free(s->own);
	free(s->map);
	free(s->v);
	free(s);
}

size_t
litset_compiled(const struct litset *s)
{
	return s->nown;
}

size_t
litset_count(const struct litset *s)
{
	return s->n;
}

size_t
litset_longest(const struct litset *s)
{
	size_t n = s->signs ? SIGN_BEFORE : 0;

	for (size_t i = 0; i < s->n; i++)
		n = s->v[i].lit.bytes.n > n ? s->v[i].lit.bytes.n : n;
	return n;
}

struct litset_thread {
	struct hspair_thread *pair;
	const struct litset *set;
	struct signs signs;
	struct sign next; /* of them; SIGN_KINDS: no more */
	litset_hit *hit;
	void *arg;
};

struct litset_thread *
litset_thread_new(const struct litset *s)
{
	struct litset_thread *t = calloc(1, sizeof(*t));

	if (t && (t->pair = hspair_thread_new(&s->pair)) == NULL) {
		free(t);
		return NULL;
	}
	return t;
}

void
litset_thread_free(struct litset_thread *t)
{
	if (t)
		hspair_thread_free(t->pair);
	free(t);
}

/* Hand out the signs that end up to there. Not 0: stop. */
static int
catch_up(struct litset_thread *t, size_t end)
{
	int rc = 0;

	while (rc == 0 && t->next.kind != SIGN_KINDS && t->next.end <= end) {
		struct hit hit = { SIGN_ID + t->next.kind, t->next.end };

		for (uint32_t d = 0; rc == 0 && t->set->signs >> d; d++)
			if (t->set->signs >> d & 1)
				rc = t->hit(d, hit, t->arg);
		if (!signs_next(&t->signs, &t->next))
			t->next.kind = SIGN_KINDS;
	}
	return rc;
}

static int
on_hit(bool own, uint32_t id, size_t end, void *arg)
{
	struct litset_thread *t = arg;
	const struct mine *m;
	int rc;

	if (!own && t->set->map)
		id = id < t->set->nsaved ? t->set->map[id] : NONE;
	if (id >= t->set->n)
		return 0;
	if ((rc = catch_up(t, end)) != 0)
		return rc;
	m = &t->set->v[id];
	return t->hit(m->detector, (struct hit){ m->lit.id, end }, t->arg);
}

int
litset_each(const struct litset *s, struct litset_thread *t, struct str in,
    litset_hit *hit, void *arg)
{
	int rc;

	t->set = s;
	t->hit = hit;
	t->arg = arg;
	t->next.kind = SIGN_KINDS;
	if (s->signs) {
		signs_init(&t->signs, in);
		if (!signs_next(&t->signs, &t->next))
			t->next.kind = SIGN_KINDS;
	}
	rc = hspair_each(&s->pair, t->pair, in, on_hit, t);
	if (rc == 0 && catch_up(t, SIZE_MAX) != 0)
		rc = 1;
	return rc;
}
