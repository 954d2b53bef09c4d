#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"

/* Gemfile.lock: sections in capitals, what is in them by its indent. */
struct gems {
	struct depread *r;
	struct depnames at;
	struct str section;
	size_t spec; /* whose dependencies follow; STR_NONE */
	bool second;
};

/* "name (1.2.3-x86_64-linux)" apart; a platform is no part of a version. */
static struct str
split(struct str line, struct str *version)
{
	size_t open = str_find(line, STR(" ("), 0);
	struct str v = str_sub(line, open, line.n);

	*version = STR("");
	if (open == STR_NONE)
		return line;
	v = str_sub(v, 2, str_chr(v, ')', 0));
	*version = str_sub(v, 0, str_chr(v, '-', 0));
	return str_sub(line, 0, open);
}

static bool
is_source(struct str section)
{
	return str_eqz(section, "GEM") || str_eqz(section, "GIT") ||
	    str_eqz(section, "PATH") || str_eqz(section, "PLUGIN SOURCE");
}

/* "ruby 2.7.1p83", "ruby 3.0.0.preview1". */
static int
put_ruby(struct gems *g, struct str line)
{
	struct dep d = { .kind = DEP_PRODUCT, .name = STR("ruby") };
	size_t n = 0;

	if (g->second || !str_starts(line, STR("ruby ")))
		return 0;
	d.version = str_sub(line, 5, line.n);
	while (n < d.version.n && strchr("0123456789.", d.version.p[n]))
		n++;
	d.version = str_sub(d.version, 0, n);
	d.at = depfile_at(g->r, d.version);
	d.direct = DEP_DIRECT;
	return depfile_put(g->r, &d) < 0 ? -1 : 0;
}

static int
put_spec(struct gems *g, struct str line)
{
	struct dep d = { .eco = ECO_RUBYGEMS };
	long i;

	d.name = split(line, &d.version);
	if (g->second) {
		g->spec = depnames_get(&g->at, d.name);
		return 0;
	}
	d.at = depfile_at(g->r, d.name);
	i = depfile_put(g->r, &d);
	return i < 0 ? -1 : depnames_put(&g->at, g->r->v[i].name, (size_t)i);
}

static int
take(struct gems *g, struct str line)
{
	struct str version, rest = str_trim(line), name;
	size_t indent = 0, to;

	while (indent < line.n && line.p[indent] == ' ')
		indent++;
	if (rest.n == 0)
		return 0;
	if (indent == 0) {
		g->section = rest;
		g->spec = STR_NONE;
		return 0;
	}
	if (str_eqz(g->section, "RUBY VERSION"))
		return put_ruby(g, rest);
	if (is_source(g->section) && indent == 4)
		return put_spec(g, rest);
	if (!g->second)
		return 0;
	name = split(rest, &version);
	if (str_ends(name, STR("!")))
		name.n--;
	to = depnames_get(&g->at, name);
	if (to == STR_NONE)
		return 0;
	if (str_eqz(g->section, "DEPENDENCIES"))
		return depfile_root(g->r, to, false);
	if (indent == 6 && g->spec != STR_NONE)
		return depfile_edge(g->r, g->spec, to);
	return 0;
}

int
depread_gemfile(struct depread *r)
{
	struct gems g = { .r = r };
	struct str line;
	size_t from;
	int rc = 0;

	for (int pass = 0; pass < 2 && rc == 0; pass++) {
		struct deplines l = { .bytes = r->bytes };

		g.second = pass == 1;
		g.section = STR("");
		while (rc == 0 && deplines_next(&l, &line, &from))
			rc = take(&g, line);
	}
	depnames_free(&g.at);
	return rc;
}
