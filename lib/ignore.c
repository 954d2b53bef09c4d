#include "base.h"
#include "ignore.h"
#include "str.h"

#include <ctype.h>

enum { RULES_CEILING = 1 << 16, STEPS_MAX = 1 << 20 };

/* [[:alpha:]] and its like. */
static const struct {
	const char *name;
	int (*is)(int);
} classes[] = {
	{ "alnum", isalnum },
	{ "alpha", isalpha },
	{ "blank", isblank },
	{ "cntrl", iscntrl },
	{ "digit", isdigit },
	{ "graph", isgraph },
	{ "lower", islower },
	{ "print", isprint },
	{ "punct", ispunct },
	{ "space", isspace },
	{ "upper", isupper },
	{ "xdigit", isxdigit },
};

/* Is c in the class named at g[i...], "[:name:]"? Moves past it. */
static bool
named(struct str g, size_t *i, unsigned char c, bool *in)
{
	size_t end = str_find(g, STR(":]"), *i + 2);
	struct str name;

	if (*i + 1 >= g.n || g.p[*i + 1] != ':' || end == STR_NONE)
		return false;
	name = str_sub(g, *i + 2, end);
	for (size_t k = 0; k < LEN(classes); k++)
		if (str_eqz(name, classes[k].name)) {
			*in |= classes[k].is(c) != 0;
			*i = end + 1;
			return true;
		}
	return false;
}

static unsigned char
class_char(struct str g, size_t *i)
{
	if (g.p[*i] == '\\' && *i + 1 < g.n)
		++*i;
	return (unsigned char)g.p[*i];
}

/*
 * The class that opens at g[*i]: does it hold c? *i moves to its ']'. A
 * class that does not end matches nothing, as in git.
 */
static bool
class_match(struct str g, size_t *i, unsigned char c)
{
	size_t k = *i + 1, first;
	bool in = false, neg;

	neg = k < g.n && (g.p[k] == '!' || g.p[k] == '^');
	first = k += neg;
	for (; k < g.n && (g.p[k] != ']' || k == first); k++) {
		unsigned char lo, hi;

		if (g.p[k] == '[' && named(g, &k, c, &in))
			continue;
		lo = hi = class_char(g, &k);
		if (k + 2 < g.n && g.p[k + 1] == '-' && g.p[k + 2] != ']') {
			k += 2;
			hi = class_char(g, &k);
		}
		in |= c >= lo && c <= hi;
	}
	if (k >= g.n) {
		*i = g.n;
		return false;
	}
	*i = k;
	return in != neg && c != '/';
}

/* One token of the glob at *i against c; *i moves past it on a match. */
static bool
token(struct str g, size_t *i, unsigned char c)
{
	size_t k = *i;
	bool on;

	if (g.p[k] == '?') {
		on = c != '/';
	} else if (g.p[k] == '[') {
		on = class_match(g, &k, c);
	} else {
		if (g.p[k] == '\\' && k + 1 < g.n)
			k++;
		on = (unsigned char)g.p[k] == c;
	}
	if (on)
		*i = k + 1;
	return on;
}

/* Where to go on when what follows a star did not match. */
struct again {
	size_t glob, path;
	bool set;
};

/*
 * At stars: "**" between slashes (or at an end) crosses directories, any
 * other run does not. A "**" may match nothing together with its slash.
 */
static size_t
stars(struct str g, size_t i, size_t at, struct again *star, struct again *deep)
{
	bool open = i == 0 || g.p[i - 1] == '/';
	size_t n = 0;

	while (i + n < g.n && g.p[i + n] == '*')
		n++;
	if (n == 2 && open && (i + 2 == g.n || g.p[i + 2] == '/')) {
		i += i + 2 < g.n ? 3 : 2;
		*deep = (struct again){ i, at, true };
		*star = (struct again){ 0 };
		return i;
	}
	*star = (struct again){ i + n, at, true };
	return i + n;
}

/* Let the last star, else the last "**", take more. False: none can. */
static bool
retry(struct str g, struct str path, struct again *star, struct again *deep)
{
	size_t next;

	if (star->set && star->path < path.n && path.p[star->path] != '/') {
		star->path++;
		return true;
	}
	if (!deep->set)
		return false;
	*star = (struct again){ 0 };
	/* "**" at the end takes all, else whole directories. */
	next = deep->glob == g.n ? path.n - 1 : str_chr(path, '/', deep->path);
	if (next == STR_NONE || deep->path >= path.n)
		return false;
	deep->path = next + 1;
	return true;
}

bool
ignore_glob(struct str g, struct str path)
{
	struct again star = { 0 }, deep = { 0 };
	size_t i = 0, at = 0;

	for (size_t steps = 0; steps < STEPS_MAX; steps++) {
		if (i < g.n && g.p[i] == '*') {
			i = stars(g, i, at, &star, &deep);
			continue;
		}
		if (i == g.n && at == path.n)
			return true;
		if (i < g.n && at < path.n &&
		    token(g, &i, (unsigned char)path.p[at])) {
			at++;
			continue;
		}
		if (!retry(g, path, &star, &deep))
			return false;
		i = star.set ? star.glob : deep.glob;
		at = star.set ? star.path : deep.path;
	}
	return false;
}

/* Trailing blanks go, unless a backslash keeps them. */
static struct str
trim(struct str s)
{
	size_t keep = 0;

	if (s.n && s.p[s.n - 1] == '\r')
		s.n--;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n)
			keep = ++i + 1;
		else if (s.p[i] != ' ')
			keep = i + 1;
	}
	return str_sub(s, 0, keep);
}

static int
add(struct ignore *g, struct str line)
{
	struct ignore_rule r = { 0 }, *v = g->v;

	line = trim(line);
	if (line.n == 0 || line.p[0] == '#')
		return 0;
	if (line.p[0] == '!') {
		r.not = true;
		line = str_sub(line, 1, line.n);
	}
	if (line.n && line.p[line.n - 1] == '/') {
		r.only_dirs = true;
		line.n--;
	}
	r.anywhere = str_chr(line, '/', 0) == STR_NONE;
	if (line.n && line.p[0] == '/')
		line = str_sub(line, 1, line.n);
	if (line.n == 0)
		return 0;
	r.plain = true;
	for (size_t i = 0; i < line.n; i++)
		r.plain &= strchr("*?[\\", line.p[i]) == NULL;
	if (g->n == g->cap) {
		size_t cap = g->cap ? g->cap * 2 : 32;

		if (cap > RULES_CEILING ||
		    (v = realloc(v, cap * sizeof(*v))) == NULL)
			return -1;
		g->v = v;
		g->cap = cap;
	}
	r.glob = arena_str(&g->mem, line);
	if (r.glob.p == NULL)
		return -1;
	g->v[g->n++] = r;
	return 0;
}

int
ignore_parse(struct ignore *g, struct str text)
{
	struct str line;

	g->mem.max = (size_t)2 * IGNORE_FILE_MAX;
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_sub(text, 3, text.n);
	while (str_cut(&text, '\n', &line))
		if (add(g, line) < 0)
			return -1;
	return 0;
}

static bool
matches(const struct ignore_rule *r, struct str path)
{
	if (r->plain)
		return str_eq(r->glob, path);
	/* "*.o", the commonest of all. */
	if (r->glob.p[0] == '*' && r->glob.n > 1 && r->anywhere &&
	    strpbrk(r->glob.p + 1, "*?[\\") == NULL)
		return str_ends(path, str_sub(r->glob, 1, r->glob.n));
	return ignore_glob(r->glob, path);
}

enum ignored
ignore_match(const struct ignore *g, struct str path, bool is_dir)
{
	size_t slash = str_rchr(path, '/');
	struct str last = path;

	if (slash != STR_NONE)
		last = str_sub(path, slash + 1, path.n);
	for (size_t i = g->n; i > 0; i--) {
		const struct ignore_rule *r = &g->v[i - 1];

		if (r->only_dirs && !is_dir)
			continue;
		if (matches(r, r->anywhere ? last : path))
			return r->not ? IGNORE_NO : IGNORE_YES;
	}
	return IGNORE_SILENT;
}

void
ignore_free(struct ignore *g)
{
	free(g->v);
	arena_free(&g->mem);
	*g = (struct ignore){ 0 };
}
