#include "base.h"
#include "ignore.h"
#include "str.h"
#include "../t.h"

static bool
glob(const char *g, const char *path)
{
	return ignore_glob(str_of(g), str_of(path));
}

static void
globs(void)
{
	T(glob("a*c", "abbc") && !glob("a*c", "ab/c") && glob("*", "x"));
	T(glob("a?c", "abc") && !glob("a?c", "a/c") && !glob("?", ""));
	T(glob("[a-c]x", "bx") && !glob("[!a-c]x", "bx") && glob("[]]", "]"));
	T(glob("[[:digit:]x]*", "7up") && !glob("[[:digit:]]", "a"));
	T(!glob("[a", "a") && !glob("[a", "[a") && glob("\\*", "*"));
	T(glob("**/a", "a") && glob("**/a", "x/y/a") && !glob("**/a", "xa"));
	T(glob("a/**", "a/b") && glob("a/**", "a/b/c") && !glob("a/**", "a"));
	T(glob("a/**/b", "a/b") && glob("a/**/b", "a/x/y/b"));
	T(!glob("a/**/b", "a/xb") && !glob("a**/b", "a/x/b"));
	T(glob("**/x*y/**/z", "q/xay/p/xby/k/z"));
	T(!glob("foo/*", "foo/bar/x") && glob("**", "any/thing"));
	T(!glob("*a*a*a*a*a*a*a*a*b",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

static enum ignored
says(const char *text, const char *path, bool is_dir)
{
	struct ignore g = { 0 };
	enum ignored said;

	T(ignore_parse(&g, str_of(text)) == 0);
	said = ignore_match(&g, str_of(path), is_dir);
	ignore_free(&g);
	return said;
}

int
main(void)
{
	globs();
	T(says("*.o\n", "d/x.o", false) == IGNORE_YES);
	T(says("*.o\n!keep.o\n", "d/keep.o", false) == IGNORE_NO);
	T(says("/a\n", "d/a", false) == IGNORE_SILENT);
	T(says("/a\r\n", "a", false) == IGNORE_YES);
	T(says("d/a", "d/a", false) == IGNORE_YES);
	T(says("d/a", "x/d/a", false) == IGNORE_SILENT);
	T(says("build/\n", "x/build", true) == IGNORE_YES);
	T(says("build/\n", "x/build", false) == IGNORE_SILENT);
	T(says("foo/*\n!foo/bar/\n", "foo/bar/x", false) == IGNORE_SILENT);
	T(says("*\n!*/\n", "d/x", false) == IGNORE_YES);
	T(says("# a\n\\#b\n", "#b", false) == IGNORE_YES);
	T(says("a \nb\\ \n", "a", false) == IGNORE_YES);
	T(says("a \nb\\ \n", "b ", false) == IGNORE_YES);
	T(says("\\!x\n", "!x", false) == IGNORE_YES);
	T(says("!\n/\n\n", "x", false) == IGNORE_SILENT);
	return T_END();
}
