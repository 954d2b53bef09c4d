#include "base.h"
#include "describe.h"
#include "describe_in.h"
#include "str.h"

enum { BYTES_MAX = 256 << 20, STEPS_MAX = 1 << 28 };

/* Queue a commit's parents with the flags that it has. */
static int
spread(struct nearby *j, const struct rev *c)
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
covered(const struct nearby *j, const struct rev *c)
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
search(struct nearby *j)
{
	struct rev *c;

	for (size_t seen = 0; (c = revqueue_pop(&j->q)) != NULL; seen++) {
		struct tagname *n = describe_find(j, &c->oid);

		if (n && (n->annotated || j->want.tags)) {
			if (j->nbest == DESCRIBE_CANDIDATES)
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
finish(struct nearby *j, struct candidate *best)
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

static int
suffix(struct nearby *j, struct buf *out, size_t depth, const struct oid *o)
{
	char hex[OID_HEX_MAX + 1];

	return repo_abbrev(j->r, o, j->want.abbrev, hex) < 0 ?
	    -1 :
	    buf_addf(out, "-%zu-g%s", depth, hex);
}

/* A tag object whose name is not its reference's gets a suffix always. */
static int
answer(struct nearby *j, struct buf *out, struct tagname *n, size_t depth,
    const struct oid *o, bool exact)
{
	bool misnamed;

	if (!describe_load(j, n))
		return 0; /* git gives up, and writes nothing */
	misnamed = n->annotated && !str_eq(n->own, n->ref);
	if (buf_adds(out, n->annotated ? n->own : n->ref) < 0)
		return -1;
	if (misnamed || (!exact && j->want.abbrev != 0))
		return suffix(j, out, depth, o);
	return 0;
}

static int
describe(struct nearby *j, const struct oid *commit, struct buf *out)
{
	struct tagname *n = describe_find(j, commit);
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
	struct nearby *j = calloc(1, sizeof(*j));
	int rc = -1;

	*why = "out of memory";
	if (j == NULL)
		return -1;
	j->r = r;
	j->cut = cut;
	j->mem.max = BYTES_MAX;
	if (!describe_parse(args, &j->want)) {
		rc = 1;
	} else if (repo_refs(r, describe_add, j) < 0) {
		*why = repo_why();
	} else if (!j->full) {
		describe_settle(j);
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
