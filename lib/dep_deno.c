#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"

/* bun.lock and deno.lock: "name@version" everywhere. */
struct locked {
	struct depread *r;
	struct depnames at; /* what a file calls a package, to its index */
};

/* "@scope/name@1.0_peer@2", "name@1.0": false when there is no version. */
static bool
split(struct str s, struct str *name, struct str *version)
{
	size_t at = str_chr(s, '@', 1);

	if (at == STR_NONE)
		return false;
	*name = str_sub(s, 0, at);
	*version = str_sub(s, at + 1, s.n);
	*version = str_sub(*version, 0, str_chr(*version, '_', 0));
	return true;
}

static int
put(struct locked *l, struct str key, struct str spec, struct span at)
{
	struct dep d = { .eco = ECO_NPM, .at = at };
	long i;

	if (!split(spec, &d.name, &d.version))
		return 0;
	if (str_starts(d.version, STR("workspace:")) ||
	    str_starts(d.version, STR("link:")) ||
	    str_starts(d.version, STR("file:")))
		return 0;
	if (str_chr(d.version, ':', 0) != STR_NONE)
		d.version = STR("");
	i = depfile_put(l->r, &d);
	return i < 0 ? -1 : depnames_put(&l->at, key, (size_t)i);
}

static int
edge(struct locked *l, size_t from, struct str name)
{
	size_t to = depnames_get(&l->at, name);

	return from == STR_NONE || to == STR_NONE ?
	    0 :
	    depfile_edge(l->r, from, to);
}

/* A package nested below another is "outer/inner" in bun.lock. */
static size_t
bun_find(struct locked *l, struct str from, struct str name)
{
	struct str part[3] = { from, STR("/"), name };
	struct str inner = depfile_join(l->r, part, 3);
	size_t i = inner.p ? depnames_get(&l->at, inner) : STR_NONE;

	return i != STR_NONE ? i : depnames_get(&l->at, name);
}

static int
bun_edges(struct locked *l, const struct node *n)
{
	static const char *const lists[] = { "dependencies",
		"optionalDependencies" };
	size_t from = depnames_get(&l->at, n->key), to;
	const struct node *info = n->type == NODE_LIST ? n->child : NULL;

	while (info && info->type != NODE_MAP)
		info = info->next;
	for (size_t i = 0; from != STR_NONE && i < LEN(lists); i++) {
		const struct node *d = doc_get(info, lists[i]);

		d = d && d->type == NODE_MAP ? d->child : NULL;
		for (; d; d = d->next) {
			to = bun_find(l, n->key, d->key);
			if (to != STR_NONE && depfile_edge(l->r, from, to) < 0)
				return -1;
		}
	}
	return 0;
}

static int
bun_roots(struct locked *l, const struct node *workspace)
{
	static const char *const lists[] = { "dependencies",
		"optionalDependencies", "devDependencies" };

	for (size_t i = 0; i < LEN(lists); i++) {
		const struct node *d = doc_get(workspace, lists[i]);

		d = d && d->type == NODE_MAP ? d->child : NULL;
		for (; d; d = d->next) {
			size_t to = depnames_get(&l->at, d->key);

			if (to != STR_NONE &&
			    depfile_root(l->r, to, i == 2) < 0)
				return -1;
		}
	}
	return 0;
}

/* JSON but for the commas before a bracket: blanks, in a copy, so that no
   place moves. */
static struct str
without_commas(struct depread *r)
{
	struct str s = arena_str(&r->mem, r->bytes);
	char *p = (char *)(uintptr_t)s.p, *comma = NULL;
	bool quoted = false;

	for (size_t i = 0; p && i < s.n; i++) {
		if (quoted) {
			if (p[i] == '\\')
				i++;
			else
				quoted = p[i] != '"';
			continue;
		}
		if ((p[i] == ']' || p[i] == '}') && comma)
			*comma = ' ';
		if (strchr(" \t\r\n", p[i]) == NULL)
			comma = p[i] == ',' ? &p[i] : NULL;
		quoted = p[i] == '"';
	}
	return s;
}

static const struct node *
first(const struct node *n, enum node_type t)
{
	return n && n->type == t ? n->child : NULL;
}

int
depread_bun(struct depread *r)
{
	struct locked l = { .r = r };
	struct str text = without_commas(r);
	const struct node *packages, *n;
	int rc = text.p ? 0 : -1;

	if (rc == 0 && doc_json(&r->doc, text) < 0)
		depfile_unread(r, "%s", r->doc.why);
	packages = first(doc_get(r->doc.root, "packages"), NODE_MAP);
	for (n = packages; n && rc == 0; n = n->next)
		if (first(n, NODE_LIST))
			rc =
			    put(&l, n->key, doc_text(n->child), depfile_key(n));
	for (n = packages; n && rc == 0; n = n->next)
		rc = bun_edges(&l, n);
	n = first(doc_get(r->doc.root, "workspaces"), NODE_MAP);
	for (; n && rc == 0; n = n->next)
		rc = bun_roots(&l, n);
	depnames_free(&l.at);
	return rc;
}

/* A list or a map of "name@1.0"; "name" alone when there is but one. */
static int
deno_edges(struct locked *l, const struct node *n)
{
	const struct node *d = doc_get(n, "dependencies");
	size_t from = depnames_get(&l->at, n->key);

	for (d = d ? d->child : NULL; d; d = d->next) {
		if (edge(l, from, doc_text(d)) < 0)
			return -1;
	}
	return 0;
}

/* "npm:name@^1": "name@1.0", or "1.0" of version 4 on. */
static int
deno_roots(struct locked *l, const struct node *asked)
{
	const struct node *n = first(asked, NODE_MAP);

	for (; n; n = n->next) {
		struct str k = n->key, name, range;
		struct str part[3] = { STR(""), STR("@"), doc_text(n) };
		struct str full = part[2];
		size_t to;

		if (!str_starts(k, STR("npm:")) ||
		    !split(str_sub(k, 4, k.n), &name, &range))
			continue;
		part[0] = name;
		if (str_starts(full, STR("npm:")))
			full = str_sub(full, 4, full.n);
		to = depnames_get(&l->at, full);
		if (to == STR_NONE) {
			full = depfile_join(l->r, part, 3);
			to = full.p ? depnames_get(&l->at, full) : STR_NONE;
		}
		if (to != STR_NONE && depfile_root(l->r, to, false) < 0)
			return -1;
	}
	return 0;
}

int
depread_deno(struct depread *r)
{
	struct locked l = { .r = r };
	const struct node *packages, *npm, *n;
	int rc = 0;

	depfile_json(r);
	packages = doc_get(r->doc.root, "packages"); /* until version 3 */
	if (packages == NULL)
		packages = r->doc.root;
	npm = first(doc_get(packages, "npm"), NODE_MAP);
	for (n = npm; n && rc == 0; n = n->next) {
		size_t at = str_chr(n->key, '@', 1);

		rc = put(&l, n->key, n->key, depfile_key(n));
		/* Who asks for the only one of a name gives no version. */
		if (rc == 0 && at != STR_NONE && r->n > 0)
			rc = depnames_put(
			    &l.at, str_sub(n->key, 0, at), r->n - 1);
	}
	for (n = npm; n && rc == 0; n = n->next)
		rc = deno_edges(&l, n);
	if (rc == 0)
		rc = deno_roots(&l, doc_get(packages, "specifiers"));
	depnames_free(&l.at);
	return rc;
}
