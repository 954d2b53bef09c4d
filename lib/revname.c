#include "base.h"
#include "revname.h"
#include "gitobj.h"
#include "str.h"

enum { BACK_MAX = 1 << 24, REF_MAX = 4096 };

static int
fail(struct objread *o, const char *why)
{
	snprintf(o->why, sizeof(o->why), "%s", why);
	return -1;
}

int
revname_ref(
    struct objread *o, struct str name, struct buf *full, struct oid *id)
{
	static const char *const rules[][2] = { { "", "" }, { "refs/", "" },
		{ "refs/tags/", "" }, { "refs/heads/", "" },
		{ "refs/remotes/", "" }, { "refs/remotes/", "/HEAD" } };
	int rc = 1;

	for (size_t i = 0; rc == 1 && i < LEN(rules); i++) {
		buf_reset(full);
		if (buf_addz(full, rules[i][0]) < 0 ||
		    buf_adds(full, name) < 0 || buf_addz(full, rules[i][1]) < 0)
			return 1;
		rc = objread_ref(o, full->p, id);
	}
	return rc;
}

/* What git describe prints ends in an id: "v1.2-3-gdeadbee". */
static struct str
described(struct str name)
{
	for (size_t i = name.n; i > 2; i--)
		if (name.p[i - 1] == 'g' && name.p[i - 2] == '-')
			return str_sub(name, i, name.n);
	return STR("");
}

/* A name without anything behind it. */
static int
plain(struct objread *o, struct str name, struct oid *id)
{
	struct buf full = { .max = REF_MAX };
	int rc = 1;

	if (name.n == (size_t)2 * o->git->idlen && oid_parse(name, id) == 0)
		return 0;
	if (name.n == 0 || str_eqz(name, "@"))
		name = STR("HEAD");
	rc = revname_ref(o, name, &full, id);
	buf_free(&full);
	if (rc == 1)
		rc = revname_short(o, name, id);
	if (rc == 1)
		rc = revname_short(o, described(name), id);
	return rc;
}

/* The nth parent of a commit; 0 is the commit itself. */
static int
parent(struct objread *o, struct oid *id, uint64_t nth)
{
	enum object_type type;
	struct commit c;
	int rc = objread_peel(o, id, OBJECT_COMMIT, id, &type);

	if (rc != 0 || nth == 0)
		return rc;
	/* Peeling left the commit in o->tmp. */
	if (commit_parse(buf_str(&o->tmp), id->n, &c) < 0)
		return fail(o, "a commit is broken");
	for (; nth > 0; nth--)
		if (!commit_parent(&c, id))
			return 1;
	return 0;
}

/* "^{tree}": after the caret. */
static int
typed(struct objread *o, struct str *rest, struct oid *id)
{
	static const struct {
		const char *name;
		enum object_type type;
	} types[] = { { "", OBJECT_NONE }, { "commit", OBJECT_COMMIT },
		{ "tree", OBJECT_TREE }, { "blob", OBJECT_BLOB },
		{ "tag", OBJECT_TAG } };
	enum object_type got;
	struct str word;

	*rest = str_sub(*rest, 1, rest->n);
	if (!str_cut(rest, '}', &word))
		return 1;
	for (size_t i = 0; i < LEN(types); i++)
		if (str_eqz(word, types[i].name))
			return objread_peel(o, id, types[i].type, id, &got);
	if (word.n && word.p[0] == '/')
		return fail(o, "a search for text is not understood here");
	return str_eqz(word, "object") ? 0 : 1;
}

/* One part of a path in a tree. */
static int
child(struct objread *o, struct str name, struct oid *id)
{
	enum object_type type;
	struct tree_entry e;
	size_t at = 0;
	int rc = objread_peel(o, id, OBJECT_TREE, id, &type);

	if (rc != 0)
		return rc;
	while ((rc = tree_next(buf_str(&o->tmp), id->n, &at, &e)) == 1)
		if (str_eq(e.name, name)) {
			memcpy(id->id, e.id, id->n);
			return 0;
		}
	return rc < 0 ? fail(o, "a tree is broken") : 1;
}

/* ":a/b": what is there in the tree. */
static int
below(struct objread *o, struct str path, struct oid *id)
{
	enum object_type type;
	struct str part;
	int rc = objread_peel(o, id, OBJECT_TREE, id, &type);

	while (rc == 0 && str_cut(&path, '/', &part))
		if (part.n > 0)
			rc = child(o, part, id);
	return rc;
}

/* "^", "^2", "~3". */
static int
back(struct objread *o, struct str *rest, struct oid *id)
{
	char op = rest->p[0];
	uint64_t n = 1;
	size_t digits = 1;
	int rc;

	while (digits < rest->n && rest->p[digits] >= '0' &&
	    rest->p[digits] <= '9')
		digits++;
	if (digits > 1 && str_num(str_sub(*rest, 1, digits), BACK_MAX, &n) < 0)
		return 1;
	*rest = str_sub(*rest, digits, rest->n);
	if (op == '^')
		return parent(o, id, n);
	rc = parent(o, id, 0);
	for (; rc == 0 && n > 0; n--)
		rc = parent(o, id, 1);
	return rc;
}

static int
suffixes(struct objread *o, struct str rest, struct oid *id)
{
	int rc = 0;

	while (rc == 0 && rest.n > 0) {
		struct str next = str_sub(rest, 1, rest.n);

		if (rest.p[0] == ':')
			return below(o, next, id);
		if (rest.p[0] == '^' && next.n && next.p[0] == '{') {
			rest = next;
			rc = typed(o, &rest, id);
		} else if (rest.p[0] == '^' || rest.p[0] == '~')
			rc = back(o, &rest, id);
		else
			rc = 1;
	}
	return rc;
}

/* The name in front, "@{...}" with it, and then what is behind. */
static int
resolve(struct objread *o, struct str rev, struct oid *id)
{
	size_t end = 0, brace = str_find(rev, STR("@{"), 0), close;
	struct str what;
	int rc;

	while (end < rev.n && rev.p[end] != '^' && rev.p[end] != '~' &&
	    rev.p[end] != ':')
		end++;
	if (brace < end) {
		close = str_chr(rev, '}', brace);
		if (close == STR_NONE)
			return 1;
		what = str_sub(rev, brace + 2, close);
		rc = revname_at(o, str_sub(rev, 0, brace), what, id);
		end = close + 1;
	} else if (end == 0 && rev.n > 0 && rev.p[0] == ':') {
		return fail(o, "neither the index nor a text is understood");
	} else if (end == 0 && rev.n > 0) {
		return 1;
	} else
		rc = plain(o, str_sub(rev, 0, end), id);
	return rc ? rc : suffixes(o, str_sub(rev, end, rev.n), id);
}

int
revname(struct objread *o, struct str rev, struct oid *id)
{
	int rc = 1;

	if (memchr(rev.p, 0, rev.n) == NULL)
		rc = resolve(o, rev, id);
	return rc == 1 ? fail(o, "no such revision") : rc;
}
