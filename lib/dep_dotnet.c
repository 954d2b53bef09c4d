#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"

/* NuGet, and Paket on top of it. */

static const struct node *
children(const struct node *n, enum node_type t)
{
	return n && n->type == t ? n->child : NULL;
}

static int
edges(struct depread *r, const struct depnames *at, const struct node *n)
{
	const struct node *d = children(doc_get(n, "dependencies"), NODE_MAP);
	size_t from = depnames_get(at, n->key);

	for (; d && from != STR_NONE; d = d->next) {
		size_t to = depnames_get(at, d->key);

		if (to != STR_NONE && depfile_edge(r, from, to) < 0)
			return -1;
	}
	return 0;
}

static int
put_locked(struct depread *r, struct depnames *at, const struct node *n)
{
	struct dep d = { .eco = ECO_NUGET,
		.name = n->key,
		.version = doc_str(n, "resolved"),
		.at = depfile_key(n) };
	struct str type = doc_str(n, "type");
	long i;

	if (str_ieq(type, STR("Project")))
		return 0;
	i = depfile_put(r, &d);
	if (i < 0 || depnames_put(at, n->key, (size_t)i) < 0)
		return -1;
	return str_ieq(type, STR("Direct")) ?
	    depfile_root(r, (size_t)i, false) :
	    0;
}

/* packages.lock.json: a list of packages for each target framework. */
int
depread_nuget_lock(struct depread *r)
{
	const struct node *t, *n;
	int rc = 0;

	depfile_json(r);
	t = children(doc_get(r->doc.root, "dependencies"), NODE_MAP);
	for (; t && rc == 0; t = t->next) {
		struct depnames at = { 0 };

		for (n = children(t, NODE_MAP); n && rc == 0; n = n->next)
			rc = put_locked(r, &at, n);
		for (n = children(t, NODE_MAP); n && rc == 0; n = n->next)
			rc = edges(r, &at, n);
		depnames_free(&at);
	}
	return rc;
}

/* project.assets.json: "libraries": {"Name/1.0": {"type": "package"}}. */
int
depread_nuget_assets(struct depread *r)
{
	const struct node *n;

	depfile_json(r);
	n = children(doc_get(r->doc.root, "libraries"), NODE_MAP);
	for (; n; n = n->next) {
		size_t slash = str_rchr(n->key, '/');
		struct dep d = { .eco = ECO_NUGET, .at = depfile_key(n) };

		if (slash == STR_NONE ||
		    !str_eqz(doc_str(n, "type"), "package"))
			continue;
		d.name = str_sub(n->key, 0, slash);
		d.version = str_sub(n->key, slash + 1, n->key.n);
		if (depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}

/* "1.0" and "[1.0]" are a version; "1.*", "[1,2)" and "$(X)" are none. */
static struct str
exact(struct str s)
{
	if (str_starts(s, STR("[")) && str_ends(s, STR("]")))
		s = str_sub(s, 1, s.n - 1);
	for (size_t i = 0; i < s.n; i++)
		if (strchr("*,[]()$ ", s.p[i]))
			return STR("");
	return s;
}

/* packages.config */
int
depread_nuget_config(struct depread *r)
{
	depfile_xml(r);
	for (const struct node *n = children(r->doc.root, NODE_MAP); n;
	     n = n->next) {
		struct dep d = { .eco = ECO_NUGET,
			.name = doc_str(n, "@id"),
			.version = exact(doc_str(n, "@version")),
			.at = depfile_span(doc_get(n, "@id")),
			.direct = DEP_DIRECT,
			.dev = doc_true(n, "@developmentDependency") };

		if (str_eqz(n->key, "package") && d.name.n &&
		    depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}

/* "net8.0", "netcoreapp3.1", "net48", "net472-windows": what eol.tsv has. */
static int
framework(struct depread *r, struct str word, struct span at)
{
	static const char *const heads[] = { "netcoreapp", "net" };
	struct dep d = { .kind = DEP_PRODUCT, .name = STR("dotnet"), .at = at };
	struct str v = str_sub(word, 0, str_chr(word, '-', 0)), part[5];
	size_t i;

	for (i = 0; i < LEN(heads) && !str_starts(v, str_of(heads[i])); i++)
		;
	if (i == LEN(heads) || str_starts(v, STR("netstandard")))
		return 0;
	v = str_sub(v, strlen(heads[i]), v.n);
	if (v.n == 0 || v.p[0] < '1' || v.p[0] > '9')
		return 0;
	if (str_chr(v, '.', 0) == STR_NONE) {
		if (v.n < 2 || v.n > 3)
			return 0;
		d.name = STR("dotnetfx");
		part[0] = str_sub(v, 0, 1);
		part[1] = part[3] = STR(".");
		part[2] = str_sub(v, 1, 2);
		part[4] = str_sub(v, 2, 3);
		v = depfile_join(r, part, v.n == 2 ? 3 : 5);
	}
	d.version = v;
	return v.p == NULL || depfile_put(r, &d) < 0 ? -1 : 0;
}

static int
frameworks(struct depread *r, const struct node *n)
{
	const struct node *text = n->type == NODE_MAP ? doc_get(n, "") : n;
	struct str rest = doc_text(n), word;
	size_t from = text ? text->at : n->at;

	while (str_cut(&rest, ';', &word)) {
		struct span at = { from, from + word.n };

		if (framework(r, str_trim(word), at) < 0)
			return -1;
		from += word.n + 1;
	}
	return 0;
}

static int
reference(struct depread *r, const struct node *n)
{
	struct dep d = { .eco = ECO_NUGET,
		.name = doc_str(n, "@Include"),
		.at = depfile_span(doc_get(n, "@Include")),
		.direct = DEP_DIRECT };
	struct str v = doc_str(n, "@Version");

	if (d.name.n == 0 || str_chr(d.name, '$', 0) != STR_NONE)
		return 0;
	if (v.n == 0)
		v = doc_str(n, "@VersionOverride");
	if (v.n == 0)
		v = doc_str(n, "Version");
	d.version = exact(v);
	d.dev = str_ieq(doc_str(n, "@PrivateAssets"), STR("all")) ||
	    str_ieq(doc_str(n, "PrivateAssets"), STR("all"));
	return depfile_put(r, &d) < 0 ? -1 : 0;
}

/* *.csproj and its like, Directory.Packages.props: what is in the groups. */
int
depread_msbuild(struct depread *r)
{
	static const char *const references[] = { "PackageReference",
		"PackageVersion", "GlobalPackageReference",
		"DotNetCliToolReference" };

	depfile_xml(r);
	for (const struct node *g = children(r->doc.root, NODE_MAP); g;
	     g = g->next)
		for (const struct node *n = children(g, NODE_MAP); n;
		     n = n->next) {
			size_t i;

			for (i = 0; i < LEN(references) &&
			     !str_eqz(n->key, references[i]);
			     i++)
				;
			if (i < LEN(references) && reference(r, n) < 0)
				return -1;
			if ((str_eqz(n->key, "TargetFramework") ||
				str_eqz(n->key, "TargetFrameworks")) &&
			    frameworks(r, n) < 0)
				return -1;
		}
	return 0;
}

/* paket.lock: "    Name (1.0)" is a package, what is deeper asks for it. */
int
depread_paket(struct depread *r)
{
	struct deplines l = { .bytes = r->bytes };
	struct str line;
	bool nuget = false;
	size_t at;

	while (deplines_next(&l, &line, &at)) {
		struct dep d = { .eco = ECO_NUGET };
		size_t open = str_find(line, STR(" ("), 0), close, k = 0;

		while (k < line.n && line.p[k] == ' ')
			k++;
		if (k == 0 && line.n)
			nuget = str_eqz(line, "NUGET");
		if (!nuget || k != 4 || open == STR_NONE)
			continue;
		close = str_chr(line, ')', open);
		d.name = str_trim(str_sub(line, k, open));
		d.version = str_sub(line, open + 2, close);
		d.at = (struct span){ at + k, at + k + d.name.n };
		if (depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}

/* global.json: the SDK. */
int
depread_globaljson(struct depread *r)
{
	const struct node *v;
	struct dep d = {
		.kind = DEP_PRODUCT, .name = STR("dotnet"), .direct = DEP_DIRECT
	};

	depfile_json(r);
	v = doc_at(r->doc.root, "sdk.version");
	d.version = doc_text(v);
	d.at = depfile_span(v);
	return d.version.n && depfile_put(r, &d) < 0 ? -1 : 0;
}
