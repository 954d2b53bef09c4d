#include "base.h"
#include "namelist.h"
#include "source_walks.h"
#include "str.h"

#include <unistd.h>

enum { PUSHED_MAX = 1 << 20 };

static bool
is_zero(const struct oid *o)
{
	static const unsigned char zeros[OID_MAX];

	return memcmp(o->id, zeros, o->n) == 0;
}

/* One line of a pre-push hook. */
struct push {
	struct str name; /* what is pushed */
	struct oid local, remote;
};

static int
parse_push(struct source *s, struct str line, size_t number, struct push *p)
{
	struct str local, other, remote, rest = line;

	if (str_word(&rest, &p->name) && str_word(&rest, &local) &&
	    str_word(&rest, &other) && str_word(&rest, &remote) &&
	    str_trim(rest).n == 0 && oid_parse(local, &p->local) == 0 &&
	    oid_parse(remote, &p->remote) == 0 && p->local.n == s->at.idlen &&
	    p->remote.n == s->at.idlen)
		return 0;
	return source_fail(s,
	    "stdin:%zu: not a line as git gives it to a pre-push hook", number);
}

static int
hide_remotes(struct source *s, struct revwalk *w)
{
	struct objread *o = &s->objects;
	enum object_type type;
	struct oid id;

	if (objread_refs(o) < 0)
		return range_fail(s);
	for (size_t i = 0; i < o->refs.n; i++) {
		const struct ref *r = &o->refs.v[i];

		/* What it names may be gone: then it hides nothing. */
		if (!str_starts(r->name, STR("refs/remotes/")) ||
		    objread_peel(o, &r->oid, OBJECT_COMMIT, &id, &type) != 0)
			continue;
		if (revwalk_add(w, &id, true) < 0)
			return range_fail(s);
	}
	return 0;
}

/* A tag of a tree or of a blob can be pushed too: that waits as it is. */
static int
push_other(struct source *s, const struct push *p)
{
	struct range *g = s->of;
	struct waiting_arg arg = { s, &g->list };
	enum object_type type;
	struct oid o;

	if (objread_peel(&s->objects, &p->local, OBJECT_NONE, &o, &type) != 0)
		return range_fail(s);
	if (type == OBJECT_TREE) {
		if (treewalk(&s->objects, &o, false, waiting_visit, &arg) == 0)
			return 0;
		return range_fail(s);
	}
	if (waiting_add(&g->list, p->name, &o, 0100644) < 0)
		return source_fail(s, "out of memory");
	return 0;
}

/*
 * Refs that the remote has are walked from what it has; new ones from what
 * any remote has. Two walks, so that neither hides from the other.
 */
static int
push_one(struct source *s, const struct push *p, struct revwalk *old,
    struct revwalk *new)
{
	bool fresh = is_zero(&p->remote);
	struct range *g = s->of;
	struct objread *o = &s->objects;
	enum object_type type;
	struct oid id;
	int rc;

	if (is_zero(&p->local))
		return 0;
	rc = objread_peel(o, &p->local, OBJECT_COMMIT, &id, &type);
	if (rc < 0)
		return range_fail(s);
	if (rc == 1)
		return push_other(s, p);
	if (!fresh) {
		struct oid theirs;

		/* Someone else pushed it, and it was not fetched. */
		if (objread_peel(
			o, &p->remote, OBJECT_COMMIT, &theirs, &type) != 0)
			fresh = true;
		else if (revwalk_add(old, &theirs, true) < 0)
			return range_fail(s);
	}
	g->fresh |= fresh;
	if (revwalk_add(fresh ? new : old, &id, false) < 0)
		return range_fail(s);
	return 0;
}

static int
open_pushed(struct source *s)
{
	struct namelist in;
	struct revwalk *old, *new;
	struct range *g;
	struct str line;
	struct push p;
	size_t n = 0;
	int rc;

	if (range_new(s) == NULL || (old = range_walk(s)) == NULL ||
	    (new = range_walk(s)) == NULL)
		return -1;
	namelist_init(&in, STDIN_FILENO, false);
	while ((rc = namelist_line(&in, &line)) == 1) {
		if (++n > PUSHED_MAX)
			rc =
			    source_fail(s, "cannot read stdin: too many lines");
		else if (str_trim(line).n == 0)
			continue;
		else if ((rc = parse_push(s, line, n, &p)) == 0)
			rc = push_one(s, &p, old, new);
		if (rc < 0)
			break;
	}
	if (rc < 0 && in.why)
		source_fail(s, "cannot read stdin: %s", in.why);
	namelist_free(&in);
	g = s->of;
	if (rc < 0 || (g->fresh && hide_remotes(s, new) < 0) ||
	    range_run(s, old) < 0 || range_run(s, new) < 0)
		return -1;
	if (revwalk_count(old) + revwalk_count(new) == 0 && g->list.n == 0)
		s->empty = "nothing is pushed";
	return 0;
}

const struct source_ops source_pushed_ops = { open_pushed, range_next,
	range_free };
