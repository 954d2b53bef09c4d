#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"

struct cargo {
	struct depread *r;
	struct depnames exact;	/* "name version" to its index */
	struct depnames any;	/* "name" */
	const struct node *dev; /* [dev-dependencies], [build-dependencies] */
	const struct node *build;
	const struct node *normal;
};

static const struct node *
packages(const struct cargo *c)
{
	const struct node *n = doc_get(c->r->doc.root, "package");

	return n && n->type == NODE_LIST ? n->child : NULL;
}

static int
put(struct cargo *c, const struct node *n)
{
	struct dep d = { .eco = ECO_CRATES,
		.name = doc_str(n, "name"),
		.version = doc_str(n, "version"),
		.at = depfile_span(doc_get(n, "name")) };
	struct str part[3] = { d.name, STR(" "), d.version }, key;
	long i;

	/* What has no source is of this workspace. */
	if (d.name.n == 0 || doc_str(n, "source").n == 0)
		return 0;
	key = depfile_join(c->r, part, 3);
	i = depfile_put(c->r, &d);
	if (i < 0 || key.p == NULL ||
	    depnames_put(&c->exact, key, (size_t)i) < 0)
		return -1;
	return depnames_put(&c->any, d.name, (size_t)i);
}

/* "name", "name version" or "name version (source)". */
static size_t
find(const struct cargo *c, struct str s)
{
	size_t bracket = str_find(s, STR(" ("), 0), i;

	s = str_sub(s, 0, bracket);
	i = depnames_get(&c->exact, s);
	return i != STR_NONE ? i : depnames_get(&c->any, s);
}

/* Asked for by the workspace for tests and building alone? */
static bool
is_dev(const struct cargo *c, struct str name)
{
	return !doc_get_str(c->normal, name) &&
	    (doc_get_str(c->dev, name) || doc_get_str(c->build, name));
}

static int
edges(struct cargo *c, const struct node *n, size_t from)
{
	const struct node *list = doc_get(n, "dependencies");

	for (list = list && list->type == NODE_LIST ? list->child : NULL; list;
	     list = list->next) {
		struct str s = doc_text(list);
		size_t to = find(c, s);
		int rc;

		if (to == STR_NONE)
			continue;
		rc = from == STR_NONE ?
		    depfile_root(c->r, to,
			is_dev(c, str_sub(s, 0, str_chr(s, ' ', 0)))) :
		    depfile_edge(c->r, from, to);
		if (rc < 0)
			return -1;
	}
	return 0;
}

static int
link_all(struct cargo *c)
{
	for (const struct node *n = packages(c); n; n = n->next) {
		struct str part[3] = { doc_str(n, "name"), STR(" "),
			doc_str(n, "version") };
		struct str key = depfile_join(c->r, part, 3);
		size_t from = STR_NONE;

		if (key.p == NULL)
			return -1;
		if (doc_str(n, "source").n)
			from = depnames_get(&c->exact, key);
		if (edges(c, n, from) < 0)
			return -1;
	}
	return 0;
}

int
depread_cargo(struct depread *r)
{
	struct cargo c = { .r = r };
	struct buf text = { .max = DEP_SIBLING_BYTES };
	struct doc project = { .n = 0 };
	int rc = 0;

	depfile_toml(r);
	for (const struct node *n = packages(&c); n && rc == 0; n = n->next)
		rc = put(&c, n);
	if (rc == 0 && depfile_sibling(r, STR("Cargo.toml"), &text) > 0 &&
	    doc_toml(&project, buf_str(&text)) == 0) {
		c.dev = doc_get(project.root, "dev-dependencies");
		c.build = doc_get(project.root, "build-dependencies");
		c.normal = doc_get(project.root, "dependencies");
	}
	if (rc == 0)
		rc = link_all(&c);
	depnames_free(&c.exact);
	depnames_free(&c.any);
	doc_free(&project);
	buf_free(&text);
	return rc;
}
