#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"

struct composer {
	struct depread *r;
	struct depnames at;
};

static const char *const lists[] = { "packages", "packages-dev" };

static size_t
find(struct composer *c, struct str name)
{
	struct buf b = { .max = 4096 };
	size_t i = STR_NONE;

	if (ecosystem_name(&b, ECO_PACKAGIST, name) == 0)
		i = depnames_get(&c->at, buf_str(&b));
	buf_free(&b);
	return i;
}

static const struct node *
packages(const struct composer *c, size_t i)
{
	const struct node *n = doc_get(c->r->doc.root, lists[i]);

	return n && n->type == NODE_LIST ? n->child : NULL;
}

static int
put_all(struct composer *c, size_t list)
{
	for (const struct node *n = packages(c, list); n; n = n->next) {
		const struct node *l = doc_get(n, "license");
		struct dep d = { .eco = ECO_PACKAGIST,
			.name = doc_str(n, "name"),
			.version = doc_str(n, "version"),
			.at = depfile_span(doc_get(n, "name")),
			.dev = list == 1 };
		long i;

		if (d.name.n == 0)
			continue;
		if (l && l->type == NODE_LIST && l->child)
			d.licence = doc_text(l->child);
		if (str_starts(d.version, STR("v")))
			d.version = str_sub(d.version, 1, d.version.n);
		i = depfile_put(c->r, &d);
		if (i < 0 ||
		    depnames_put(&c->at, c->r->v[i].name, (size_t)i) < 0)
			return -1;
	}
	return 0;
}

static int
edges_of(struct composer *c, const struct node *n)
{
	const struct node *asks = doc_get(n, "require");
	size_t from = find(c, doc_str(n, "name")), to;

	if (from == STR_NONE || asks == NULL || asks->type != NODE_MAP)
		return 0;
	for (asks = asks->child; asks; asks = asks->next) {
		to = find(c, asks->key);
		if (to != STR_NONE && depfile_edge(c->r, from, to) < 0)
			return -1;
	}
	return 0;
}

static int
roots(struct composer *c)
{
	static const char *const asks[] = { "require", "require-dev" };
	struct buf text = { .max = DEP_SIBLING_BYTES };
	struct doc project = { .n = 0 };
	int rc = 0;

	if (depfile_sibling(c->r, STR("composer.json"), &text) > 0 &&
	    doc_json(&project, buf_str(&text)) < 0)
		doc_free(&project);
	for (size_t i = 0; i < LEN(asks); i++) {
		const struct node *n = doc_get(project.root, asks[i]);

		for (n = n && n->type == NODE_MAP ? n->child : NULL; n;
		     n = n->next) {
			size_t to = find(c, n->key);

			if (to != STR_NONE &&
			    depfile_root(c->r, to, i == 1) < 0)
				rc = -1;
		}
	}
	doc_free(&project);
	buf_free(&text);
	return rc;
}

int
depread_composer(struct depread *r)
{
	struct composer c = { .r = r };
	int rc = 0;

	depfile_json(r);
	for (size_t i = 0; i < LEN(lists) && rc == 0; i++)
		rc = put_all(&c, i);
	for (size_t i = 0; i < LEN(lists); i++)
		for (const struct node *n = packages(&c, i); n && rc == 0;
		     n = n->next)
			rc = edges_of(&c, n);
	if (rc == 0)
		rc = roots(&c);
	depnames_free(&c.at);
	return rc;
}
