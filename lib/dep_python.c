#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "pyreq.h"
#include "str.h"

struct python {
	struct depread *r;
	struct depnames at; /* a folded name to its index */
};

/* PyPI's way of writing a name, in r->mem. */
static struct str
fold(struct depread *r, struct str name)
{
	struct buf b = { .max = 4096 };
	struct str s = { NULL, 0 };

	if (ecosystem_name(&b, ECO_PYPI, name) == 0)
		s = arena_str(&r->mem, buf_str(&b));
	buf_free(&b);
	return s;
}

static size_t
find(struct python *p, struct str name)
{
	struct str key = fold(p->r, name);

	return key.p ? depnames_get(&p->at, key) : STR_NONE;
}

static int
put(struct python *p, const struct dep *d)
{
	long i = depfile_put(p->r, d);

	return i < 0 ? -1 : depnames_put(&p->at, p->r->v[i].name, (size_t)i);
}

/* What asks is a list of "name>=1" or of { name = "..." }, or a map. */
static struct str
asked(const struct node *c)
{
	if (c->type == NODE_MAP && doc_str(c, "name").n)
		return doc_str(c, "name");
	return c->key.n ? c->key : pyreq_name(doc_text(c));
}

static int
edges(struct python *p, const struct node *list, size_t from)
{
	for (const struct node *c =
		 list && list->type >= NODE_LIST ? list->child : NULL;
	     c; c = c->next) {
		size_t to = find(p, asked(c));

		if (to != STR_NONE && depfile_edge(p->r, from, to) < 0)
			return -1;
	}
	return 0;
}

static int
roots(struct python *p, const struct node *list, bool dev)
{
	for (const struct node *c =
		 list && list->type >= NODE_LIST ? list->child : NULL;
	     c; c = c->next) {
		size_t to = find(p, asked(c));

		if (to != STR_NONE && depfile_root(p->r, to, dev) < 0)
			return -1;
	}
	return 0;
}

/* Each list of a map of lists: groups, extras. */
static int
roots_of_each(
    struct python *p, const struct node *map, const char *inner, bool dev)
{
	for (const struct node *c = map && map->type == NODE_MAP ? map->child :
								   NULL;
	     c; c = c->next)
		if (roots(p, inner ? doc_get(c, inner) : c, dev) < 0)
			return -1;
	return 0;
}

/* Who is asked for stands in pyproject.toml. */
static int
read_project(struct python *p)
{
	struct buf text = { .max = DEP_SIBLING_BYTES };
	struct doc doc = { .n = 0 };
	const struct node *n;
	int rc = depfile_sibling(p->r, STR("pyproject.toml"), &text);

	if (rc > 0 && doc_toml(&doc, buf_str(&text)) < 0)
		rc = 0;
	n = doc.root;
	if (rc > 0 &&
	    (roots(p, doc_at(n, "project.dependencies"), false) < 0 ||
		roots_of_each(p, doc_at(n, "project.optional-dependencies"),
		    NULL, false) < 0 ||
		roots_of_each(p, doc_get(n, "dependency-groups"), NULL, true) <
		    0 ||
		roots(p, doc_at(n, "tool.poetry.dependencies"), false) < 0 ||
		roots(p, doc_at(n, "tool.poetry.dev-dependencies"), true) < 0 ||
		roots_of_each(p, doc_at(n, "tool.poetry.group"), "dependencies",
		    true) < 0 ||
		roots_of_each(
		    p, doc_at(n, "tool.pdm.dev-dependencies"), NULL, true) < 0))
		rc = -1;
	else
		rc = 0;
	doc_free(&doc);
	buf_free(&text);
	return rc;
}

/* Does a list of groups hold no group but those for development? */
static bool
only_dev(const struct node *groups)
{
	bool any = false;

	if (groups == NULL || groups->type != NODE_LIST)
		return false;
	for (const struct node *c = groups->child; c; c = c->next) {
		struct str s = doc_text(c);

		if (str_eqz(s, "main") || str_eqz(s, "default"))
			return false;
		any = true;
	}
	return any;
}

static const struct node *
packages(const struct depread *r, const char *key)
{
	const struct node *n = doc_get(r->doc.root, key);

	return n && n->type == NODE_LIST ? n->child : NULL;
}

/* A package that is this project itself. */
static bool
is_own(const struct node *c)
{
	const struct node *source = doc_get(c, "source");

	return doc_get(source, "virtual") || doc_get(source, "editable") ||
	    doc_get(source, "directory") ||
	    str_eqz(doc_str(source, "type"), "directory");
}

static int
put_all(struct python *p, const char *key)
{
	for (const struct node *c = packages(p->r, key); c; c = c->next) {
		struct dep d = { .eco = ECO_PYPI,
			.name = doc_str(c, "name"),
			.version = doc_str(c, "version"),
			.at = depfile_span(doc_get(c, "name")),
			.dev = str_eqz(doc_str(c, "category"), "dev") ||
			    only_dev(doc_get(c, "groups")) };

		if (d.name.n && !is_own(c) && put(p, &d) < 0)
			return -1;
	}
	for (const struct node *c = packages(p->r, key); c; c = c->next) {
		size_t i = find(p, doc_str(c, "name"));

		if (i != STR_NONE && !is_own(c) &&
		    edges(p, doc_get(c, "dependencies"), i) < 0)
			return -1;
	}
	return 0;
}

static int
read_locked(struct depread *r, const char *key)
{
	struct python p = { .r = r };
	int rc;

	depfile_toml(r);
	rc = put_all(&p, key);
	if (rc == 0)
		rc = read_project(&p);
	depnames_free(&p.at);
	return rc;
}

int
depread_poetry(struct depread *r)
{
	return read_locked(r, "package");
}

int
depread_pylock(struct depread *r)
{
	return read_locked(r,
	    str_find(r->bytes, STR("[[packages]]"), 0) == STR_NONE ?
		"package" :
		"packages");
}

int
depread_uv(struct depread *r)
{
	struct python p = { .r = r };
	int rc;

	depfile_toml(r);
	rc = put_all(&p, "package");
	for (const struct node *c = packages(r, "package"); c && rc == 0;
	     c = c->next) {
		if (!is_own(c))
			continue;
		if (roots(&p, doc_get(c, "dependencies"), false) < 0 ||
		    roots_of_each(&p, doc_get(c, "optional-dependencies"), NULL,
			false) < 0 ||
		    roots_of_each(
			&p, doc_get(c, "dev-dependencies"), NULL, true) < 0)
			rc = -1;
	}
	depnames_free(&p.at);
	return rc;
}

int
depread_pipfile(struct depread *r)
{
	static const char *const groups[] = { "default", "develop" };

	depfile_json(r);
	for (size_t i = 0; i < LEN(groups); i++) {
		const struct node *n = doc_get(r->doc.root, groups[i]);

		if (n == NULL || n->type != NODE_MAP)
			continue;
		for (const struct node *c = n->child; c; c = c->next) {
			struct str v = doc_str(c, "version");
			struct dep d = { .eco = ECO_PYPI,
				.name = c->key,
				.version = pyreq_pin(v),
				.at = depfile_key(c),
				.dev = i == 1 };

			if (depfile_put(r, &d) < 0)
				return -1;
		}
	}
	return 0;
}
