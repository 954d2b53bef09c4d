#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "pyreq.h"
#include "str.h"

/* pyproject.toml and setup.cfg: what a project of Python asks for. */

static int
put(struct depread *r, struct str line, struct span at, bool dev)
{
	struct dep d = {
		.eco = ECO_PYPI, .direct = DEP_DIRECT, .dev = dev, .at = at
	};
	struct str conditions;

	if (!pyreq_split(line, &d.name, &conditions))
		return 0;
	d.version = pyreq_pin(conditions);
	return depfile_put(r, &d) < 0 ? -1 : 0;
}

static int
put_list(struct depread *r, const struct node *n, bool dev)
{
	for (n = n && n->type == NODE_LIST ? n->child : NULL; n; n = n->next)
		if (doc_text(n).n &&
		    put(r, doc_text(n), depfile_span(n), dev) < 0)
			return -1;
	return 0;
}

/* A map of names to lists: extras, groups. */
static int
put_lists(struct depread *r, const struct node *n, bool dev)
{
	for (n = n && n->type == NODE_MAP ? n->child : NULL; n; n = n->next)
		if (put_list(r, n, dev) < 0)
			return -1;
	return 0;
}

/* Poetry: name = "1.0" or { version = "1.0" }; only what is no range. */
static int
put_map(struct depread *r, const struct node *n, bool dev)
{
	for (n = n && n->type == NODE_MAP ? n->child : NULL; n; n = n->next) {
		struct str v =
		    n->type == NODE_MAP ? doc_str(n, "version") : doc_text(n);
		struct dep d = { .eco = ECO_PYPI,
			.name = n->key,
			.direct = DEP_DIRECT,
			.dev = dev,
			.at = depfile_key(n) };

		if (str_eqz(n->key, "python"))
			continue;
		if (str_starts(v, STR("==")))
			v = str_sub(v, 2, v.n);
		if (v.n && v.p[0] >= '0' && v.p[0] <= '9' &&
		    str_chr(v, '*', 0) == STR_NONE &&
		    str_chr(v, ',', 0) == STR_NONE)
			d.version = v;
		if (depfile_put(r, &d) < 0)
			return -1;
	}
	return 0;
}

int
depread_pyproject(struct depread *r)
{
	const struct node *root, *groups;

	depfile_toml(r);
	root = r->doc.root;
	if (put_list(r, doc_at(root, "project.dependencies"), false) < 0 ||
	    put_lists(r, doc_at(root, "project.optional-dependencies"), false) <
		0 ||
	    put_list(r, doc_at(root, "build-system.requires"), true) < 0 ||
	    put_lists(r, doc_get(root, "dependency-groups"), true) < 0 ||
	    put_map(r, doc_at(root, "tool.poetry.dependencies"), false) < 0 ||
	    put_map(r, doc_at(root, "tool.poetry.dev-dependencies"), true) < 0)
		return -1;
	groups = doc_at(root, "tool.poetry.group");
	for (groups = groups && groups->type == NODE_MAP ? groups->child : NULL;
	     groups; groups = groups->next)
		if (put_map(r, doc_get(groups, "dependencies"), true) < 0)
			return -1;
	return 0;
}

/* setup.cfg: what is indented below install_requires and its like. */
int
depread_setupcfg(struct depread *r)
{
	struct deplines l = { .bytes = r->bytes };
	struct str line, key;
	bool ours = false, extras = false, dev = false;
	size_t at;

	while (deplines_next(&l, &line, &at)) {
		struct str s = str_trim(line), rest = line;
		bool inner = line.n && strchr(" \t", line.p[0]);

		if (s.n == 0 || s.p[0] == '#')
			continue;
		if (!inner) {
			if (s.p[0] == '[')
				extras = str_eqz(s, "[options.extras_require]");
			ours = false;
			if (s.p[0] == '[' || !str_cut(&rest, '=', &key))
				continue;
			key = str_trim(key);
			dev = str_eqz(key, "tests_require") ||
			    str_eqz(key, "setup_requires");
			ours =
			    extras || dev || str_eqz(key, "install_requires");
			s = str_trim(rest);
		}
		if (ours && s.n && put(r, s, depfile_at(r, s), dev) < 0)
			return -1;
	}
	return 0;
}
