#include "base.h"
#include "glob.h"
#include "str.h"
#include "../t.h"

static bool
m(const char *glob, const char *path)
{
	return glob_match(str_of(glob), str_of(path));
}

int
main(void)
{
	char deep[4000];

	T(m("*.c", "a.c") && m("*.c", "x/y/a.c") && !m("*.c", "a.h"));
	T(m("a?c", "abc") && !m("a?c", "a/c") && !m("a?c", "ac"));
	T(m("src/*.c", "src/a.c") && !m("src/*.c", "src/x/a.c"));
	T(!m("src/*.c", "y/src/a.c") && m("**/src/*.c", "y/src/a.c"));
	T(m("**/src/*.c", "src/a.c") && m("/a.c", "a.c") &&
	    !m("/a.c", "b/a.c"));
	T(m("a/**/b", "a/b") && m("a/**/b", "a/x/y/b") && !m("a/**/b", "ab"));
	T(!m("a/**/b", "a/xb") && !m("a/**/b", "b"));
	T(m("a/**", "a/b/c") && !m("a/**", "a") && !m("a/**", "ab"));
	T(m("vendor", "vendor/x/y.c") && m("vendor", "a/vendor/y.c"));
	T(m("vendor/", "vendor/x.c") && !m("vendor/", "vendor"));
	T(m("vendor/", "a/vendor/x.c") && !m("vendor", "vendor2/x.c"));
	T(m("a/b", "a/b/c") && !m("a/b", "x/a/b") && !m("a/b/", "a/b"));
	T(m("[a-c]x", "bx") && !m("[!a-c]x", "bx") && m("[^a-c]x", "dx"));
	T(m("[]]", "]") && m("[", "[") && m("\\*", "*") && !m("\\*", "a"));
	T(!m("[/]", "/") && m("a[\\]]", "a]") && m("[a-]", "-"));
	T(m("a**b", "axxb") && m("x/a**b", "x/a/q/b"));
	T(m("**", "any/thing") && m("*", "any/thing"));
	T(!m("", "a") && !m("/", "a/b") && !m("a", ""));
	T(m(".env*", "x/.env.local"));
	memset(deep, 'a', sizeof(deep));
	T(!glob_match(STR("*a*a*a*a*a*a*a*a*a*a*a*a*a*b"),
	    (struct str){ deep, sizeof(deep) }));
	T(!glob_match((struct str){ deep, 2000 }, (struct str){ deep, 2000 }));
	return T_END();
}
