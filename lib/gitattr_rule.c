#include "base.h"
#include "buf.h"
#include "cquote.h"
#include "gitattr_in.h"
#include "str.h"
#include "wild.h"

enum {
	LINE_MAX_BYTES = 2048, /* git passes over longer lines */
	NAMES_MAX = 8192       /* attributes that all files may name */
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

size_t
gitattr_intern(struct gitattr *g, struct str name)
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
		if ((s->name = gitattr_intern(g, name)) == SIZE_MAX)
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
		if ((r.name = gitattr_intern(g, name)) == SIZE_MAX)
			return -1;
	} else if (!classify(&r, name)) {
		return 0;
	}
	return add_rule(g, f, &r, rest);
}

void
gitattr_frame_free(struct frame *f)
{
	if (f)
		arena_free(&f->mem);
	free(f);
}

struct frame *
gitattr_frame_new(
    struct gitattr *g, struct str dir, struct str bytes, bool macros)
{
	struct frame *f = calloc(1, sizeof(*f));
	struct buf unquoted = { .max = LINE_MAX_BYTES };
	struct str line;
	int rc = 0;

	if (f == NULL)
		return NULL;
	f->mem.max = GITATTR_FRAME_MAX;
	f->dir = arena_str(&f->mem, dir);
	if (f->dir.p == NULL)
		rc = -1;
	while (rc == 0 && str_cut(&bytes, '\n', &line))
		rc = add_line(g, f, line, macros, &unquoted);
	buf_free(&unquoted);
	g->macros_stale = true;
	if (rc == 0)
		return f;
	gitattr_frame_free(f);
	return NULL;
}
