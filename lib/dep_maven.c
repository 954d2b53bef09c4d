#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"

/* A project and its parents inside of the source; what a property is or
   which version is managed is asked from the nearest on. */
enum { PARENTS_MAX = 16, EXPAND_DEEP = 8, VALUE_MAX = 512 };

struct pom {
	struct depread *r;
	struct doc parent[PARENTS_MAX];
	const struct node *project[PARENTS_MAX + 1]; /* own first */
	size_t n;
};

static const struct node *
root_of(const struct doc *d)
{
	return d->root && str_eqz(d->root->key, "project") ? d->root : NULL;
}

static struct str
own(const struct pom *p, size_t i, const char *key)
{
	struct str s = doc_str(p->project[i], key);

	return s.n ? s : doc_str(doc_get(p->project[i], "parent"), key);
}

static struct str
property(const struct pom *p, struct str name)
{
	static const char *const heads[] = { "project.", "pom." };

	for (size_t i = 0; i < LEN(heads); i++) {
		char key[64];
		struct str rest;

		if (!str_starts(name, str_of(heads[i])))
			continue;
		rest = str_sub(name, strlen(heads[i]), name.n);
		if (str_starts(rest, STR("parent."))) {
			rest = str_sub(rest, 7, rest.n);
			snprintf(key, sizeof(key), "%.*s", FMT(rest));
			return doc_str(doc_get(p->project[0], "parent"), key);
		}
		snprintf(key, sizeof(key), "%.*s", FMT(str_sub(rest, 0, 60)));
		return own(p, 0, key);
	}
	for (size_t i = 0; i < p->n; i++) {
		const struct node *v =
		    doc_get_str(doc_get(p->project[i], "properties"), name);

		if (v)
			return doc_text(v);
	}
	return STR("");
}

/* s with its ${...}, in r->mem; "" when one is not known or they go round. */
static struct str
expand(struct pom *p, struct str s, unsigned deep)
{
	struct buf b = { .max = VALUE_MAX };
	struct str out = STR(""), value;
	size_t at = 0, open, close;

	if (str_find(s, STR("${"), 0) == STR_NONE)
		return s;
	while ((open = str_find(s, STR("${"), at)) != STR_NONE) {
		close = str_chr(s, '}', open);
		if (close == STR_NONE || deep == EXPAND_DEEP)
			goto out;
		value = property(p, str_sub(s, open + 2, close));
		value = expand(p, value, deep + 1);
		if (value.n == 0 || buf_adds(&b, str_sub(s, at, open)) < 0 ||
		    buf_adds(&b, value) < 0)
			goto out;
		at = close + 1;
	}
	if (buf_adds(&b, str_sub(s, at, s.n)) == 0)
		out = arena_str(&p->r->mem, buf_str(&b));
out:
	buf_free(&b);
	return out.p ? out : STR("");
}

static bool
same(struct pom *p, const struct node *a, struct str group, struct str artifact)
{
	return str_eq(doc_str(a, "artifactId"), artifact) &&
	    str_eq(expand(p, doc_str(a, "groupId"), 0), group);
}

/* What dependencyManagement says of it, here or in a parent. */
static struct str
managed(struct pom *p, struct str group, struct str artifact, const char *key)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct node *l =
		    doc_at(p->project[i], "dependencyManagement.dependencies");

		for (l = l && l->type == NODE_MAP ? l->child : NULL; l;
		     l = l->next)
			if (same(p, l, group, artifact))
				return expand(p, doc_str(l, key), 0);
	}
	return STR("");
}

/* A range is no version; "[1.2]" is exactly one. */
static struct str
exact(struct str v)
{
	if (v.n > 2 && v.p[0] == '[' && v.p[v.n - 1] == ']' &&
	    str_chr(v, ',', 0) == STR_NONE)
		return str_sub(v, 1, v.n - 1);
	return v.n && strchr("[(", v.p[0]) ? STR("") : v;
}

static int
put(struct pom *p, const struct node *n)
{
	struct str group = expand(p, doc_str(n, "groupId"), 0);
	struct str artifact = expand(p, doc_str(n, "artifactId"), 0);
	struct str part[3] = { group, STR(":"), artifact }, scope;
	struct dep d = { .eco = ECO_MAVEN,
		.direct = DEP_DIRECT,
		.at = { n->at, n->at + n->key.n + 2 } };

	if (group.n == 0 || artifact.n == 0)
		return 0;
	d.name = depfile_join(p->r, part, 3);
	d.version = expand(p, doc_str(n, "version"), 0);
	if (doc_str(n, "version").n == 0)
		d.version = managed(p, group, artifact, "version");
	d.version = exact(d.version);
	scope = doc_str(n, "scope");
	if (scope.n == 0)
		scope = managed(p, group, artifact, "scope");
	d.dev = str_eqz(scope, "test");
	return depfile_put(p->r, &d) < 0 ? -1 : 0;
}

static int
put_list(struct pom *p, const struct node *l)
{
	for (l = l && l->type == NODE_MAP ? l->child : NULL; l; l = l->next)
		if (str_eqz(l->key, "dependency") && put(p, l) < 0)
			return -1;
	return 0;
}

/* The parent's file, from the directory of the last one that was read. */
static int
read_parents(struct pom *p)
{
	struct buf text = { .max = DEP_SIBLING_BYTES };
	struct str dir = STR("");
	int rc = 0;

	while (p->n <= PARENTS_MAX) {
		const struct node *up = doc_get(p->project[p->n - 1], "parent");
		const struct node *where = doc_get(up, "relativePath");
		struct str path = where ? doc_text(where) : STR("../pom.xml");
		struct str part[3] = { dir, path, STR("/pom.xml") }, kept;
		size_t k = str_ends(path, STR(".xml")) ? 2 : 3, slash;

		if (up == NULL || path.n == 0)
			break;
		if (p->n == PARENTS_MAX) {
			depfile_unread(p->r, "too many parents, or a cycle");
			break;
		}
		path = depfile_join(p->r, part, k);
		/* Maven looks at "../pom.xml" unasked. */
		if (path.p == NULL ||
		    (where == NULL && !depfile_inside(p->r, path)) ||
		    depfile_sibling(p->r, path, &text) <= 0)
			break;
		kept = arena_str(&p->r->mem, buf_str(&text));
		if (kept.p == NULL || doc_xml(&p->parent[p->n - 1], kept) < 0 ||
		    (p->project[p->n] = root_of(&p->parent[p->n - 1])) == NULL)
			break;
		p->n++;
		slash = str_rchr(path, '/');
		dir = str_sub(path, 0, slash == STR_NONE ? 0 : slash + 1);
	}
	buf_free(&text);
	return rc;
}

/* ---- the level of Java ------------------------------------------------- */

/* "1.8" is 8; what is older than 8 nobody but its maker ever kept up. */
static int
put_level(struct pom *p, const struct node *n)
{
	struct str v = expand(p, doc_text(n), 0);
	struct dep d = { .kind = DEP_PRODUCT,
		.name = STR("eclipse-temurin"),
		.direct = DEP_DIRECT,
		.at = depfile_span(doc_get(n, "")) };
	uint64_t level;

	if (str_starts(v, STR("1.")) && v.n > 2 && v.p[2] >= '5')
		v = str_sub(v, 2, v.n);
	if (str_num(v, 99, &level) < 0)
		return 0;
	if (level < 8)
		d.name = STR("oracle-jdk");
	d.version = v;
	return depfile_put(p->r, &d) < 0 ? -1 : 0;
}

static const struct node *
first_of(const struct node *n, const char *const *keys)
{
	const struct node *found = NULL;

	for (; *keys && found == NULL; keys++)
		found = doc_get(n, *keys);
	return found;
}

/* What the compiler is told, by a property or in its own configuration. */
static int
put_levels(struct pom *p)
{
	static const char *const properties[] = { "maven.compiler.release",
		"maven.compiler.source", "maven.compiler.target",
		"java.version", NULL };
	static const char *const settings[] = { "release", "source", "target",
		NULL };
	const struct node *n =
	    first_of(doc_get(p->project[0], "properties"), properties);

	if (n)
		return put_level(p, n);
	n = doc_at(p->project[0], "build.plugins");
	for (n = n && n->type == NODE_MAP ? n->child : NULL; n; n = n->next) {
		const struct node *level =
		    first_of(doc_get(n, "configuration"), settings);

		if (str_eqz(
			doc_str(n, "artifactId"), "maven-compiler-plugin") &&
		    level)
			return put_level(p, level);
	}
	return 0;
}

int
depread_pom(struct depread *r)
{
	struct pom p = { .r = r, .n = 1 };
	const struct node *profiles;
	int rc;

	depfile_xml(r);
	if ((p.project[0] = root_of(&r->doc)) == NULL)
		return 0;
	rc = read_parents(&p);
	/* A parent that is not of this source is a dependency like others. */
	if (rc == 0 && p.n == 1 && doc_get(p.project[0], "parent"))
		rc = put(&p, doc_get(p.project[0], "parent"));
	if (rc == 0)
		rc = put_list(&p, doc_get(p.project[0], "dependencies"));
	if (rc == 0)
		rc = put_levels(&p);
	profiles = doc_get(p.project[0], "profiles");
	for (profiles = profiles ? profiles->child : NULL; profiles && rc == 0;
	     profiles = profiles->next)
		rc = put_list(&p, doc_get(profiles, "dependencies"));
	for (size_t i = 0; i < PARENTS_MAX; i++)
		doc_free(&p.parent[i]);
	return rc;
}
