#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "pyreq.h"
#include "str.h"

static const struct node *
map(const struct node *n)
{
	return n && n->type == NODE_MAP ? n->child : NULL;
}

static const struct node *
list(const struct node *n)
{
	return n && n->type == NODE_LIST ? n->child : NULL;
}

/* renv.lock */
int
depread_renv(struct depread *r)
{
	depfile_json(r);
	for (const struct node *n = map(doc_get(r->doc.root, "Packages")); n;
	     n = n->next) {
		struct dep d = { .eco = ECO_CRAN,
			.name = n->key,
			.version = doc_str(n, "Version"),
			.at = depfile_key(n) };

		if (depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}

static int
julia_product(struct depread *r)
{
	const struct node *v = doc_get(r->doc.root, "julia_version");
	struct dep d = { .kind = DEP_PRODUCT,
		.name = STR("julia"),
		.version = doc_text(v),
		.at = depfile_span(v) };

	return v && depfile_put(r, &d) < 0 ? -1 : 0;
}

/* Manifest.toml: [[deps.Name]], before Julia 1.7 [[Name]]. */
int
depread_julia(struct depread *r)
{
	const struct node *n;

	depfile_toml(r);
	if (julia_product(r) < 0)
		return -1;
	n = map(doc_get(r->doc.root, "deps"));
	if (n == NULL)
		n = map(r->doc.root);
	for (; n; n = n->next) {
		for (const struct node *e = list(n); e; e = e->next) {
			struct dep d = { .eco = ECO_JULIA,
				.name = n->key,
				.version = doc_str(e, "version"),
				.at = depfile_span(doc_get(e, "version")) };

			/* What comes with Julia itself has no version. */
			if (d.version.n && depfile_put(r, &d) < 0)
				return -1;
		}
	}
	return 0;
}

/* "name-1.0@sha256:...": at the last dash before a digit. */
static int
hackage(struct depread *r, const struct node *n)
{
	struct str s = doc_text(n);
	struct dep d = { .eco = ECO_HACKAGE };
	size_t dash;

	s = str_sub(s, 0, str_chr(s, '@', 0));
	dash = str_rchr(s, '-');
	if (dash == STR_NONE || dash == 0)
		return 0;
	d.name = str_sub(s, 0, dash);
	d.version = str_sub(s, dash + 1, s.n);
	d.at = depfile_span(n);
	return depfile_put(r, &d) < 0 ? -1 : 0;
}

/* stack.yaml.lock */
int
depread_stack(struct depread *r)
{
	depfile_yaml(r);
	for (const struct node *n = list(doc_get(r->doc.root, "packages")); n;
	     n = n->next) {
		const struct node *c = doc_get(n, "completed");

		if (hackage(r, doc_get(c ? c : n, "hackage")) < 0)
			return -1;
	}
	return 0;
}

/* cabal.project.freeze: "any.name ==1.0," */
int
depread_cabal(struct depread *r)
{
	struct deplines l = { .bytes = r->bytes };
	struct str line;
	size_t at;

	while (deplines_next(&l, &line, &at)) {
		size_t eq = str_find(line, STR("=="), 0), any;
		struct dep d = { .eco = ECO_HACKAGE };

		any = str_find(line, STR("any."), 0);
		if (eq == STR_NONE || any == STR_NONE || any + 4 > eq)
			continue;
		d.name = str_trim(str_sub(line, any + 4, eq));
		d.version = str_sub(line, eq + 2, str_chr(line, ',', eq));
		d.version = str_trim(d.version);
		d.at = depfile_at(r, d.name);
		if (depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}

/* environment.yml: "name=1.0=build", and a list for pip. */
static int
conda_text(struct depread *r, const struct node *n)
{
	struct str s = doc_text(n), name, version;
	struct dep d = { .eco = ECO_CONDA, .direct = DEP_DIRECT };
	size_t at = str_find(s, STR("::"), 0), end = 0;

	if (at != STR_NONE)
		s = str_sub(s, at + 2, s.n);
	while (end < s.n && strchr("=<>! ", s.p[end]) == NULL)
		end++;
	name = str_sub(s, 0, end);
	version = str_trim(str_sub(s, end, s.n));
	if (str_starts(version, STR("==")))
		version = str_sub(version, 2, version.n);
	else if (str_starts(version, STR("=")))
		version = str_sub(version, 1, version.n);
	else
		version = STR("");
	version = str_sub(version, 0, str_chr(version, '=', 0));
	if (str_chr(version, '*', 0) != STR_NONE ||
	    str_chr(version, ',', 0) != STR_NONE)
		version = STR("");
	if (str_eqz(name, "python")) {
		d.kind = DEP_PRODUCT;
		d.eco = ECO_NONE;
	}
	d.name = name;
	d.version = version;
	d.at = depfile_span(n);
	return name.n && depfile_put(r, &d) < 0 ? -1 : 0;
}

static int
pip_text(struct depread *r, const struct node *n)
{
	struct dep d = { .eco = ECO_PYPI, .direct = DEP_DIRECT };
	struct str conditions;

	if (!pyreq_split(doc_text(n), &d.name, &conditions))
		return 0;
	d.version = pyreq_pin(conditions);
	d.at = depfile_span(n);
	return depfile_put(r, &d) < 0 ? -1 : 0;
}

int
depread_conda(struct depread *r)
{
	depfile_yaml(r);
	for (const struct node *n = list(doc_get(r->doc.root, "dependencies"));
	     n; n = n->next) {
		if (n->type != NODE_MAP && conda_text(r, n) < 0)
			return -1;
		for (const struct node *p = list(doc_get(n, "pip")); p;
		     p = p->next)
			if (pip_text(r, p) < 0)
				return -1;
	}
	return 0;
}

/* conda-lock.yml */
int
depread_condalock(struct depread *r)
{
	depfile_yaml(r);
	for (const struct node *n = list(doc_get(r->doc.root, "package")); n;
	     n = n->next) {
		struct str manager = doc_str(n, "manager");
		struct dep d = { .eco = str_eqz(manager, "pip") ? ECO_PYPI :
								  ECO_CONDA,
			.name = doc_str(n, "name"),
			.version = doc_str(n, "version"),
			.at = depfile_span(doc_get(n, "name")),
			.dev = str_eqz(doc_str(n, "category"), "dev") };

		if (d.name.n && depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}
