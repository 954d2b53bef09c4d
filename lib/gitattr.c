#include "base.h"
#include "gitattr.h"
#include "gitattr_in.h"
#include "str.h"
#include "wild.h"

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
	g->mem.max = GITATTR_FRAME_MAX;
	for (; want[g->nwant]; g->nwant++)
		if (gitattr_intern(g, str_of(want[g->nwant])) == SIZE_MAX)
			goto fail;
	/* What git defines itself. */
	g->top = gitattr_frame_new(
	    g, STR(""), STR("[attr]binary -diff -merge -text"), true);
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
	gitattr_frame_free(g->info);
	arena_free(&g->mem);
	free(g->names);
	free(g->todo);
	free(g);
}

int
gitattr_info(struct gitattr *g, struct str bytes)
{
	gitattr_frame_free(g->info);
	/* Read as a file, not as an object: a mark at its head is dropped. */
	if (str_starts(bytes, STR("\357\273\277")))
		bytes = str_sub(bytes, 3, bytes.n);
	g->info = gitattr_frame_new(g, STR(""), bytes, true);
	return g->info ? 0 : -1;
}

int
gitattr_enter(struct gitattr *g, struct str dir, struct str bytes)
{
	struct frame *f;

	/* To git an object's text ends at its first NUL. */
	bytes = str_sub(bytes, 0, str_chr(bytes, '\0', 0));
	if ((f = gitattr_frame_new(g, dir, bytes, dir.n == 0)) == NULL)
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
	gitattr_frame_free(f);
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
