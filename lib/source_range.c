#include "base.h"
#include "namelist.h"
#include "revwalk.h"
#include "source_in.h"
#include "str.h"

#include <unistd.h>

enum { PARENTS_MAX = 1024, PUSHED_MAX = 1 << 20, SEEN_MAX = 1 << 25 };

/*
 * What was given out already: a blob and a hash of its path. The id is as
 * strong as git's, so a collision could but hide a second name of bytes
 * that were sieved.
 */
struct seen {
	unsigned char (*v)[24];
	size_t n, cap;
};

struct walks {
	struct revwalk *w;
	struct walks *next;
};

struct range {
	struct walks *first, **last;
	size_t i; /* the next commit of the first walk */
	struct waiting_list list;
	struct seen seen;
	struct buf keys;
	struct oid trees[PARENTS_MAX];
	bool fresh; /* a branch is pushed that the remote does not have */
};

static void
free_range(void *of)
{
	struct range *g = of;

	while (g->first) {
		struct walks *next = g->first->next;

		revwalk_free(g->first->w);
		free(g->first);
		g->first = next;
	}
	waiting_free(&g->list);
	buf_free(&g->keys);
	free(g->seen.v);
	free(g);
}

static struct range *
new_range(struct source *s)
{
	struct range *g = calloc(1, sizeof(*g));

	s->of = g;
	if (g == NULL) {
		source_fail(s, "out of memory");
		return NULL;
	}
	g->last = &g->first;
	g->keys.max = 4096;
	return source_need_objects(s) < 0 ? NULL : g;
}

/* A walk more, after those there are. */
static struct revwalk *
new_walk(struct source *s)
{
	struct walks *k = calloc(1, sizeof(*k));
	struct range *g = s->of;

	if (k && (k->w = revwalk_new(&s->objects)) != NULL) {
		*g->last = k;
		g->last = &k->next;
		return k->w;
	}
	free(k);
	source_fail(s, "out of memory");
	return NULL;
}

static int
cannot_walk(struct source *s)
{
	return source_fail(s, "cannot read the history: %s", s->objects.why);
}

static int
run(struct source *s, struct revwalk *w)
{
	return revwalk_run(w) < 0 ? cannot_walk(s) : 0;
}

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
	struct revwalk *w = new_walk(s);

	if (w == NULL)
		return -1;
	if (revwalk_add(w, from, true) < 0 || revwalk_add(w, to, false) < 0)
		return cannot_walk(s);
	return run(s, w);
}

/* "A..B", or "A...B": what is on one side alone, A's side first. */
static int
open_range(struct source *s)
{
	struct str rev = str_of(s->spec.rev), a, b;
	size_t dots = str_find(rev, STR(".."), 0), n = 2;
	struct oid from, to;

	if (new_range(s) == NULL)
		return -1;
	if (dots == STR_NONE)
		return source_fail(
		    s, "cannot take '%s' as a range: say A..B", s->spec.rev);
	n += dots + 2 < rev.n && rev.p[dots + 2] == '.';
	a = str_sub(rev, 0, dots);
	b = str_sub(rev, dots + n, rev.n);
	if (commit_of(s, a, &from) < 0 || commit_of(s, b, &to) < 0)
		return -1;
	if (n == 3 && between(s, &to, &from) < 0)
		return -1;
	if (between(s, &from, &to) < 0)
		return -1;
	if (revwalk_count(((struct range *)s->of)->first->w) == 0 && n == 2)
		s->empty = "the range has no commit";
	return 0;
}

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
		return cannot_walk(s);
	for (size_t i = 0; i < o->refs.n; i++) {
		const struct ref *r = &o->refs.v[i];

		/* What it names may be gone: then it hides nothing. */
		if (!str_starts(r->name, STR("refs/remotes/")) ||
		    objread_peel(o, &r->oid, OBJECT_COMMIT, &id, &type) != 0)
			continue;
		if (revwalk_add(w, &id, true) < 0)
			return cannot_walk(s);
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
		return cannot_walk(s);
	if (type == OBJECT_TREE) {
		if (treewalk(&s->objects, &o, false, waiting_visit, &arg) == 0)
			return 0;
		return cannot_walk(s);
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
		return cannot_walk(s);
	if (rc == 1)
		return push_other(s, p);
	if (!fresh) {
		struct oid theirs;

		/* Someone else pushed it, and it was not fetched. */
		if (objread_peel(
			o, &p->remote, OBJECT_COMMIT, &theirs, &type) != 0)
			fresh = true;
		else if (revwalk_add(old, &theirs, true) < 0)
			return cannot_walk(s);
	}
	g->fresh |= fresh;
	if (revwalk_add(fresh ? new : old, &id, false) < 0)
		return cannot_walk(s);
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

	if (new_range(s) == NULL || (old = new_walk(s)) == NULL ||
	    (new = new_walk(s)) == NULL)
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
	    run(s, old) < 0 || run(s, new) < 0)
		return -1;
	if (revwalk_count(old) + revwalk_count(new) == 0 && g->list.n == 0)
		s->empty = "nothing is pushed";
	return 0;
}

static void
seen_key(const struct oid *o, struct str path, unsigned char key[24])
{
	uint64_t h = 14695981039346656037u;

	for (size_t i = 0; i < path.n; i++)
		h = (h ^ (unsigned char)path.p[i]) * 1099511628211u;
	memcpy(key, o->id, 16);
	memcpy(key + 16, &h, 8);
	key[0] |= 1; /* all zeros is a free place */
}

static size_t
seen_slot(const struct seen *t, const unsigned char key[24])
{
	static const unsigned char zeros[24];
	uint64_t h, path;
	size_t i;

	memcpy(&h, key, 8);
	memcpy(&path, key + 16, 8);
	i = (size_t)(h ^ path) & (t->cap - 1);
	while (memcmp(t->v[i], zeros, 24) != 0 && memcmp(t->v[i], key, 24) != 0)
		i = (i + 1) & (t->cap - 1);
	return i;
}

static int
seen_grow(struct seen *t)
{
	static const unsigned char zeros[24];
	struct seen wide = { .n = t->n, .cap = t->cap ? t->cap * 2 : 1024 };

	if ((wide.v = calloc(wide.cap, sizeof(*wide.v))) == NULL)
		return -1;
	for (size_t i = 0; i < t->cap; i++)
		if (memcmp(t->v[i], zeros, 24) != 0)
			memcpy(wide.v[seen_slot(&wide, t->v[i])], t->v[i], 24);
	free(t->v);
	*t = wide;
	return 0;
}

/* Was it given out before? When there are too many, that is forgotten:
   sieving twice is only slower. */
static bool
seen(struct seen *t, const struct oid *o, struct str path)
{
	unsigned char key[24];
	size_t i;

	seen_key(o, path, key);
	if (t->n >= t->cap / 2 && (t->cap > SEEN_MAX || seen_grow(t) < 0) &&
	    t->n + 1 >= t->cap)
		return false;
	i = seen_slot(t, key);
	if (memcmp(t->v[i], key, 24) == 0)
		return true;
	memcpy(t->v[i], key, 24);
	t->n++;
	return false;
}

/* The next commit's blobs into the list. 1, 0 after the last, -1. */
static int
next_commit(struct source *s, struct range *g)
{
	struct waiting_arg arg = { s, &g->list };
	struct objread *o = &s->objects;
	char hex[OID_HEX_MAX + 1];
	struct walks *k = g->first;
	struct oid id;
	int n;

	while (k && g->i == revwalk_count(k->w)) {
		g->first = k->next;
		g->i = 0;
		revwalk_free(k->w);
		free(k);
		k = g->first;
	}
	if (k == NULL)
		return 0;
	waiting_reset(&g->list);
	buf_reset(&g->keys);
	id = revwalk_commit(k->w, g->i);
	oid_hex(&id, hex);
	n = revwalk_trees(o, k->w, g->i++, g->trees, PARENTS_MAX);
	if (n < 0 ||
	    treewalk_added(o, &g->trees[0], &g->trees[1], (size_t)n - 1,
		waiting_visit, &arg) != 0)
		return source_fail(s, "cannot read commit %s: %s", hex, o->why);
	if (buf_addf(&g->keys, "commit=%s\t", hex) < 0)
		return source_fail(s, "out of memory");
	return 1;
}

static int
next(struct source *s, struct arena *mem, struct item *it)
{
	struct range *g = s->of;
	char hex[OID_HEX_MAX + 1];
	const struct waiting *w;
	size_t keep;
	int rc;

	do {
		while (g->list.i == g->list.n)
			if ((rc = next_commit(s, g)) <= 0)
				return rc;
		w = &g->list.v[g->list.i++];
	} while (seen(&g->seen, &w->oid, w->path));
	keep = g->keys.n;
	oid_hex(&w->oid, hex);
	if (buf_addf(&g->keys, "blob=%s", hex) < 0)
		return source_fail(s, "out of memory");
	it->type = ITEM_OBJECT;
	it->name = it->path = w->path;
	it->oid = w->oid;
	it->mode = w->mode;
	it->keys = buf_str(&g->keys);
	rc = source_item(s, mem, it);
	g->keys.n = keep;
	return rc;
}

const struct source_ops source_range_ops = { open_range, next, free_range };
const struct source_ops source_pushed_ops = { open_pushed, next, free_range };
