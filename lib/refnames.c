#include "base.h"
#include "refnames.h"
#include "arena.h"
#include "str.h"

enum { NAMES_BYTES_MAX = 64 << 20, NAMES_MAX = 1 << 20 };

struct name {
	struct str ref;
	bool tag;
};

struct names {
	struct arena mem;
	struct name *v;
	size_t n, cap;
	const struct oid *commit;
	bool head;     /* HEAD is at the commit */
	struct str on; /* the branch that HEAD stands for */
	bool replaced;
	bool full;
};

static int
add(struct names *l, struct str ref, bool tag)
{
	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 16;
		struct name *v =
		    cap > NAMES_MAX ? NULL : realloc(l->v, cap * sizeof(*v));

		if (v == NULL)
			return -1;
		l->v = v;
		l->cap = cap;
	}
	l->v[l->n] = (struct name){ arena_str(&l->mem, ref), tag };
	return l->v[l->n++].ref.p ? 0 : -1;
}

static int
visit(const struct repo_ref *ref, void *arg)
{
	struct names *l = arg;
	struct str name = str_of(ref->name);
	bool here = oid_eq(&ref->oid, l->commit);
	int rc = 0;

	if (str_eq(name, STR("HEAD"))) {
		l->head = here;
		if (here && ref->to) {
			l->on = arena_str(&l->mem, str_of(ref->to));
			rc = l->on.p ? 0 : -1;
		}
	} else if (str_starts(name, STR("refs/replace/"))) {
		struct oid from;

		if (oid_parse(str_sub(name, 13, name.n), &from) == 0)
			l->replaced |= oid_eq(&from, l->commit);
	} else if (here) {
		rc = add(l, name, str_starts(name, STR("refs/tags/")));
	} else if (oid_eq(&ref->peeled, l->commit)) {
		rc = add(l, name, true);
	}
	l->full = rc < 0;
	return rc < 0;
}

static int
by_name(const void *a, const void *b)
{
	return str_cmp(
	    ((const struct name *)a)->ref, ((const struct name *)b)->ref);
}

static struct str
short_name(struct str s)
{
	static const char *const heads[] = { "refs/heads/", "refs/tags/",
		"refs/remotes/" };

	for (size_t i = 0; i < LEN(heads); i++)
		if (str_starts(s, str_of(heads[i])))
			return str_sub(s, strlen(heads[i]), s.n);
	return s;
}

static int
put(struct buf *out, size_t from, const char *before, struct str name)
{
	return (out->n > from && buf_addz(out, ", ") < 0) ||
		buf_addz(out, before) < 0 || buf_adds(out, name) < 0 ?
	    -1 :
	    0;
}

/* The branch that HEAD is on stands behind it, not for itself. */
static bool
is_current(const struct names *l, const struct name *n)
{
	return l->head && !n->tag && str_eq(n->ref, l->on) &&
	    str_starts(n->ref, STR("refs/heads/"));
}

/* Git lists them from the last sorted name to the first. */
static int
list(const struct names *l, bool shallow, struct buf *out)
{
	const struct name *current = NULL;
	size_t from = out->n;

	for (size_t i = 0; i < l->n; i++)
		if (is_current(l, &l->v[i]))
			current = &l->v[i];
	if (shallow && put(out, from, "", STR("grafted")) < 0)
		return -1;
	if (l->head && put(out, from, "", STR("HEAD")) < 0)
		return -1;
	if (current &&
	    (buf_addz(out, " -> ") < 0 ||
		buf_adds(out, short_name(current->ref)) < 0))
		return -1;
	for (size_t i = l->n; i-- > 0;) {
		const struct name *n = &l->v[i];

		if (n != current &&
		    put(out, from, n->tag ? "tag: " : "", short_name(n->ref)) <
			0)
			return -1;
	}
	return 0;
}

int
refnames_put(struct repo *r, const struct oid *commit, bool shallow,
    struct buf *out, const char **why)
{
	struct names l = { .mem = { .max = NAMES_BYTES_MAX },
		.commit = commit };
	int rc = repo_refs(r, visit, &l);

	if (rc < 0) {
		*why = repo_why();
	} else if (l.full) {
		*why = "too many names";
		rc = -1;
	} else {
		if (l.n > 0)
			qsort(l.v, l.n, sizeof(*l.v), by_name);
		rc = list(&l, shallow, out);
	}
	free(l.v);
	arena_free(&l.mem);
	return rc;
}
