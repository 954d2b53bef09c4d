#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"

/* pnpm-lock.yaml: 5.x names a package "/name/1.0", 6 "/name@1.0(peer)", 9
   "name@1.0" and leaves who asks for whom to "snapshots". */
struct pnpm {
	struct depread *r;
	struct depnames at; /* "name@version" to its index */
	bool old;	    /* 5.x */
};

/* Both as they stand in s; false when it is a place and no package. */
static bool
split(const struct pnpm *p, struct str s, struct str *name, struct str *version)
{
	size_t at;

	if (str_starts(s, STR("/")))
		s = str_sub(s, 1, s.n);
	s = str_sub(s, 0, str_chr(s, '(', 0));
	if (p->old) {
		size_t peers;

		at = str_chr(s, '/', 0);
		if (str_starts(s, STR("@")) && at != STR_NONE)
			at = str_chr(s, '/', at + 1);
		if (at == STR_NONE)
			return false;
		*version = str_sub(s, at + 1, s.n);
		peers = str_chr(*version, '_', 0);
		*version = str_sub(*version, 0, peers);
	} else {
		at = str_rchr(s, '@');
		if (at == STR_NONE || at == 0)
			return false;
		*version = str_sub(s, at + 1, s.n);
	}
	*name = str_sub(s, 0, at);
	return str_chr(*name, ':', 0) == STR_NONE &&
	    str_chr(*version, ':', 0) == STR_NONE &&
	    str_chr(*version, '/', 0) == STR_NONE;
}

static struct str
key(struct pnpm *p, struct str name, struct str version)
{
	struct str part[3] = { name, STR("@"), version };

	return depfile_join(p->r, part, 3);
}

/* "1.0", "1.0(peer)", "/other/1.0", "other@1.0": which one of ours. */
static size_t
find(struct pnpm *p, struct str name, struct str value)
{
	struct str v = str_sub(value, 0, str_chr(value, '(', 0)), n, full;

	if (v.n == 0)
		return STR_NONE;
	if (str_starts(v, STR("/")) ||
	    (!p->old && str_rchr(v, '@') != STR_NONE)) {
		if (!split(p, v, &n, &v))
			return STR_NONE;
		name = n;
	} else if (p->old) {
		v = str_sub(v, 0, str_chr(v, '_', 0));
	}
	full = key(p, name, v);
	return full.p ? depnames_get(&p->at, full) : STR_NONE;
}

static int
put(struct pnpm *p, const struct node *n)
{
	struct dep d = { .eco = ECO_NPM, .at = depfile_key(n) };
	struct str full;
	long i;

	if (!split(p, n->key, &d.name, &d.version)) {
		/* A repository or an archive: what it is says the entry. */
		d.name = doc_str(n, "name");
		d.version = doc_str(n, "version");
		if (d.name.n == 0)
			return 0;
	}
	d.dev = doc_true(n, "dev");
	full = key(p, d.name, d.version);
	i = depfile_put(p->r, &d);
	return full.p == NULL || i < 0 ? -1 :
					 depnames_put(&p->at, full, (size_t)i);
}

static int
edges(struct pnpm *p, const struct node *n)
{
	static const char *const lists[] = { "dependencies",
		"optionalDependencies" };
	struct str name, version, full;
	size_t from, to;

	if (!split(p, n->key, &name, &version))
		return 0;
	full = key(p, name, version);
	if (full.p == NULL)
		return -1;
	from = depnames_get(&p->at, full);
	for (size_t i = 0; from != STR_NONE && i < LEN(lists); i++) {
		const struct node *l = doc_get(n, lists[i]);

		l = l && l->type == NODE_MAP ? l->child : NULL;
		for (; l; l = l->next) {
			to = find(p, l->key, doc_text(l));
			if (to != STR_NONE && depfile_edge(p->r, from, to) < 0)
				return -1;
		}
	}
	return 0;
}

/* Who is asked for: a plain version, or a map that has one. */
static int
roots(struct pnpm *p, const struct node *project)
{
	static const char *const lists[] = { "dependencies",
		"optionalDependencies", "devDependencies" };

	for (size_t i = 0; i < LEN(lists); i++) {
		const struct node *l = doc_get(project, lists[i]);

		l = l && l->type == NODE_MAP ? l->child : NULL;
		for (; l; l = l->next) {
			struct str v = l->type == NODE_MAP ?
			    doc_str(l, "version") :
			    doc_text(l);
			size_t to = find(p, l->key, v);

			if (to != STR_NONE &&
			    depfile_root(p->r, to, i == 2) < 0)
				return -1;
		}
	}
	return 0;
}

static int
each(struct pnpm *p, const struct node *map,
    int (*take)(struct pnpm *, const struct node *))
{
	const struct node *n = map && map->type == NODE_MAP ? map->child : NULL;

	for (; n; n = n->next)
		if (take(p, n) < 0)
			return -1;
	return 0;
}

int
depread_pnpm(struct depread *r)
{
	struct pnpm p = { .r = r };
	const struct node *root, *links;
	int rc;

	depfile_yaml(r);
	root = r->doc.root;
	p.old = str_starts(doc_str(root, "lockfileVersion"), STR("5"));
	links = doc_get(root, "snapshots");
	if (links == NULL)
		links = doc_get(root, "packages");
	rc = each(&p, doc_get(root, "packages"), put);
	if (rc == 0)
		rc = each(&p, links, edges);
	if (rc == 0)
		rc = each(&p, doc_get(root, "importers"), roots);
	if (rc == 0)
		rc = roots(&p, root);
	depnames_free(&p.at);
	return rc;
}
