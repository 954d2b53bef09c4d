#include "base.h"
#include "gitattr.h"
#include "arena.h"
#include "buf.h"
#include "cquote.h"
#include "str.h"
#include "wild.h"

enum {
	LINE_MAX_BYTES = 2048, /* git passes over longer lines */
	NAMES_MAX = 8192,      /* attributes that all files may name */
	FRAME_MAX = 1 << 28    /* bytes that one file's rules may take */
};

struct setting {
	size_t name; /* index of the attribute */
	struct attr value;
};

struct rule {
	struct rule *above; /* the one before it in the file */
	bool macro;
	size_t name; /* of the macro */
	struct str pat;
	size_t plain;	     /* bytes before the first wildcard */
	bool dir, base, end; /* trailing '/'; no '/'; "*literal" */
	size_t n;
	struct setting *set;
};

/* One file's rules, the last first: the last that matches wins. */
struct frame {
	struct frame *up;
	struct arena mem;
	struct str dir;
	struct rule *last;
};

struct name {
	struct str name;
	uint64_t seen; /* the question that value answers */
	struct attr value;
	const struct rule *macro;
};

/* A rule whose settings before i are still to be taken. */
struct pending {
	const struct rule *rule;
	size_t i;
};

struct gitattr {
	struct arena mem;
	struct name *names;
	size_t nnames, cap, nwant;
	struct pending *todo; /* names and one more: a macro opens once */
	uint64_t question;
	bool macros_stale;
	struct frame *top; /* innermost directory first */
	struct frame *info;
};

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static size_t
blanks(struct str s)
{
	size_t n = 0;

	while (n < s.n && blank(s.p[n]))
		n++;
	return n;
}

static size_t
word(struct str s)
{
	size_t n = 0;

	while (n < s.n && !blank(s.p[n]))
		n++;
	return n;
}

static bool
valid(struct str name)
{
	if (name.n == 0 || name.p[0] == '-')
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (!(c == '-' || c == '.' || c == '_' ||
			(c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
			(c >= 'A' && c <= 'Z')))
			return false;
	}
	return true;
}

static int
grow(struct gitattr *g)
{
	size_t cap = g->cap ? g->cap * 2 : 64;
	struct pending *todo;
	struct name *names;

	if (cap > NAMES_MAX)
		return -1;
	if ((names = realloc(g->names, cap * sizeof(*names))) == NULL)
		return -1;
	g->names = names;
	if ((todo = realloc(g->todo, (cap + 1) * sizeof(*todo))) == NULL)
		return -1;
	g->todo = todo;
	g->cap = cap;
	return 0;
}

/* The index of an attribute, known or new; SIZE_MAX when there is no room. */
static size_t
intern(struct gitattr *g, struct str name)
{
	for (size_t i = 0; i < g->nnames; i++)
		if (str_eq(g->names[i].name, name))
			return i;
	if (g->nnames == g->cap && grow(g) < 0)
		return SIZE_MAX;
	g->names[g->nnames] = (struct name){ arena_str(&g->mem, name), 0,
		{ ATTR_NONE, { "", 0 } }, NULL };
	return g->names[g->nnames].name.p ? g->nnames++ : SIZE_MAX;
}

/* A word as "name", "-name", "!name" or "name=value". False: not valid. */
static bool
split(struct str w, struct str *name, struct attr *v)
{
	size_t eq = str_chr(w, '=', 0);

	*name = str_sub(w, 0, eq);
	*v = (struct attr){ ATTR_TRUE, { "", 0 } };
	if (w.n && (w.p[0] == '-' || w.p[0] == '!')) {
		v->state = w.p[0] == '-' ? ATTR_FALSE : ATTR_NONE;
		*name = str_sub(*name, 1, name->n);
	} else if (eq != STR_NONE) {
		v->state = ATTR_TEXT;
		v->text = str_sub(w, eq + 1, w.n);
	}
	return valid(*name);
}

/* How many settings the rest of a line holds; SIZE_MAX: one is not valid. */
static size_t
count(struct str rest)
{
	size_t n = 0;

	rest = str_sub(rest, blanks(rest), rest.n);
	for (; rest.n > 0; n++) {
		size_t k = word(rest);
		struct str name;
		struct attr v;

		if (!split(str_sub(rest, 0, k), &name, &v))
			return SIZE_MAX;
		rest = str_sub(rest, k, rest.n);
		rest = str_sub(rest, blanks(rest), rest.n);
	}
	return n;
}

static int
settings(struct gitattr *g, struct frame *f, struct rule *r, struct str rest)
{
	r->set = arena_new(&f->mem, (r->n + 1) * sizeof(*r->set));
	if (r->set == NULL)
		return -1;
	for (size_t i = 0; i < r->n; i++) {
		struct setting *s = &r->set[i];
		struct str name;
		size_t k;

		rest = str_sub(rest, blanks(rest), rest.n);
		k = word(rest);
		split(str_sub(rest, 0, k), &name, &s->value);
		rest = str_sub(rest, k, rest.n);
		if ((s->name = intern(g, name)) == SIZE_MAX)
			return -1;
		if (s->value.state != ATTR_TEXT)
			continue;
		s->value.text = arena_str(&f->mem, s->value.text);
		if (s->value.text.p == NULL)
			return -1;
	}
	return 0;
}

/* The pattern's kind. False: a negative one, which git ignores. */
static bool
classify(struct rule *r, struct str pat)
{
	if (pat.n && pat.p[0] == '!')
		return false;
	r->plain = wild_plain(pat);
	r->end = pat.n && pat.p[0] == '*' &&
	    wild_plain(str_sub(pat, 1, pat.n)) == pat.n - 1;
	if (pat.n && pat.p[pat.n - 1] == '/') {
		r->dir = true;
		pat.n--;
	}
	if (r->plain > pat.n)
		r->plain = pat.n;
	r->base = str_chr(pat, '/', 0) == STR_NONE;
	r->pat = pat;
	return true;
}

static int
add_rule(
    struct gitattr *g, struct frame *f, const struct rule *r, struct str rest)
{
	struct rule *own = arena_new(&f->mem, sizeof(*own));

	if (own == NULL)
		return -1;
	*own = *r;
	if (!r->macro) {
		own->pat = arena_str(&f->mem, r->pat);
		if (own->pat.p == NULL)
			return -1;
	}
	if (settings(g, f, own, rest) < 0)
		return -1;
	own->above = f->last;
	f->last = own;
	return 0;
}

/* A line without its newline; what is wrong in it is passed over, as git
   does. unquoted is scratch. */
static int
add_line(struct gitattr *g, struct frame *f, struct str line, bool macros,
    struct buf *unquoted)
{
	struct rule r = { 0 };
	struct str name, rest;
	size_t used = 0;

	line = str_sub(line, 0, str_chr(line, '\0', 0));
	rest = str_sub(line, blanks(line), line.n);
	if (rest.n == 0 || rest.p[0] == '#' || line.n >= LINE_MAX_BYTES)
		return 0;
	buf_reset(unquoted);
	if (rest.p[0] == '"' && cquote_undo(rest, unquoted, &used) == 0) {
		name = buf_str(unquoted);
		name = str_sub(name, 0, str_chr(name, '\0', 0));
	} else {
		used = word(rest);
		name = str_sub(rest, 0, used);
	}
	rest = str_sub(rest, used, rest.n);
	if ((r.n = count(rest)) == SIZE_MAX)
		return 0;
	if (name.n > 6 && str_starts(name, STR("[attr]"))) {
		r.macro = true;
		name = str_sub(name, 6, name.n);
		name = str_sub(name, blanks(name), name.n);
		name = str_sub(name, 0, word(name));
		if (!macros || !valid(name))
			return 0;
		if ((r.name = intern(g, name)) == SIZE_MAX)
			return -1;
	} else if (!classify(&r, name)) {
		return 0;
	}
	return add_rule(g, f, &r, rest);
}

static void
frame_free(struct frame *f)
{
	if (f)
		arena_free(&f->mem);
	free(f);
}

static struct frame *
frame_new(struct gitattr *g, struct str dir, struct str bytes, bool macros)
{
	struct frame *f = calloc(1, sizeof(*f));
	struct buf unquoted = { .max = LINE_MAX_BYTES };
	struct str line;
	int rc = 0;

	if (f == NULL)
		return NULL;
	f->mem.max = FRAME_MAX;
	f->dir = arena_str(&f->mem, dir);
	if (f->dir.p == NULL)
		rc = -1;
	while (rc == 0 && str_cut(&bytes, '\n', &line))
		rc = add_line(g, f, line, macros, &unquoted);
	buf_free(&unquoted);
	g->macros_stale = true;
	if (rc == 0)
		return f;
	frame_free(f);
	return NULL;
}

/* A name means the macro of the strongest file that defines it. */
static void
find_macros(struct gitattr *g)
{
	for (size_t i = 0; i < g->nnames; i++)
		g->names[i].macro = NULL;
	for (struct frame *f = g->info ? g->info : g->top; f;
	     f = f == g->info ? g->top : f->up)
		for (const struct rule *r = f->last; r; r = r->above)
			if (r->macro && g->names[r->name].macro == NULL)
				g->names[r->name].macro = r;
	g->macros_stale = false;
}

/* Take a rule's settings, last first; one that sets a macro opens it before
   the next is looked at. */
static void
take(struct gitattr *g, const struct rule *rule)
{
	size_t n = 0;

	g->todo[n++] = (struct pending){ rule, rule->n };
	while (n > 0) {
		struct pending *p = &g->todo[n - 1];
		const struct setting *s;
		struct name *name;

		if (p->i == 0) {
			n--;
			continue;
		}
		s = &p->rule->set[--p->i];
		name = &g->names[s->name];
		if (name->seen == g->question)
			continue;
		name->seen = g->question;
		name->value = s->value;
		if (name->macro && s->value.state == ATTR_TRUE)
			g->todo[n++] =
			    (struct pending){ name->macro, name->macro->n };
	}
}

static bool
match_base(const struct rule *r, struct str base)
{
	if (r->plain == r->pat.n)
		return str_eq(r->pat, base);
	if (r->end)
		return str_ends(base, str_sub(r->pat, 1, r->pat.n));
	return wild_match(r->pat, base, false);
}

static bool
match_path(const struct rule *r, struct str dir, struct str path)
{
	struct str pat = r->pat;
	size_t plain = r->plain;

	if (pat.n && pat.p[0] == '/') {
		pat = str_sub(pat, 1, pat.n);
		plain--;
	}
	if (dir.n > 0) {
		if (path.n <= dir.n || path.p[dir.n] != '/' ||
		    !str_starts(path, dir))
			return false;
		path = str_sub(path, dir.n + 1, path.n);
	}
	if (path.n == 0 || !str_starts(path, str_sub(pat, 0, plain)))
		return false;
	/* Git cuts the literal head off first, which shows in "a**"/b. */
	return wild_match(
	    str_sub(pat, plain, pat.n), str_sub(path, plain, path.n), true);
}

static bool
match(const struct rule *r, struct str dir, struct str path, struct str base)
{
	bool isdir = path.n && path.p[path.n - 1] == '/';

	if (r->macro || (r->dir && !isdir))
		return false;
	if (r->base)
		return match_base(r, base);
	return match_path(r, dir, str_sub(path, 0, path.n - isdir));
}

struct gitattr *
gitattr_new(const char *const *want)
{
	struct gitattr *g = calloc(1, sizeof(*g));

	if (g == NULL)
		return NULL;
	g->mem.max = FRAME_MAX;
	for (; want[g->nwant]; g->nwant++)
		if (intern(g, str_of(want[g->nwant])) == SIZE_MAX)
			goto fail;
	/* What git defines itself. */
	g->top =
	    frame_new(g, STR(""), STR("[attr]binary -diff -merge -text"), true);
	if (g->top)
		return g;
fail:
	gitattr_free(g);
	return NULL;
}

void
gitattr_free(struct gitattr *g)
{
	if (g == NULL)
		return;
	while (g->top)
		gitattr_leave(g);
	frame_free(g->info);
	arena_free(&g->mem);
	free(g->names);
	free(g->todo);
	free(g);
}

int
gitattr_info(struct gitattr *g, struct str bytes)
{
	frame_free(g->info);
	/* Read as a file, not as an object: a mark at its head is dropped. */
	if (str_starts(bytes, STR("\357\273\277")))
		bytes = str_sub(bytes, 3, bytes.n);
	g->info = frame_new(g, STR(""), bytes, true);
	return g->info ? 0 : -1;
}

int
gitattr_enter(struct gitattr *g, struct str dir, struct str bytes)
{
	struct frame *f;

	/* To git an object's text ends at its first NUL. */
	bytes = str_sub(bytes, 0, str_chr(bytes, '\0', 0));
	if ((f = frame_new(g, dir, bytes, dir.n == 0)) == NULL)
		return -1;
	f->up = g->top;
	g->top = f;
	return 0;
}

void
gitattr_leave(struct gitattr *g)
{
	struct frame *f = g->top;

	g->top = f->up;
	frame_free(f);
	g->macros_stale = true;
}

void
gitattr_of(struct gitattr *g, struct str path, struct attr *out)
{
	struct str base = path;
	size_t slash;

	if (base.n && base.p[base.n - 1] == '/')
		base.n--;
	if ((slash = str_rchr(base, '/')) != STR_NONE)
		base = str_sub(base, slash + 1, base.n);
	if (g->macros_stale)
		find_macros(g);
	g->question++;
	for (struct frame *f = g->info ? g->info : g->top; f;
	     f = f == g->info ? g->top : f->up)
		for (const struct rule *r = f->last; r; r = r->above)
			if (match(r, f->dir, path, base))
				take(g, r);
	for (size_t i = 0; i < g->nwant; i++)
		out[i] = g->names[i].seen == g->question ?
		    g->names[i].value :
		    (struct attr){ ATTR_NONE, { "", 0 } };
}
