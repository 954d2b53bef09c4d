#include "base.h"
#include "advisory.h"
#include "affected.h"
#include "str.h"
#include "version.h"

#define MEMORY_MAX (64u << 20)

static int
keep(struct advisories *a, const struct advdb_row *row)
{
	struct advisory *to = &a->v[a->n];

	*to = (struct advisory){ .id = arena_str(&a->mem, row->id),
		.aliases = arena_str(&a->mem, row->aliases),
		.ranges = arena_str(&a->mem, row->ranges),
		.score = row->score,
		.level = row->level,
		.kind = row->kind,
		.group = a->n };
	if (!to->id.p || !to->aliases.p || !to->ranges.p)
		return -1;
	a->n++;
	return 0;
}

/* Is name the id of x, or one of its other names? */
static bool
called(const struct advisory *x, struct str name)
{
	struct str rest = x->aliases, one;

	if (str_eq(x->id, name))
		return true;
	while (str_cut(&rest, ',', &one))
		if (str_eq(one, name))
			return true;
	return false;
}

static bool
same_fault(const struct advisory *x, const struct advisory *y)
{
	struct str rest = x->aliases, one;

	if (called(y, x->id))
		return true;
	while (str_cut(&rest, ',', &one))
		if (called(y, one))
			return true;
	return false;
}

/* Names lead from one to the next: a fault is all that they connect. */
static void
fold(struct advisories *a)
{
	for (size_t i = 0; i < a->n; i++) {
		if (!a->v[i].hit)
			continue;
		for (size_t k = 0; k < i; k++) {
			size_t from = a->v[i].group, to = a->v[k].group;

			if (!a->v[k].hit || from == to ||
			    a->v[i].kind != a->v[k].kind ||
			    !same_fault(&a->v[i], &a->v[k]))
				continue;
			if (from < to) {
				size_t t = from;

				from = to;
				to = t;
			}
			for (size_t m = 0; m <= i; m++)
				if (a->v[m].group == from)
					a->v[m].group = to;
		}
	}
}

static enum grammar
grammar_of(enum eco eco)
{
	enum grammar g = GRAMMAR_SEMVER;

	(void)ecosystem_grammar(str_of(ecosystems[eco].osv), &g);
	return g;
}

int
advisory_find(struct advisories *a, struct advdb *db, enum eco eco,
    struct str pkg, struct str version)
{
	enum grammar g = grammar_of(eco);
	struct advdb_row row;
	int rc;

	a->mem.max = MEMORY_MAX;
	arena_reset(&a->mem);
	a->n = a->nhits = 0;
	if (a->v == NULL &&
	    (a->v = calloc(ADVISORY_ROWS_MAX, sizeof(*a->v))) == NULL)
		return -1;
	advdb_ask(db, ecosystems[eco].osv, pkg);
	while ((rc = advdb_next(db, &row)) > 0) {
		if (a->n == ADVISORY_ROWS_MAX)
			break;
		if (keep(a, &row) < 0)
			return -1;
	}
	for (size_t i = 0; i < a->n; i++) {
		a->v[i].hit = affected_has(g, a->v[i].ranges, version);
		a->nhits += a->v[i].hit;
	}
	if (a->nhits > 1)
		fold(a);
	return rc;
}

size_t
advisory_count(const struct advisories *a, int kind, int *level, int *score)
{
	size_t n = 0;

	*level = *score = -1;
	for (size_t i = 0; i < a->n; i++) {
		const struct advisory *x = &a->v[i];

		if (!x->hit || x->kind != kind)
			continue;
		n += x->group == i;
		*level = x->level > *level ? x->level : *level;
		*score = x->score > *score ? x->score : *score;
	}
	return n;
}

/* Which name a fault goes by: GitHub's, its ecosystem's own, a CVE. */
static int
rank(struct str id)
{
	return str_starts(id, STR("GHSA-")) ? 0 :
	    str_starts(id, STR("CVE-"))	    ? 2 :
					      1;
}

static int
by_name(const void *x, const void *y)
{
	const struct str *a = x, *b = y;
	int c = rank(*a) - rank(*b);

	return c ? c : str_cmp(*a, *b);
}

static int
put(struct buf *b, struct str s)
{
	if (b->n && buf_addc(b, ',') < 0)
		return -1;
	return buf_adds(b, s);
}

/* All names of one fault: its records first, so that the first is one. */
static int
names_of(const struct advisories *a, size_t group, struct buf *ids,
    struct buf *aliases)
{
	struct str v[256] = { { NULL, 0 } }, rest, one;
	size_t n = 0, records;

	for (size_t i = group; i < a->n && n < LEN(v); i++)
		if (a->v[i].hit && a->v[i].group == group)
			v[n++] = a->v[i].id;
	qsort(v, n, sizeof(*v), by_name);
	records = n;
	for (size_t i = group; i < a->n; i++) {
		rest = a->v[i].aliases;
		if (!a->v[i].hit || a->v[i].group != group)
			continue;
		while (n < LEN(v) && str_cut(&rest, ',', &one))
			v[n++] = one;
	}
	qsort(v + records, n - records, sizeof(*v), by_name);
	if (put(ids, v[0]) < 0)
		return -1;
	for (size_t i = 1; i < n; i++) {
		bool seen = false;

		for (size_t k = 0; k < i && !seen; k++)
			seen = str_eq(v[k], v[i]);
		if (!seen && put(aliases, v[i]) < 0)
			return -1;
	}
	return 0;
}

int
advisory_names(
    const struct advisories *a, int kind, struct buf *ids, struct buf *aliases)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->v[i].hit && a->v[i].kind == kind && a->v[i].group == i &&
		    names_of(a, i, ids, aliases) < 0)
			return -1;
	return 0;
}

static bool
clears_all(const struct advisories *a, enum grammar g, struct str version)
{
	for (size_t i = 0; i < a->n; i++)
		if (affected_has(g, a->v[i].ranges, version))
			return false;
	return true;
}

struct str
advisory_fixed(const struct advisories *a, enum eco eco, struct str version)
{
	enum grammar g = grammar_of(eco);
	struct str best = STR(""), v;

	if (!version_ok(g, version))
		return best;
	for (size_t i = 0; i < a->n; i++) {
		size_t at = 0;

		while (affected_fix(a->v[i].ranges, &at, &v)) {
			if (!version_ok(g, v) ||
			    version_cmp(g, v, version) <= 0 ||
			    (best.n && version_cmp(g, v, best) >= 0) ||
			    !clears_all(a, g, v))
				continue;
			best = v;
		}
	}
	return best;
}

void
advisory_free(struct advisories *a)
{
	free(a->v);
	arena_free(&a->mem);
	*a = (struct advisories){ .n = 0 };
}
