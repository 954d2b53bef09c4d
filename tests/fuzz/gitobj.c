/* Byte 0: what it is, and the id's length; then a tree, a commit or a tag. */
#include "base.h"
#include "gitobj.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static bool
inside(struct str part, struct str all)
{
	return part.n == 0 ||
	    (part.p >= all.p && part.p + part.n <= all.p + all.n);
}

static void
tree(struct str s, unsigned char oid_n)
{
	struct tree_entry e;
	size_t at = 0, last = 0;

	while (tree_next(s, oid_n, &at, &e) == 1) {
		if (at <= last || at > s.n || !inside(e.name, s) ||
		    !inside((struct str){ (const char *)e.id, oid_n }, s))
			abort();
		last = at;
	}
}

static void
commit(struct str s, unsigned char oid_n)
{
	struct commit c;
	struct oid parent;
	size_t left;

	if (commit_parse(s, oid_n, &c) < 0)
		return;
	if (!inside(c.parents, s) || !inside(c.author, s) ||
	    !inside(c.committer, s) || !inside(c.message, s))
		abort();
	left = c.parents.n;
	while (commit_parent(&c, &parent)) {
		if (c.parents.n >= left || parent.n != oid_n)
			abort();
		left = c.parents.n;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str s = { (const char *)p + 1, n - 1 };
	unsigned char oid_n;
	struct tag t;

	if (n == 0)
		return 0;
	oid_n = p[0] & 1 ? 32 : 20;
	switch (p[0] >> 1 & 3) {
	case 0: tree(s, oid_n); break;
	case 1: commit(s, oid_n); break;
	default:
		if (tag_parse(s, oid_n, &t) == 0 &&
		    (!inside(t.tagger, s) || !inside(t.message, s)))
			abort();
	}
	return 0;
}
