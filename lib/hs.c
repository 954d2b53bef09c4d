#include "base.h"
#include "hs.h"

#include <hs/hs.h>
#include <limits.h>

#define LITERALS_MAX (256u << 10)
#define SAVED_MAX (64u << 20)

struct hs {
	hs_database_t *db; /* NULL: no literal at all */
};

struct hs_thread {
	hs_scratch_t *scratch; /* NULL with an empty database */
};

/* What hs_compile_lit_multi takes, as parallel arrays. */
struct args {
	const char **bytes;
	size_t *lens;
	unsigned *flags, *ids;
};

static void
args_free(struct args *a)
{
	free(a->bytes);
	free(a->lens);
	free(a->flags);
	free(a->ids);
}

static int
args_fill(struct args *a, const struct literal *v, size_t n)
{
	a->bytes = calloc(n, sizeof(*a->bytes));
	a->lens = calloc(n, sizeof(*a->lens));
	a->flags = calloc(n, sizeof(*a->flags));
	a->ids = calloc(n, sizeof(*a->ids));
	if (!a->bytes || !a->lens || !a->flags || !a->ids)
		return -1;
	for (size_t i = 0; i < n; i++) {
		a->bytes[i] = v[i].bytes.p;
		a->lens[i] = v[i].bytes.n;
		a->flags[i] = v[i].nocase ? HS_FLAG_CASELESS : 0;
		a->ids[i] = v[i].id;
	}
	return 0;
}

static const char *
compile(struct hs *hs, const struct literal *v, size_t n)
{
	/* All zero: any CPU of this architecture, so that a file travels. */
	const hs_platform_info_t any = { 0 };
	hs_compile_error_t *err = NULL;
	struct args a = { 0 };
	const char *why = NULL;

	if (args_fill(&a, v, n) < 0)
		why = "no memory";
	else if (hs_compile_lit_multi(a.bytes, a.flags, a.ids, a.lens,
		     (unsigned)n, HS_MODE_BLOCK, &any, &hs->db,
		     &err) != HS_SUCCESS)
		why = "the literals do not compile";
	hs_free_compile_error(err);
	args_free(&a);
	return why;
}

struct hs *
hs_new(const struct literal *v, size_t n, const char **why)
{
	struct hs *hs;

	*why = n > LITERALS_MAX ? "too many literals" : NULL;
	for (size_t i = 0; i < n && *why == NULL; i++)
		if (v[i].bytes.n < LITERAL_MIN || v[i].bytes.n > LITERAL_MAX)
			*why = "a literal must have 2 to 64 bytes";
	if (*why)
		return NULL;
	if ((hs = calloc(1, sizeof(*hs))) == NULL)
		*why = "no memory";
	else if (n > 0)
		*why = compile(hs, v, n);
	if (*why) {
		hs_free(hs);
		return NULL;
	}
	return hs;
}

int
hs_save(const struct hs *hs, struct buf *out)
{
	char *p = NULL;
	size_t n = 0;
	int rc;

	if (hs->db == NULL)
		return 0;
	if (hs_serialize_database(hs->db, &p, &n) != HS_SUCCESS)
		return -1;
	rc = buf_add(out, p, n);
	free(p);
	return rc;
}

struct hs *
hs_load(struct str bytes, const char **why)
{
	struct hs *hs = NULL;

	*why = NULL;
	if (bytes.n > SAVED_MAX)
		*why = "the database is too big";
	else if ((hs = calloc(1, sizeof(*hs))) == NULL)
		*why = "no memory";
	else if (bytes.n > 0 &&
	    hs_deserialize_database(bytes.p, bytes.n, &hs->db) != HS_SUCCESS)
		*why = "the database is of another version or damaged";
	if (*why) {
		free(hs);
		return NULL;
	}
	return hs;
}

void
hs_free(struct hs *hs)
{
	if (hs)
		hs_free_database(hs->db);
	free(hs);
}

const char *
hs_engine(void)
{
	return hs_version();
}

struct hs_thread *
hs_thread_new(const struct hs *hs)
{
	struct hs_thread *t = calloc(1, sizeof(*t));

	if (t == NULL || hs->db == NULL)
		return t;
	if (hs_alloc_scratch(hs->db, &t->scratch) != HS_SUCCESS) {
		free(t);
		return NULL;
	}
	return t;
}

void
hs_thread_free(struct hs_thread *t)
{
	if (t)
		hs_free_scratch(t->scratch);
	free(t);
}

struct call {
	hs_hit *hit;
	void *arg;
};

static int
on_match(unsigned id, unsigned long long from, unsigned long long to,
    unsigned flags, void *arg)
{
	const struct call *c = arg;

	(void)from;
	(void)flags;
	return c->hit(id, (size_t)to, c->arg);
}

int
hs_each(const struct hs *hs, struct hs_thread *t, struct str s, hs_hit *hit,
    void *arg)
{
	struct call c = { hit, arg };

	if (hs->db == NULL || s.n == 0)
		return 0;
	if (s.n > UINT_MAX)
		return -1;
	switch (
	    hs_scan(hs->db, s.p, (unsigned)s.n, 0, t->scratch, on_match, &c)) {
	case HS_SUCCESS: return 0;
	case HS_SCAN_TERMINATED: return 1;
	default: return -1;
	}
}
