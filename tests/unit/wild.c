#include "base.h"
#include "str.h"
#include "wild.h"
#include "../t.h"

static bool
m(const char *pattern, const char *text)
{
	return wild_match(str_of(pattern), str_of(text), true);
}

static void
stars(void)
{
	T(m("*", "") && m("*", "abc") && !m("*", "a/b"));
	T(m("a*b*c", "axxbyyc") && !m("a*b*c", "axxbyy"));
	T(m("*a*", "bab") && m("**", "a/b/c") && m("a/**", "a/b/c"));
	T(!m("a/**", "a") && m("**/c", "c") && m("**/c", "a/b/c"));
	T(m("a/**/c", "a/c") && m("a/**/c", "a/x/y/c"));
	T(!m("a/**/c", "ac") && !m("a**c", "a/c") && m("a**c", "abc"));
	T(m("**/a/*/c", "x/a/y/a/b/c") && !m("**/a/*/c", "x/a/b/d"));
	T(m("***", "a/b") && m("**/*/c", "a/b/c"));
	T(m("*/b", "a/b") && !m("*/b", "a/c/b"));
	T(wild_match(STR("*b"), STR("a/b"), false));
	T(m("**/", "a/") && !m("**/", "a"));
}

static void
sets(void)
{
	T(m("[a-c]", "b") && !m("[a-c]", "d") && m("[!a-c]", "d"));
	T(m("[]a]", "]") && m("[^]]", "a") && m("[a-]", "-"));
	T(m("[[:digit:]x]", "7") && !m("[[:digit:]]", "a"));
	T(!m("[[:what:]]", "a") && !m("[a", "a") && m("[[:a]", ":"));
	T(!m("a[/]b", "a/b") && m("[\\]]", "]") && m("[\\a-\\c]", "b"));
	T(m("\\*", "*") && !m("\\*", "a") && !m("a\\", "a"));
	T(m("?", "a") && !m("?", "/") && !m("?", ""));
	T(m("[\xc3]", "\xc3") && m("[[:punct:]]", "!"));
}

/* What makes backtracking matchers take for ever. */
static void
bound(void)
{
	char pat[2001], text[4001];

	for (size_t i = 0; i < 2000; i++)
		pat[i] = i % 2 ? '*' : 'a';
	pat[2000] = '\0';
	memset(text, 'a', 4000);
	text[3999] = 'b';
	text[4000] = '\0';
	T(m(pat, text));
	pat[1999] = 'c';
	T(!m(pat, text));
	for (size_t i = 0; i < 2000; i++)
		pat[i] = "**/a"[i % 4];
	pat[1999] = 'c';
	for (size_t i = 0; i < 4000; i++)
		text[i] = "a/"[i % 2];
	T(!m(pat, text));
	T(wild_plain(STR("ab*")) == 2 && wild_plain(STR("ab")) == 2);
}

int
main(void)
{
	stars();
	sets();
	bound();
	return T_END();
}
