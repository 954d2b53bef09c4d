#include "base.h"
#include "fallback.h"

enum { DEFAULT_MAX = 160 }; /* bytes of a line that are looked at */

bool
fallback_inside(struct lexer *r)
{
	struct span *at = &r->a->value;
	struct str v = str_sub(r->s, at->from, at->to);
	size_t i = 2;

	if (!str_starts(v, STR("${")) || !str_ends(v, STR("}")))
		return true;
	while (i < v.n && (is_word(v.p[i]) || v.p[i] == '.' || v.p[i] == '-'))
		i++;
	if (i + 2 >= v.n || v.p[i] != ':' || v.p[i + 1] == '?')
		return true;
	i += v.p[i + 1] == '-' || v.p[i + 1] == '=' ? 2 : 1;
	at->to--;
	at->from += i;
	return at->from < at->to;
}

/* What stands before a literal that counts when a variable is not set. */
static bool
is_otherwise(struct str before)
{
	static const char *const words[] = { ",", "||", "??", "?:", " or",
		"orElse(", "unwrap_or(", "|", "else", NULL };
	size_t i;

	before = str_trim(before);
	for (i = 0; words[i] != NULL; i++)
		if (str_ends(before, str_of(words[i])))
			return true;
	return false;
}

bool
fallback_of(struct lexer *r)
{
	size_t end =
	    str_chr(str_sub(r->s, 0, r->at + DEFAULT_MAX), '\n', r->at);
	struct str line =
	    str_sub(r->s, r->at, end == STR_NONE ? r->at + DEFAULT_MAX : end);
	size_t i, close;

	if (str_ifind(line, STR("env"), 0) == STR_NONE &&
	    str_ifind(line, STR("conf"), 0) == STR_NONE)
		return false;
	for (i = 0; i < line.n; i = close + 1) {
		while (i < line.n && line.p[i] != '"' && line.p[i] != '\'')
			i++;
		if (i == line.n)
			return false;
		close = str_chr(line, line.p[i], i + 1);
		if (close == STR_NONE)
			return false;
		if (is_otherwise(str_sub(line, 0, i))) {
			r->at += i;
			return true;
		}
	}
	return false;
}
