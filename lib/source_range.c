#include "base.h"
#include "revwalk.h"
#include "source_past.h"
#include "str.h"

static int
commit_of(struct source *s, struct str rev, struct oid *o)
{
	enum object_type type;

	if (source_rev(s, rev.n ? rev : STR("HEAD"), o) < 0)
		return -1;
	if (objread_peel(&s->objects, o, OBJECT_COMMIT, o, &type) != 0)
		return source_fail(
		    s, "cannot take '%.*s': it names no commit", FMT(rev));
	return 0;
}

static int
between(struct source *s, const struct oid *from, const struct oid *to)
{
	struct revwalk *w = revwalk_new(&s->objects);
	int rc = w ? 0 : source_fail(s, "out of memory");

	if (rc == 0 &&
	    (revwalk_add(w, from, true) < 0 || revwalk_add(w, to, false) < 0 ||
		revwalk_run(w) < 0))
		rc = past_fail(s);
	if (rc == 0)
		rc = past_add(s, w);
	revwalk_free(w);
	return rc;
}

/* "A..B", or "A...B": what is on one side alone. */
static int
open_range(struct source *s)
{
	struct str rev = str_of(s->spec.rev), a, b;
	size_t dots = str_find(rev, STR(".."), 0), n = 2;
	struct past *p = past_new(s);
	struct oid end[2];

	if (p == NULL)
		return -1;
	if (dots == STR_NONE)
		return source_fail(
		    s, "cannot take '%s' as a range: say A..B", s->spec.rev);
	n += dots + 2 < rev.n && rev.p[dots + 2] == '.';
	a = str_sub(rev, 0, dots);
	b = str_sub(rev, dots + n, rev.n);
	if (commit_of(s, a, &end[0]) < 0 || commit_of(s, b, &end[1]) < 0 ||
	    (n == 3 && between(s, &end[1], &end[0]) < 0) ||
	    between(s, &end[0], &end[1]) < 0)
		return -1;
	if (p->ncommits == 0)
		s->empty = "the range has no commit";
	else if (past_heads(s, end, 2) < 0)
		return -1;
	return past_begin(s, true);
}

const struct source_ops source_range_ops = { open_range, past_next, past_free };
