#include "base.h"
#include "depfile.h"
#include "depreaders.h"
#include "str.h"
#include "vec.h"

enum { REPLACES_MAX = 4096 };

struct replace {
	struct str from, version, to, to_version;
	size_t next; /* of the same module; STR_NONE */
};

/* go.mod, as the Go Modules Reference has it. */
struct gomod {
	struct replace *replace;
	size_t nreplace, replace_cap;
	struct depnames replaced;
	struct depread *r;
	struct str block; /* "require" inside of its parentheses */
	struct dep go;	  /* the version of Go that is asked for */
	bool toolchain;
};

static struct str
unquote(struct str s)
{
	if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '`'))
		return str_sub(s, 1, s.n - 1);
	return s;
}

/* OSV's versions of Go have no 'v'. */
static struct str
plain_version(struct str v)
{
	return str_starts(v, STR("v")) ? str_sub(v, 1, v.n) : v;
}

static bool
is_path(struct str s)
{
	return str_starts(s, STR("./")) || str_starts(s, STR("../")) ||
	    str_starts(s, STR("/"));
}

/* "a [v] => b [v]", the last one that fits. */
static bool
parse_replace(struct str line, struct replace *x)
{
	size_t arrow = str_find(line, STR("=>"), 0);
	struct str left = str_sub(line, 0, arrow), right;

	if (arrow == STR_NONE)
		return false;
	*x = (struct replace){ .from = STR("") };
	right = str_sub(line, arrow + 2, line.n);
	(void)str_word(&left, &x->from);
	(void)str_word(&left, &x->version);
	(void)str_word(&right, &x->to);
	(void)str_word(&right, &x->to_version);
	return x->from.n > 0 && x->to.n > 0;
}

/* A line's verb and the rest, inside of a block and outside. */
static bool
verb_of(struct gomod *g, struct str *line, struct str *verb)
{
	size_t comment = str_find(*line, STR("//"), 0);
	struct str rest = str_trim(str_sub(*line, 0, comment)), next;

	if (rest.n == 0)
		return false;
	if (g->block.n) {
		*verb = g->block;
		if (str_eqz(rest, ")")) {
			g->block = STR("");
			return false;
		}
		*line = rest;
		return true;
	}
	if (!str_word(&rest, verb))
		return false;
	next = str_trim(rest);
	if (str_eqz(next, "(")) {
		g->block = *verb;
		return false;
	}
	*line = next;
	return true;
}

/* All replace directives; of one module the last that fits counts. */
static int
collect_replaces(struct gomod *g)
{
	struct gomod own = { .r = g->r };
	struct deplines l = { .bytes = g->r->bytes };
	struct str line, verb;
	struct replace x;
	size_t from;

	while (deplines_next(&l, &line, &from)) {
		if (!verb_of(&own, &line, &verb) || !str_eqz(verb, "replace") ||
		    !parse_replace(line, &x))
			continue;
		if (g->nreplace == REPLACES_MAX) {
			depfile_unread(g->r, "it replaces too many modules");
			return 0;
		}
		x.from = unquote(x.from);
		x.next = depnames_get(&g->replaced, x.from);
		if (vec_room(&g->replace, &g->replace_cap, g->nreplace + 1,
			sizeof(x)) < 0 ||
		    g->replace == NULL)
			return -1;
		if (x.next == STR_NONE &&
		    depnames_put(&g->replaced, x.from, g->nreplace) < 0)
			return -1;
		g->replace[g->nreplace] = x;
		/* Behind the first, so that the first is always found. */
		if (x.next != STR_NONE) {
			struct replace *first = &g->replace[x.next];

			g->replace[g->nreplace].next = first->next;
			first->next = g->nreplace;
		}
		g->nreplace++;
	}
	return 0;
}

/* What a replace directive makes of d. False: a path, no version at all. */
static bool
replaced(struct gomod *g, struct dep *d)
{
	size_t i = depnames_get(&g->replaced, d->name);

	for (; g->replace && i < g->nreplace; i = g->replace[i].next) {
		const struct replace *x = &g->replace[i];

		if (x->version.n &&
		    !str_eq(plain_version(x->version), d->version))
			continue;
		if (is_path(unquote(x->to)))
			return false;
		d->name = unquote(x->to);
		d->version = plain_version(x->to_version);
		return true;
	}
	return true;
}

static int
require(struct gomod *g, struct str line, struct str whole)
{
	struct dep d = { .eco = ECO_GO, .direct = DEP_DIRECT };
	struct str name, version;

	if (!str_word(&line, &name) || !str_word(&line, &version))
		return 0;
	d.at = depfile_at(g->r, name);
	d.name = unquote(name);
	d.version = plain_version(version);
	if (str_find(whole, STR("// indirect"), 0) != STR_NONE ||
	    str_find(whole, STR("//indirect"), 0) != STR_NONE)
		d.direct = DEP_TRANSITIVE;
	if (!replaced(g, &d))
		return 0;
	return depfile_put(g->r, &d) < 0 ? -1 : 0;
}

/* "go 1.19" asks for 1.19 at least: the standard library is taken to be of
   the last release of that line, which has no number yet. */
static struct str
library_version(struct depread *r, struct str v)
{
	struct str part[2] = { v, STR(".99") };
	size_t dot = str_chr(v, '.', 0), end = dot;

	if (dot == STR_NONE || str_chr(v, '.', dot + 1) != STR_NONE)
		return v;
	for (end++; end < v.n && v.p[end] >= '0' && v.p[end] <= '9'; end++)
		;
	part[0] = str_sub(v, 0, end);
	return depfile_join(r, part, 2);
}

/* The standard library is one of its modules, and Go ends its support. */
static int
put_go(struct gomod *g)
{
	struct dep d = g->go;

	if (d.version.n == 0)
		return 0;
	d.kind = DEP_PRODUCT;
	d.name = STR("go");
	d.direct = DEP_DIRECT;
	if (depfile_put(g->r, &d) < 0)
		return -1;
	d.kind = DEP_PACKAGE;
	d.eco = ECO_GO;
	d.name = STR("stdlib");
	d.version = library_version(g->r, d.version);
	return d.version.p == NULL || depfile_put(g->r, &d) < 0 ? -1 : 0;
}

static void
take_go(struct gomod *g, struct str verb, struct str line)
{
	bool toolchain = str_eqz(verb, "toolchain");

	if (toolchain && !str_starts(line, STR("go")))
		return;
	if (g->toolchain)
		return;
	g->toolchain = toolchain;
	g->go.at = depfile_at(g->r, line);
	g->go.version = toolchain ? str_sub(line, 2, line.n) : line;
	/* "go1.21.3-custom": a toolchain of one's own. */
	g->go.version =
	    str_sub(g->go.version, 0, str_chr(g->go.version, '-', 0));
}

int
depread_gomod(struct depread *r)
{
	struct gomod g = { .r = r };
	struct deplines l = { .bytes = r->bytes };
	struct str line, verb, whole;
	size_t from;
	int rc = collect_replaces(&g);

	while (rc == 0 && deplines_next(&l, &line, &from)) {
		whole = line;
		if (!verb_of(&g, &line, &verb))
			continue;
		if (str_eqz(verb, "require"))
			rc = require(&g, line, whole);
		if (str_eqz(verb, "go") || str_eqz(verb, "toolchain"))
			take_go(&g, verb, line);
	}
	if (rc == 0)
		rc = put_go(&g);
	depnames_free(&g.replaced);
	free(g.replace);
	return rc;
}

/* ---- go.sum ------------------------------------------------------------ */

enum { GO_PRUNED = 17 }; /* from Go 1.17 on go.mod names all that is used */

/* Does its go.mod stand for all? Then what it requires is told there. */
static bool
pruned(struct str mod)
{
	struct gomod g = { .block = STR("") };
	struct deplines l = { .bytes = mod };
	struct str line, verb, major;
	uint64_t minor;
	size_t from;

	while (deplines_next(&l, &line, &from)) {
		if (!verb_of(&g, &line, &verb) || !str_eqz(verb, "go"))
			continue;
		if (!str_cut(&line, '.', &major) || !str_eqz(major, "1"))
			return true;
		line = str_sub(line, 0, str_chr(line, '.', 0));
		return str_num(line, 999, &minor) < 0 || minor >= GO_PRUNED;
	}
	return false;
}

/* The names of what it requires. 0, or -1. */
static int
required(struct str mod, struct depnames *names)
{
	struct gomod g = { .block = STR("") };
	struct deplines l = { .bytes = mod };
	struct str line, verb, word;
	size_t from;

	while (deplines_next(&l, &line, &from))
		if (verb_of(&g, &line, &verb) && str_eqz(verb, "require") &&
		    str_word(&line, &word) &&
		    depnames_put(names, unquote(word), 1) < 0)
			return -1;
	return 0;
}

/* "module version[/go.mod] hash": a version whose code was looked at. */
static int
put_sum(struct depread *r, struct str line, const struct depnames *names)
{
	struct dep d = { .eco = ECO_GO, .direct = DEP_TRANSITIVE };
	struct str version;

	if (!str_word(&line, &d.name) || !str_word(&line, &version) ||
	    str_ends(version, STR("/go.mod")) ||
	    depnames_get(names, d.name) != STR_NONE)
		return 0;
	d.at = depfile_at(r, d.name);
	d.version = plain_version(version);
	return depfile_put(r, &d) < 0 ? -1 : 0;
}

int
depread_gosum(struct depread *r)
{
	struct buf text = { .max = DEP_SIBLING_BYTES };
	struct deplines l = { .bytes = r->bytes };
	int rc = depfile_sibling(r, STR("go.mod"), &text) < 0 ? 1 : 0;
	struct depnames names = { 0 };
	struct str line;
	size_t from;

	if (rc == 0 && !pruned(buf_str(&text))) {
		rc = required(buf_str(&text), &names);
		while (rc == 0 && deplines_next(&l, &line, &from))
			rc = put_sum(r, line, &names);
	}
	depnames_free(&names);
	buf_free(&text);
	return rc < 0 ? -1 : 0; /* what could not be read is told */
}
