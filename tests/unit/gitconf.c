#include "base.h"
#include "gitconf.h"
#include "cquote.h"
#include "str.h"
#include "../t.h"

static const char text[] =
    "\xef\xbb\xbf; first\n[core]\n\trepositoryformatversion = 0\r\n"
    "\tbare\n[Remote \"Up \\\"x\"] url = \"a # b\" ; c\n"
    "  fetch = one \\\n   two  \n[a.B]c=1\tx\n[core] bare = no # yes\n";

static bool
refuses(const char *s, size_t line)
{
	struct gitconf c = { 0 };
	struct where w;
	int rc = gitconf_parse(&c, str_of(s), &w);

	gitconf_free(&c);
	return rc < 0 && w.line == line && w.why[0];
}

static bool
quoted(const char *s, const char *want, size_t end)
{
	struct buf b = { .max = 100 };
	size_t used = 0;
	bool ok = cquote_undo(str_of(s), &b, &used) == 0 && used == end &&
	    str_eqz(buf_str(&b), want);

	buf_free(&b);
	return ok;
}

int
main(void)
{
	struct buf b = { .max = 100 };
	struct gitconf c = { 0 };
	struct where w;
	size_t used;

	T(gitconf_parse(&c, str_of(text), &w) == 0);
	T(strcmp(gitconf_get(&c, "core.repositoryformatversion"), "0") == 0);
	T(strcmp(gitconf_get(&c, "core.bare"), "no") == 0);
	T(strcmp(gitconf_get(&c, "remote.Up \"x.url"), "a # b") == 0);
	T(strcmp(gitconf_get(&c, "remote.Up \"x.fetch"), "one    two") == 0);
	T(strcmp(gitconf_get(&c, "a.b.c"), "1\tx") == 0);
	T(gitconf_get(&c, "core.none") == NULL);
	gitconf_free(&c);
	T(refuses("[core\n", 2) && refuses("x = 1\n", 1));
	T(refuses("[a]\nb = \"x\n", 3) && refuses("[a]\n b = \\q", 2));
	T(refuses("[a]\n\n=\n", 3) && refuses("[a \"b]\n", 2));
	T(gitconf_bool("On") == 1 && gitconf_bool("2") == 1);
	T(gitconf_bool("") == 0 && gitconf_bool("0") == 0);
	T(gitconf_bool("maybe") == -1);

	T(quoted("\"a\\tb\\\"\\\\\\303\\251\" rest", "a\tb\"\\\303\251", 18));
	T(quoted("\"\"", "", 2));
	T(cquote_undo(STR("\"a"), &b, &used) == -1);
	T(cquote_undo(STR("\"\\400\""), &b, &used) == -1);
	T(cquote_undo(STR("\"\\x\""), &b, &used) == -1);
	T(cquote_undo(STR("\"\\"), &b, &used) == -1);
	T(cquote_undo(STR("a"), &b, &used) == -1);
	buf_free(&b);
	return T_END();
}
