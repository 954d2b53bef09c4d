#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"

static const char modules[] = "node_modules/";

static const char *const asks[] = { "dependencies", "optionalDependencies",
	"peerDependencies" };

struct npm {
	struct depread *r;
	struct depnames at; /* a place in node_modules to its index */
};

/* What stands behind the last "node_modules/". */
static struct str
name_of(struct str place)
{
	size_t at = 0, next, len = sizeof(modules) - 1;
	struct str m = { modules, len };

	if (!str_starts(place, m))
		return STR("");
	while ((next = str_find(place, m, at)) != STR_NONE)
		at = next + len;
	return str_sub(place, at, place.n);
}

/* "npm:other@1.2.3" stands for another package. */
static void
unalias(struct dep *d)
{
	struct str real;
	size_t at;

	if (!str_starts(d->version, STR("npm:")))
		return;
	real = str_sub(d->version, 4, d->version.n);
	at = str_rchr(real, '@');
	if (at == STR_NONE || at == 0)
		return;
	d->name = str_sub(real, 0, at);
	d->version = str_sub(real, at + 1, real.n);
}

/* A version that is a place: a repository, a file, an archive's URL. */
static bool
is_place(struct str version)
{
	return str_chr(version, ':', 0) != STR_NONE ||
	    str_chr(version, '/', 0) != STR_NONE;
}

static struct str
licence_of(const struct node *n)
{
	struct str s = doc_str(n, "license");

	return s.n ? s : doc_str(doc_get(n, "license"), "type");
}

static int
put(struct npm *m, const struct node *n, struct str name, struct str place)
{
	struct dep d = { .eco = ECO_NPM,
		.name = name,
		.version = doc_str(n, "version"),
		.licence = licence_of(n),
		.at = depfile_key(n),
		.dev = doc_true(n, "dev") || doc_true(n, "devOptional") };
	long i;

	if (doc_str(n, "name").n)
		d.name = doc_str(n, "name");
	unalias(&d);
	if (is_place(d.version))
		d.version = STR("");
	i = depfile_put(m->r, &d);
	return i < 0 ? -1 : depnames_put(&m->at, place, (size_t)i);
}

/* The package that name means for whoever lies at place: node's walk up. */
static size_t
resolve(struct npm *m, struct str place, struct str name)
{
	struct str part[4] = { place, STR("/"), STR("node_modules/"), name };
	char path[1024];
	size_t n, i, found, slash;

	for (;;) {
		n = 0;
		if (place.n + name.n + 16 > sizeof(path))
			return STR_NONE;
		part[0] = place;
		for (i = place.n ? 0 : 2; i < LEN(part); i++) {
			memcpy(path + n, part[i].p, part[i].n);
			n += part[i].n;
		}
		found = depnames_get(&m->at, (struct str){ path, n });
		if (found != STR_NONE || place.n == 0)
			return found;
		slash = str_rchr(place, '/');
		place = str_sub(place, 0, slash == STR_NONE ? 0 : slash);
	}
}

static int
edges(struct npm *m, const struct node *list, struct str place, size_t from)
{
	for (const struct node *c = list ? list->child : NULL; c; c = c->next) {
		size_t to = resolve(m, place, c->key);

		if (to != STR_NONE && depfile_edge(m->r, from, to) < 0)
			return -1;
	}
	return 0;
}

static int
roots(struct npm *m, const struct node *project, struct str place)
{
	static const char *const lists[] = { "dependencies",
		"optionalDependencies", "devDependencies" };

	for (size_t i = 0; i < LEN(lists); i++) {
		const struct node *l = doc_get(project, lists[i]);

		if (l && l->type != NODE_MAP)
			continue;
		for (const struct node *c = l ? l->child : NULL; c;
		     c = c->next) {
			size_t to = resolve(m, place, c->key);

			if (to != STR_NONE &&
			    depfile_root(m->r, to, i == 2) < 0)
				return -1;
		}
	}
	return 0;
}

/* Versions 2 and 3: every place with what lies there. */
static int
read_packages(struct npm *m, const struct node *packages)
{
	for (const struct node *c = packages->child; c; c = c->next) {
		struct str name = name_of(c->key);

		if (c->type != NODE_MAP || name.n == 0 || doc_true(c, "link"))
			continue;
		if (put(m, c, name, c->key) < 0)
			return -1;
	}
	for (const struct node *c = packages->child; c; c = c->next) {
		size_t i = depnames_get(&m->at, c->key);

		if (name_of(c->key).n == 0 && roots(m, c, c->key) < 0)
			return -1;
		for (size_t k = 0; i != STR_NONE && k < LEN(asks); k++)
			if (edges(m, doc_get(c, asks[k]), c->key, i) < 0)
				return -1;
	}
	return 0;
}

static int
put_tree(struct npm *m, const struct node *deps, struct str place)
{
	struct str part[3] = { place, STR("/node_modules/"), STR("") };
	struct str inner;

	if (place.n == 0)
		part[1] = STR("node_modules/");
	if (deps == NULL || deps->type != NODE_MAP)
		return 0;
	for (const struct node *c = deps->child; c; c = c->next) {
		if (c->type != NODE_MAP)
			continue;
		part[2] = c->key;
		inner = depfile_join(m->r, part, 3);
		if (inner.p == NULL || put(m, c, c->key, inner) < 0 ||
		    put_tree(m, doc_get(c, "dependencies"), inner) < 0)
			return -1;
	}
	return 0;
}

static int
edges_of_tree(struct npm *m, const struct node *deps, struct str place)
{
	struct str part[3] = { place, STR("/node_modules/"), STR("") };
	struct str inner;
	size_t i;

	if (place.n == 0)
		part[1] = STR("node_modules/");
	if (deps == NULL || deps->type != NODE_MAP)
		return 0;
	for (const struct node *c = deps->child; c; c = c->next) {
		part[2] = c->key;
		inner = depfile_join(m->r, part, 3);
		if (inner.p == NULL)
			return -1;
		i = depnames_get(&m->at, inner);
		if (i != STR_NONE &&
		    edges(m, doc_get(c, "requires"), inner, i) < 0)
			return -1;
		if (edges_of_tree(m, doc_get(c, "dependencies"), inner) < 0)
			return -1;
	}
	return 0;
}

/* Version 1 does not say who is asked for: its package.json does. */
static int
read_tree(struct npm *m, const struct node *root)
{
	struct buf text = { .max = DEP_SIBLING_BYTES };
	struct doc project = { .n = 0 };
	int rc = -1;

	if (put_tree(m, doc_get(root, "dependencies"), STR("")) < 0 ||
	    edges_of_tree(m, doc_get(root, "dependencies"), STR("")) < 0)
		goto out;
	rc = depfile_sibling(m->r, STR("package.json"), &text);
	if (rc > 0 && doc_json(&project, buf_str(&text)) == 0)
		rc = roots(m, project.root, STR(""));
	else
		rc = 0;
out:
	doc_free(&project);
	buf_free(&text);
	return rc;
}

int
depread_npm(struct depread *r)
{
	struct npm m = { .r = r };
	const struct node *packages;
	int rc;

	depfile_json(r);
	packages = doc_get(r->doc.root, "packages");
	if (packages && packages->type == NODE_MAP)
		rc = read_packages(&m, packages);
	else
		rc = read_tree(&m, r->doc.root);
	depnames_free(&m.at);
	return rc;
}
