#include "base.h"
#include "describe.h"
#include "arena.h"
#include "revqueue.h"
#include "str.h"
#include "wild.h"

#include <inttypes.h>

enum {
	CANDIDATES = 10, /* git looks no further */
	GLOBS_MAX = 32,
	NAMES_MAX = 1 << 20,
	TAG_MAX = 16 << 20,
	BYTES_MAX = 256 << 20,
	STEPS_MAX = 1 << 28
};

struct want {
	bool tags;  /* lightweight ones too */
	int abbrev; /* -1: as long as git thinks */
	struct str match[GLOBS_MAX], exclude[GLOBS_MAX];
	size_t nmatch, nexclude;
};

struct name {
	struct str ref; /* without refs/tags/ */
	struct oid oid, peeled;
	bool annotated;
	bool loaded; /* the tag object: its date and its own name */
	uint64_t date;
	struct str own;
};

struct candidate {
	struct name *name;
	size_t depth;
	unsigned within; /* the flag of commits that it covers */
};

struct job {
	struct repo *r;
	struct want want;
	const struct pathset *cut;
	struct arena mem;
	struct buf raw;
	struct name *v;
	size_t n, cap;
	struct revqueue q;
	struct candidate best[CANDIDATES];
	size_t nbest, annotated, steps;
	bool full;
};

/* ---- arguments ------------------------------------------------------- */

static int
truth(struct str s)
{
	static const char *const yes[] = { "true", "yes", "on" };
	static const char *const no[] = { "false", "no", "off" };
	uint64_t v;

	for (size_t i = 0; i < LEN(yes); i++) {
		if (str_ieq(s, str_of(yes[i])))
			return 1;
		if (str_ieq(s, str_of(no[i])))
			return 0;
	}
	if (s.n == 0)
		return 0;
	return str_num(s, INT32_MAX, &v) == 0 ? v != 0 : -1;
}

/* At least four digits, or none; 0 is no suffix at all. */
static int
length(struct str s, int *out)
{
	bool minus = s.n && s.p[0] == '-';
	uint64_t v;

	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		s = str_sub(s, 1, s.n);
	if (str_num(s, INT32_MAX, &v) < 0)
		return -1;
	*out = v == 0 ? 0 : minus || v < 4 ? 4 : (int)v;
	return 0;
}

static bool
parse_value(struct want *w, struct str key, struct str value)
{
	if (str_eq(key, STR("abbrev")))
		return length(value, &w->abbrev) == 0;
	if (str_eq(key, STR("match")) && w->nmatch < GLOBS_MAX)
		w->match[w->nmatch++] = value;
	else if (str_eq(key, STR("exclude")) && w->nexclude < GLOBS_MAX)
		w->exclude[w->nexclude++] = value;
	else
		return false;
	return true;
}

/* False: git takes the placeholder for text then. */
static bool
parse(struct str args, struct want *w)
{
	struct str one, value;
	bool odd = false;
	int on;

	*w = (struct want){ .abbrev = -1 };
	while (str_cut(&args, ',', &one)) {
		size_t eq = str_chr(one, '=', 0);

		value = eq == STR_NONE ? STR("") : str_sub(one, eq + 1, one.n);
		one = str_sub(one, 0, eq);
		if (str_eq(one, STR("tags")) && !odd) {
			/* Git passes over what is no truth value, but not
			   when one more follows. */
			on = eq == STR_NONE ? 1 : truth(value);
			if ((odd = on < 0) == false)
				w->tags = on;
			continue;
		}
		odd = false;
		if (value.n == 0 || !parse_value(w, one, value))
			return false;
	}
	return true;
}

static bool
any(const struct str *globs, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (wild_match(globs[i], name, false))
			return true;
	return false;
}

/* ---- names ----------------------------------------------------------- */

static int
add_name(const struct repo_ref *ref, void *arg)
{
	struct job *j = arg;
	struct str name = str_of(ref->name);

	if (!str_starts(name, STR("refs/tags/")) || ref->peeled.n == 0)
		return 0;
	name = str_sub(name, 10, name.n);
	if (any(j->want.exclude, j->want.nexclude, name) ||
	    (j->want.nmatch > 0 && !any(j->want.match, j->want.nmatch, name)))
		return 0;
	if (j->n == j->cap) {
		size_t cap = j->cap ? j->cap * 2 : 64;
		struct name *v =
		    cap > NAMES_MAX ? NULL : realloc(j->v, cap * sizeof(*v));

		if (v == NULL)
			goto full;
		j->v = v;
		j->cap = cap;
	}
	j->v[j->n] = (struct name){ .ref = arena_str(&j->mem, name),
		.oid = ref->oid,
		.peeled = ref->peeled,
		.annotated = !oid_eq(&ref->oid, &ref->peeled) };
	if (j->v[j->n++].ref.p)
		return 0;
full:
	j->full = true;
	return 1;
}

/* Read the tag object of an annotated name. False: it is not there. */
static bool
load(struct job *j, struct name *n)
{
	struct str rest, line;

	if (n->loaded || !n->annotated)
		return true;
	j->raw.max = TAG_MAX;
	if (repo_raw(j->r, &n->oid, &j->raw) < 0)
		return false;
	rest = buf_str(&j->raw);
	while (str_cut(&rest, '\n', &line) && line.n > 0) {
		size_t at = str_chr(line, '>', 0);

		if (str_starts(line, STR("tag ")))
			n->own = arena_str(&j->mem, str_sub(line, 4, line.n));
		else if (str_starts(line, STR("tagger ")) && at != STR_NONE)
			n->date = strtoumax(line.p + at + 1, NULL, 10);
	}
	n->loaded = true;
	return n->own.p != NULL;
}

/* Does b take the place of a, which names the same commit? */
static bool
beats(struct job *j, struct name *a, struct name *b)
{
	if (a->annotated != b->annotated)
		return b->annotated;
	if (!a->annotated)
		return false;
	if (!load(j, a))
		return true;
	return load(j, b) && a->date < b->date;
}

static int
by_place(const void *va, const void *vb)
{
	const struct name *a = va, *b = vb;
	int c = memcmp(a->peeled.id, b->peeled.id, OID_MAX);

	return c ? c : str_cmp(a->ref, b->ref);
}

/* One name a commit, in the order of their ids. */
static void
settle(struct job *j)
{
	size_t n = 0;

	if (j->n > 0)
		qsort(j->v, j->n, sizeof(*j->v), by_place);
	for (size_t i = 0; i < j->n; i++)
		if (n == 0 || !oid_eq(&j->v[n - 1].peeled, &j->v[i].peeled))
			j->v[n++] = j->v[i];
		else if (beats(j, &j->v[n - 1], &j->v[i]))
			j->v[n - 1] = j->v[i];
	j->n = n;
}

static struct name *
find(struct job *j, const struct oid *o)
{
	size_t lo = 0, hi = j->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = memcmp(j->v[mid].peeled.id, o->id, OID_MAX);

		if (c == 0)
			return &j->v[mid];
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

/* ---- the walk -------------------------------------------------------- */

/* Queue a commit's parents with the flags that it has. */
static int
spread(struct job *j, const struct rev *c)
{
	char hex[OID_HEX_MAX + 1];
	struct repo_commit m;
	unsigned flags = c->flags;
	int rc = 0;

	oid_hex(&c->oid, hex);
	if (pathset_has(j->cut, str_of(hex)))
		return 0;
	if (++j->steps > STEPS_MAX || repo_commit(j->r, &c->oid, &m) < 0)
		return -1;
	for (size_t i = 0; i < m.nparents && rc == 0; i++) {
		struct rev *p = revqueue_get(&j->q, &m.parents[i]);
		struct repo_commit pm;

		if (p == NULL) {
			rc = -1;
		} else if (!p->seen) {
			if (repo_commit(j->r, &m.parents[i], &pm) < 0) {
				rc = -1;
				break;
			}
			rc = revqueue_push(&j->q, p, pm.committer_time);
			repo_commit_free(&pm);
		}
		if (rc == 0)
			p->flags |= flags;
	}
	repo_commit_free(&m);
	return rc;
}

/* Is the last path that is left covered by the best there are? */
static bool
covered(const struct job *j, const struct rev *c)
{
	size_t depth = SIZE_MAX;
	unsigned within = 0;

	for (size_t i = 0; i < j->nbest; i++) {
		const struct candidate *t = &j->best[i];

		if (t->depth < depth) {
			depth = t->depth;
			within = t->within;
		} else if (t->depth == depth) {
			within |= t->within;
		}
	}
	return (c->flags & within) == within;
}

/* Candidates, until there are enough. 0, or -1. */
static int
search(struct job *j)
{
	struct rev *c;

	for (size_t seen = 0; (c = revqueue_pop(&j->q)) != NULL; seen++) {
		struct name *n = find(j, &c->oid);

		if (n && (n->annotated || j->want.tags)) {
			if (j->nbest == CANDIDATES)
				return revqueue_again(&j->q, c);
			j->best[j->nbest] =
			    (struct candidate){ n, seen, 1u << (j->nbest + 1) };
			c->flags |= j->best[j->nbest++].within;
			j->annotated += n->annotated;
		}
		for (size_t i = 0; i < j->nbest; i++)
			if (!(c->flags & j->best[i].within))
				j->best[i].depth++;
		if (j->annotated > 0 && j->q.n == 0 && covered(j, c))
			return 0;
		if (spread(j, c) < 0)
			return -1;
	}
	return 0;
}

/* The best one's depth counts all commits that it does not cover. */
static int
finish(struct job *j, struct candidate *best)
{
	struct rev *c;

	while ((c = revqueue_pop(&j->q)) != NULL) {
		if (!(c->flags & best->within)) {
			best->depth++;
		} else {
			bool all = true;

			for (size_t i = 0; i < j->q.n && all; i++, j->steps++)
				all = j->q.heap[i].rev->flags & best->within;
			if (all)
				return 0;
		}
		if (spread(j, c) < 0)
			return -1;
	}
	return 0;
}

/* ---- the answer ------------------------------------------------------ */

static int
suffix(struct job *j, struct buf *out, size_t depth, const struct oid *o)
{
	char hex[OID_HEX_MAX + 1];

	return repo_abbrev(j->r, o, j->want.abbrev, hex) < 0 ?
	    -1 :
	    buf_addf(out, "-%zu-g%s", depth, hex);
}

/* A tag object whose name is not its reference's gets a suffix always. */
static int
answer(struct job *j, struct buf *out, struct name *n, size_t depth,
    const struct oid *o, bool exact)
{
	bool misnamed;

	if (!load(j, n))
		return 0; /* git gives up, and writes nothing */
	misnamed = n->annotated && !str_eq(n->own, n->ref);
	if (buf_adds(out, n->annotated ? n->own : n->ref) < 0)
		return -1;
	if (misnamed || (!exact && j->want.abbrev != 0))
		return suffix(j, out, depth, o);
	return 0;
}

static int
describe(struct job *j, const struct oid *commit, struct buf *out)
{
	struct name *n = find(j, commit);
	struct candidate *best = j->best;
	struct rev *start;

	if (n && (n->annotated || j->want.tags))
		return answer(j, out, n, 0, commit, true);
	if (j->n == 0)
		return 0;
	if ((start = revqueue_get(&j->q, commit)) == NULL ||
	    revqueue_push(&j->q, start, 0) < 0 || search(j) < 0)
		return -1;
	if (j->nbest == 0)
		return 0;
	/* Found earlier wins when the depth is the same. */
	for (size_t i = 1; i < j->nbest; i++)
		if (j->best[i].depth < best->depth)
			best = &j->best[i];
	if (finish(j, best) < 0)
		return -1;
	return answer(j, out, best->name, best->depth, commit, false);
}

int
describe_put(struct repo *r, const struct oid *commit, struct str args,
    const struct pathset *cut, struct buf *out, const char **why)
{
	struct job *j = calloc(1, sizeof(*j));
	int rc = -1;

	*why = "out of memory";
	if (j == NULL)
		return -1;
	j->r = r;
	j->cut = cut;
	j->mem.max = BYTES_MAX;
	if (!parse(args, &j->want)) {
		rc = 1;
	} else if (repo_refs(r, add_name, j) < 0) {
		*why = repo_why();
	} else if (!j->full) {
		settle(j);
		*why = "its history cannot be walked to a tag";
		rc = describe(j, commit, out);
	}
	revqueue_free(&j->q);
	buf_free(&j->raw);
	arena_free(&j->mem);
	free(j->v);
	free(j);
	return rc;
}
