#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"

/* "Name (1.0)", "Name/Part (= 1.0)", "Name": false when it is empty. */
static bool
split(struct str s, struct str *name, struct str *version)
{
	size_t open = str_find(s, STR(" ("), 0);

	*name = str_sub(s, 0, open);
	*version = open == STR_NONE ?
	    STR("") :
	    str_sub(s, open + 2, str_chr(s, ')', open));
	return name->n > 0;
}

/* A pod is text, or a map of it to those that it asks for. */
static struct str
pod_text(const struct node *n, struct span *at)
{
	if (n->type == NODE_MAP && n->child) {
		*at = depfile_key(n->child);
		return n->child->key;
	}
	*at = depfile_span(n);
	return doc_text(n);
}

static const struct node *
list(const struct node *root, const char *key)
{
	const struct node *n = doc_get(root, key);

	return n && n->type == NODE_LIST ? n->child : NULL;
}

static int
pods(struct depread *r, struct depnames *names)
{
	for (const struct node *n = list(r->doc.root, "PODS"); n; n = n->next) {
		struct dep d = { .eco = ECO_COCOAPODS };
		struct str full = pod_text(n, &d.at);
		long i;

		if (!split(full, &d.name, &d.version))
			continue;
		d.at.to = d.at.from + d.name.n;
		i = depfile_put(r, &d);
		if (i < 0 || depnames_put(names, d.name, (size_t)i) < 0)
			return -1;
	}
	return 0;
}

/* Podfile.lock */
int
depread_podfile(struct depread *r)
{
	struct depnames names = { 0 };
	struct str name, version;
	const struct node *n, *d;
	struct span at;
	size_t from, to;
	int rc;

	depfile_yaml(r);
	rc = pods(r, &names);
	for (n = list(r->doc.root, "PODS"); n && rc == 0; n = n->next) {
		split(pod_text(n, &at), &name, &version);
		from = depnames_get(&names, name);
		d = n->type == NODE_MAP && n->child &&
			n->child->type == NODE_LIST ?
		    n->child->child :
		    NULL;
		for (; d && rc == 0 && from != STR_NONE; d = d->next) {
			split(doc_text(d), &name, &version);
			to = depnames_get(&names, name);
			if (to != STR_NONE)
				rc = depfile_edge(r, from, to);
		}
	}
	n = list(r->doc.root, "DEPENDENCIES");
	for (; n && rc == 0; n = n->next) {
		split(doc_text(n), &name, &version);
		to = depnames_get(&names, name);
		if (to != STR_NONE)
			rc = depfile_root(r, to, false);
	}
	depnames_free(&names);
	return rc;
}

/* What SwiftURL names a package by: its address, bare. */
static struct str
address(struct str url)
{
	size_t at = str_find(url, STR("://"), 0);

	if (at != STR_NONE)
		url = str_sub(url, at + 3, url.n);
	if (str_ends(url, STR(".git")))
		url.n -= 4;
	return url;
}

/* Package.resolved, 1 to 3. */
int
depread_swift(struct depread *r)
{
	const struct node *n;

	depfile_json(r);
	n = list(r->doc.root, "pins");
	if (n == NULL)
		n = list(doc_get(r->doc.root, "object"), "pins");
	for (; n; n = n->next) {
		const struct node *where = doc_get(n, "location");
		struct dep d = { .eco = ECO_SWIFT };

		if (where == NULL)
			where = doc_get(n, "repositoryURL");
		d.name = address(doc_text(where));
		d.version = doc_str(doc_get(n, "state"), "version");
		d.at = depfile_span(where);
		if (d.name.n && depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}

/* pubspec.lock */
int
depread_pubspec(struct depread *r)
{
	const struct node *n;

	depfile_yaml(r);
	n = doc_get(r->doc.root, "packages");
	n = n && n->type == NODE_MAP ? n->child : NULL;
	for (; n; n = n->next) {
		struct str how = doc_str(n, "dependency");
		struct dep d = { .eco = ECO_PUB,
			.name = n->key,
			.version = doc_str(n, "version"),
			.at = depfile_key(n),
			.dev = str_eqz(how, "direct dev"),
			.direct = str_starts(how, STR("direct")) ?
			    DEP_DIRECT :
			    DEP_TRANSITIVE };

		if (!str_eqz(doc_str(n, "source"), "hosted"))
			continue;
		if (depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}
