#include "base.h"
#include "gitobj.h"
#include "str.h"

int
tree_next(
    struct str tree, unsigned char oid_n, size_t *at, struct tree_entry *e)
{
	size_t blank = *at, nul;

	if (*at >= tree.n)
		return 0;
	e->mode = 0;
	for (; blank < tree.n && tree.p[blank] != ' '; blank++) {
		unsigned d = (unsigned char)tree.p[blank] - (unsigned)'0';

		if (d > 7 || blank - *at > 6)
			return -1;
		e->mode = e->mode << 3 | d;
	}
	nul = str_chr(tree, '\0', blank);
	if (nul == STR_NONE || tree.n - nul - 1 < oid_n)
		return -1;
	e->name = str_sub(tree, blank + 1, nul);
	e->id = (const unsigned char *)tree.p + nul + 1;
	*at = nul + 1 + oid_n;
	return 1;
}

/* The value of the header line that s begins with; s moves past it. */
static bool
header(struct str *s, struct str name, struct str *value)
{
	struct str line, rest = *s;

	if (!str_cut(&rest, '\n', &line) || !str_starts(line, name))
		return false;
	*value = str_sub(line, name.n, line.n);
	*s = rest;
	return true;
}

/* "... <mail> 1700000000 +0100": the seconds, 0 when they make no sense. */
static int64_t
seconds(struct str who)
{
	size_t at = str_rchr(who, '>');
	struct str word, rest;
	uint64_t v;

	rest = str_sub(who, at == STR_NONE ? who.n : at + 1, who.n);
	if (!str_word(&rest, &word) || str_num(word, INT64_MAX, &v) < 0)
		return 0;
	return (int64_t)v;
}

int
commit_parse(struct str bytes, unsigned char oid_n, struct commit *c)
{
	struct str value, from;
	size_t at;

	*c = (struct commit){ 0 };
	if (!header(&bytes, STR("tree "), &value) ||
	    oid_parse(value, &c->tree) < 0 || c->tree.n != oid_n)
		return -1;
	from = bytes;
	while (header(&bytes, STR("parent "), &value))
		if (value.n != (size_t)2 * oid_n)
			return -1;
	c->parents = str_sub(from, 0, from.n - bytes.n);
	(void)header(&bytes, STR("author "), &c->author);
	(void)header(&bytes, STR("committer "), &c->committer);
	c->date = seconds(c->committer);
	/* More headers (encoding, gpgsig) end at the first empty line. */
	if (bytes.n && bytes.p[0] == '\n')
		c->message = str_sub(bytes, 1, bytes.n);
	else if ((at = str_find(bytes, STR("\n\n"), 0)) != STR_NONE)
		c->message = str_sub(bytes, at + 2, bytes.n);
	return 0;
}

bool
commit_parent(struct commit *c, struct oid *parent)
{
	struct str line;

	return str_cut(&c->parents, '\n', &line) &&
	    oid_parse(str_sub(line, sizeof("parent ") - 1, line.n), parent) ==
	    0;
}

int
tag_parse(struct str bytes, unsigned char oid_n, struct tag *t)
{
	struct str value;
	size_t at;

	*t = (struct tag){ 0 };
	if (!header(&bytes, STR("object "), &value) ||
	    oid_parse(value, &t->object) < 0 || t->object.n != oid_n)
		return -1;
	at = str_find(bytes, STR("\n\n"), 0);
	t->message = at == STR_NONE ? STR("") : str_sub(bytes, at + 2, bytes.n);
	while (bytes.n && bytes.p[0] != '\n') {
		if (header(&bytes, STR("tagger "), &t->tagger))
			break;
		if (!str_cut(&bytes, '\n', &value))
			break;
	}
	t->date = seconds(t->tagger);
	return 0;
}
