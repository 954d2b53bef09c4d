#include "base.h"
#include "gitobj.h"
#include "namelist.h"
#include "revwalk.h"
#include "source_past.h"
#include "str.h"
#include "vec.h"

#include <unistd.h>

enum { PUSHED_MAX = 1 << 20, TAG_MAX = 64 << 20, TAGS_MAX = 64 };

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
		return past_fail(s);
	for (size_t i = 0; i < o->refs.n; i++) {
		const struct ref *r = &o->refs.v[i];

		/* What it names may be gone: then it hides nothing. */
		if (!str_starts(r->name, STR("refs/remotes/")) ||
		    objread_peel(o, &r->oid, OBJECT_COMMIT, &id, &type) != 0)
			continue;
		if (revwalk_add(w, &id, true) < 0)
			return past_fail(s);
	}
	return 0;
}

/* A tag of a tree or of a blob can be pushed too: that waits as it is. */
static int
push_other(struct source *s, const struct push *p)
{
	struct past *g = s->of;
	struct waiting_arg arg = { s, &g->list };
	enum object_type type;
	struct oid o;

	if (objread_peel(&s->objects, &p->local, OBJECT_NONE, &o, &type) != 0)
		return past_fail(s);
	if (type == OBJECT_TREE) {
		if (treewalk(&s->objects, &o, false, waiting_visit, &arg) == 0)
			return 0;
		return past_fail(s);
	}
	if (waiting_add(&g->list, p->name, &o, 0100644) < 0)
		return source_fail(s, "out of memory");
	return 0;
}

/*
 * Refs that the remote has are walked from what it has; new ones from what
 * any remote has. Two walks, so that neither hides from the other.
 */
struct pushing {
	struct source *s;
	struct revwalk *old, *new;
	bool fresh;	  /* a branch is pushed that the remote does not have */
	struct oid *tips; /* what is pushed */
	size_t ntips, cap;
};

/* The tags on the way to a commit are pushed with it. */
static int
push_tags(struct source *s, const struct oid *id)
{
	struct objread *o = &s->objects;
	struct buf bytes = { .max = TAG_MAX };
	struct past *p = s->of;
	struct oid at = *id;
	int rc = 0;

	for (int i = 0; i < TAGS_MAX && rc == 0; i++) {
		char hex[OID_HEX_MAX + 1],
		    name[sizeof(".git/tag/") + sizeof(hex)];
		struct tag t;

		if (objread_get(o, &at, OBJECT_TAG, &bytes) != 0 ||
		    tag_parse(buf_str(&bytes), at.n, &t) < 0)
			break;
		oid_hex(&at, hex);
		snprintf(name, sizeof(name), ".git/tag/%s", hex);
		rc = waiting_add(&p->list, str_of(name), &at, 0);
		at = t.object;
	}
	buf_free(&bytes);
	return rc < 0 ? source_fail(s, "out of memory") : 0;
}

static int
push_commit(struct pushing *g, const struct push *p, const struct oid *id)
{
	bool fresh = is_zero(&p->remote);
	struct source *s = g->s;
	enum object_type type;
	struct oid theirs;

	if (!fresh) {
		/* Someone else pushed it, and it was not fetched. */
		if (objread_peel(&s->objects, &p->remote, OBJECT_COMMIT,
			&theirs, &type) != 0)
			fresh = true;
		else if (revwalk_add(g->old, &theirs, true) < 0)
			return past_fail(s);
	}
	g->fresh |= fresh;
	if (revwalk_add(fresh ? g->new : g->old, id, false) < 0)
		return past_fail(s);
	if (vec_room(&g->tips, &g->cap, g->ntips + 1, sizeof(*g->tips)) < 0)
		return source_fail(s, "out of memory");
	g->tips[g->ntips++] = *id;
	return 0;
}

static int
push_one(struct pushing *g, const struct push *p)
{
	struct source *s = g->s;
	enum object_type type;
	struct oid id;
	int rc;

	if (is_zero(&p->local))
		return 0;
	rc = objread_peel(&s->objects, &p->local, OBJECT_COMMIT, &id, &type);
	if (rc < 0)
		return past_fail(s);
	if (push_tags(s, &p->local) < 0)
		return -1;
	return rc == 1 ? push_other(s, p) : push_commit(g, p, &id);
}

static int
read_pushes(struct pushing *g)
{
	struct source *s = g->s;
	struct namelist in;
	struct str line;
	struct push p;
	size_t n = 0;
	int rc;

	namelist_init(&in, STDIN_FILENO, false);
	while ((rc = namelist_line(&in, &line)) == 1) {
		if (++n > PUSHED_MAX)
			rc =
			    source_fail(s, "cannot read stdin: too many lines");
		else if (str_trim(line).n == 0)
			continue;
		else if ((rc = parse_push(s, line, n, &p)) == 0)
			rc = push_one(g, &p);
		if (rc < 0)
			break;
	}
	if (rc < 0 && in.why)
		source_fail(s, "cannot read stdin: %s", in.why);
	namelist_free(&in);
	return rc;
}

static int
walk(struct source *s, struct revwalk *w)
{
	return revwalk_run(w) < 0 ? past_fail(s) : past_add(s, w);
}

static int
take_pushes(struct pushing *g)
{
	struct source *s = g->s;
	struct past *p = s->of;

	if (g->old == NULL || g->new == NULL)
		return source_fail(s, "out of memory");
	if (read_pushes(g) < 0 || (g->fresh && hide_remotes(s, g->new) < 0) ||
	    walk(s, g->old) < 0 || walk(s, g->new) < 0)
		return -1;
	if (p->ncommits && past_heads(s, g->tips, g->ntips) < 0)
		return -1;
	if (p->ncommits + p->list.n == 0)
		s->empty = "nothing is pushed";
	return past_begin(s, true);
}

static int
open_pushed(struct source *s)
{
	struct pushing g = { .s = s };
	int rc;

	if (past_new(s) == NULL)
		return -1;
	g.old = revwalk_new(&s->objects);
	g.new = revwalk_new(&s->objects);
	rc = take_pushes(&g);
	revwalk_free(g.old);
	revwalk_free(g.new);
	free(g.tips);
	return rc;
}

const struct source_ops source_pushed_ops = { open_pushed, past_next,
	past_free };
