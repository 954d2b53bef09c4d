#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"

/*
 * yarn.lock: version 1 has blocks of its own, berry the same in YAML. In
 * both a block is headed by the ranges that it answers ("a@^1, a@^1.2"),
 * and "dependencies" asks for ranges in turn.
 */
struct yarn {
	struct depread *r;
	struct depnames range; /* "a@^1" to its index */
	struct dep dep;	       /* of the block being read */
	long index;
	struct str head;
	bool asks; /* inside of "dependencies:" */
};

static struct str
unquote(struct str s)
{
	s = str_trim(s);
	if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') &&
	    s.p[s.n - 1] == s.p[0])
		return str_sub(s, 1, s.n - 1);
	return s;
}

/* "name@range" apart; a scope's '@' is the name's. */
static struct str
name_of(struct str range)
{
	size_t at = str_chr(range, '@', 1);

	return at == STR_NONE ? range : str_sub(range, 0, at);
}

/* Berry writes "a@npm:^1" where version 1 writes "a@^1". */
static struct str
range_key(struct yarn *y, struct str name, struct str range)
{
	struct str part[3] = { name, STR("@"), range };

	if (str_starts(range, STR("npm:")))
		part[2] = str_sub(range, 4, range.n);
	return depfile_join(y->r, part, 3);
}

static int
put_ranges(struct yarn *y, struct str head, size_t i)
{
	struct str one, name, key;

	while (str_cut(&head, ',', &one)) {
		one = unquote(one);
		name = name_of(one);
		key = range_key(y, name, str_sub(one, name.n + 1, one.n));
		if (key.p == NULL || depnames_put(&y->range, key, i) < 0)
			return -1;
	}
	return 0;
}

/* "alias@npm:real@^1" is a package called real. */
static struct str
real_name(struct str range)
{
	struct str name = name_of(range);
	struct str rest = str_sub(range, name.n + 1, range.n);
	size_t at;

	if (!str_starts(rest, STR("npm:")))
		return name;
	rest = str_sub(rest, 4, rest.n);
	at = str_rchr(rest, '@');
	return at == STR_NONE || at == 0 ? name : str_sub(rest, 0, at);
}

static bool
is_local(struct str head)
{
	static const char *const kinds[] = {
		"@workspace:", "@link:", "@portal:", "@file:"
	};

	for (size_t i = 0; i < LEN(kinds); i++)
		if (str_find(head, str_of(kinds[i]), 0) != STR_NONE)
			return true;
	return false;
}

static int
put_block(struct yarn *y, struct str head, struct str version, struct span at)
{
	struct str first = head;

	y->index = -1;
	if (!str_cut(&head, ',', &first) || is_local(first))
		return 0;
	y->dep = (struct dep){ .eco = ECO_NPM,
		.name = real_name(unquote(first)),
		.version = version,
		.at = at };
	if (y->dep.name.n == 0 || str_eqz(y->dep.name, "__metadata"))
		return 0;
	y->index = depfile_put(y->r, &y->dep);
	return y->index < 0 ? -1 : put_ranges(y, y->head, (size_t)y->index);
}

/* The blocks of version 1, twice: who is there, then who asks for whom. */
static int
line_of_block(struct yarn *y, struct str line, bool second)
{
	size_t indent = 0, to, blank;
	struct str key, name, rest;

	while (indent < line.n && line.p[indent] == ' ')
		indent++;
	rest = str_trim(line);
	if (rest.n == 0 || rest.p[0] == '#')
		return 0;
	if (indent == 0) {
		y->head = str_ends(rest, STR(":")) ?
		    str_sub(rest, 0, rest.n - 1) :
		    rest;
		y->asks = false;
		return 0;
	}
	if (indent <= 2 && !second &&
	    (str_starts(rest, STR("version")) ||
		str_starts(rest, STR("\"version\"")))) {
		size_t word = rest.p[0] == '"' ? 9 : 7;
		struct str first = y->head;
		struct str all = y->head;

		(void)str_cut(&all, ',', &first);
		first = unquote(first);
		return put_block(y, y->head,
		    unquote(str_sub(rest, word, rest.n)),
		    depfile_at(y->r, first));
	}
	if (indent <= 2) {
		struct str all = y->head, first = y->head;

		y->asks = str_ends(rest, STR("ependencies:"));
		(void)str_cut(&all, ',', &first);
		first = unquote(first);
		name = name_of(first);
		key = range_key(y, name, str_sub(first, name.n + 1, first.n));
		if (key.p == NULL)
			return -1;
		to = depnames_get(&y->range, key);
		y->index = to == STR_NONE ? -1 : (long)to;
		return 0;
	}
	if (!second || !y->asks || y->index < 0)
		return 0;
	blank = str_chr(rest, ' ', 0);
	name = unquote(str_sub(rest, 0, blank));
	rest = unquote(str_sub(rest, blank, rest.n));
	if ((key = range_key(y, name, rest)).p == NULL)
		return -1;
	to = depnames_get(&y->range, key);
	return to == STR_NONE ? 0 : depfile_edge(y->r, (size_t)y->index, to);
}

static int
read_blocks(struct yarn *y)
{
	struct str line;
	size_t from;

	for (int pass = 0; pass < 2; pass++) {
		struct deplines l = { .bytes = y->r->bytes };

		y->head = STR("");
		while (deplines_next(&l, &line, &from))
			if (line_of_block(y, line, pass == 1) < 0)
				return -1;
	}
	return 0;
}

static int
edges(struct yarn *y, const struct node *list, size_t from)
{
	for (const struct node *c = list ? list->child : NULL; c; c = c->next) {
		struct str key = range_key(y, c->key, doc_text(c));
		size_t to;

		if (key.p == NULL)
			return -1;
		to = depnames_get(&y->range, key);
		if (to != STR_NONE && depfile_edge(y->r, from, to) < 0)
			return -1;
	}
	return 0;
}

static int
read_berry(struct yarn *y)
{
	const struct node *c;
	size_t n = 0;

	for (c = y->r->doc.root ? y->r->doc.root->child : NULL; c;
	     c = c->next) {
		y->head = c->key;
		if (c->type == NODE_MAP &&
		    put_block(
			y, c->key, doc_str(c, "version"), depfile_key(c)) < 0)
			return -1;
	}
	for (c = y->r->doc.root ? y->r->doc.root->child : NULL; c;
	     c = c->next) {
		struct str all = c->key, first = c->key, name, key;

		(void)str_cut(&all, ',', &first);
		name = name_of(first);
		key = range_key(y, name, str_sub(first, name.n + 1, first.n));
		if (key.p == NULL)
			return -1;
		n = depnames_get(&y->range, key);
		if (n != STR_NONE &&
		    edges(y, doc_get(c, "dependencies"), n) < 0)
			return -1;
	}
	return 0;
}

/* Who is asked for stands in package.json. */
static int
roots(struct yarn *y)
{
	static const char *const lists[] = { "dependencies",
		"optionalDependencies", "devDependencies" };
	struct buf text = { .max = DEP_SIBLING_BYTES };
	struct doc project = { .n = 0 };
	int rc = depfile_sibling(y->r, STR("package.json"), &text);

	if (rc > 0)
		rc = doc_json(&project, buf_str(&text)) < 0 ? 0 : 1;
	for (size_t i = 0; rc > 0 && i < LEN(lists); i++) {
		const struct node *l = doc_get(project.root, lists[i]);

		for (const struct node *c =
			 l && l->type == NODE_MAP ? l->child : NULL;
		     c; c = c->next) {
			struct str key = range_key(y, c->key, doc_text(c));
			size_t to =
			    key.p ? depnames_get(&y->range, key) : STR_NONE;

			if (to != STR_NONE &&
			    depfile_root(y->r, to, i == 2) < 0)
				rc = -1;
		}
	}
	doc_free(&project);
	buf_free(&text);
	return rc < 0 && !y->r->unread[0] ? -1 : 0;
}

int
depread_yarn(struct depread *r)
{
	struct yarn y = { .r = r, .index = -1 };
	int rc;

	if (str_find(r->bytes, STR("\n__metadata:"), 0) != STR_NONE) {
		depfile_yaml(r);
		rc = read_berry(&y);
	} else {
		rc = read_blocks(&y);
	}
	if (rc == 0)
		rc = roots(&y);
	depnames_free(&y.range);
	return rc;
}
