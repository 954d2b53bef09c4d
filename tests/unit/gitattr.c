#include "base.h"
#include "gitattr.h"
#include "str.h"
#include "../t.h"

static const char *const want[] = { "a", "b", NULL };

/* What the top's rules say of a path, "a" and "b": + - . or the value. */
static bool
says(const char *rules, const char *path, const char *expect)
{
	struct gitattr *g = gitattr_new(want);
	struct attr v[2];
	char got[64] = "";
	size_t n = 0;

	if (g == NULL || gitattr_enter(g, STR(""), str_of(rules)) < 0)
		return false;
	gitattr_of(g, str_of(path), v);
	for (size_t i = 0; i < 2; i++)
		n += (size_t)snprintf(got + n, sizeof(got) - n, "%s%.*s",
		    v[i].state == ATTR_TRUE	 ? "+" :
			v[i].state == ATTR_FALSE ? "-" :
			v[i].state == ATTR_NONE	 ? "." :
						   "=",
		    FMT(v[i].text));
	gitattr_free(g);
	return strcmp(got, expect) == 0;
}

static void
lines(void)
{
	T(says("", "f", ".."));
	T(says("f a -b", "f", "+-"));
	T(says("f a=x b=", "f", "=x="));
	T(says("f a\nf !a b", "f", ".+"));
	T(says("f a -a", "f", "-."));
	T(says("f a b=c=d", "f", "+=c=d"));
	T(says("f a bad=", "f", "+."));
	T(says("f a ba^d", "f", ".."));
	T(says("f a -", "f", ".."));
	T(says("f a\rb", "f", "++"));
	T(says("\t f  \ta\r\n", "f", "+."));
	T(says("#f a\n!f b\n f b", "f", ".+"));
	T(says("\"f\" a", "f", "+."));
	T(says("\"f\"a", "f", "+."));
	T(says("\"f a", "\"f", "+."));
	T(says("f -a=x", "f", "-."));
}

static void
macros(void)
{
	T(says("[attr]m a -b\nf m", "f", "+-"));
	T(says("[attr]m a\n[attr]m b\nf m", "f", ".+"));
	T(says("[attr]m n\n[attr]n m a\nf m", "f", "+."));
	T(says("[attr]m a\nf -m", "f", ".."));
	T(says("[attr]m a\nf m=x", "f", ".."));
	T(says("[attr]m a b\nf b=y m", "f", "++"));
	T(says("[attr]m a b\nf m b=y", "f", "+=y"));
	T(says("[attr] a b", "f", ".."));
	T(says("[attr]-m a\nf -m", "f", ".."));
}

static void
paths(void)
{
	T(says("d/ a", "d/", "+.") && says("d/ a", "d", ".."));
	T(says("d/ a", "x/d/", "+.") && says("/d/ a", "x/d/", ".."));
	T(says("*.c a", "x/y.c", "+.") && says("/*.c a", "x/y.c", ".."));
	T(says("x/* a", "x/y", "+.") && says("x/* a", "x/y/z", ".."));
	T(says("x/** a", "x/y/z", "+.") && says("x/** a", "x", ".."));
	T(says("/ a", "f", "..") && says("// a", "f", ".."));
}

static void
nested(void)
{
	struct gitattr *g = gitattr_new(want);
	struct attr v[2];

	T(g && gitattr_enter(g, STR(""), STR("[attr]m a\n*.c m b\n")) == 0);
	T(gitattr_enter(g, STR("d"), STR("[attr]m b\n/x.c !b\n")) == 0);
	gitattr_of(g, STR("d/x.c"), v);
	T(v[0].state == ATTR_TRUE && v[1].state == ATTR_NONE);
	T(gitattr_info(g, STR("d/x.c -a\n[attr]m b=z")) == 0);
	gitattr_of(g, STR("d/x.c"), v);
	T(v[0].state == ATTR_FALSE && v[1].state == ATTR_NONE);
	gitattr_leave(g);
	gitattr_of(g, STR("x.c"), v);
	T(v[0].state == ATTR_NONE && v[1].state == ATTR_TRUE);
	gitattr_free(g);
}

/* Each line names a new attribute: there is an end to them. */
static void
bound(void)
{
	static char text[200000];
	struct gitattr *g = gitattr_new(want);
	size_t n = 0;

	for (unsigned i = 0; i < 10000; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "* n%u\n", i);
	T(g && gitattr_enter(g, STR(""), (struct str){ text, n }) < 0);
	gitattr_free(g);
}

int
main(void)
{
	lines();
	macros();
	paths();
	nested();
	bound();
	return T_END();
}
