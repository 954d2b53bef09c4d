#include "base.h"
#include "date.h"
#include "glob.h"
#include "inline.h"
#include "str.h"

#define MARK STR("tamis:allow")

/* What may stand before the mark when it is alone in a comment, and what
   closes one: no part of a reason. */
static const char *const openers[] = { "<!--", "{{!--", "{{!", "{#", "{-", "(*",
	"/**", "/*", "//", "--", "#", ";", "%", "*", "!", "'", "\"", "REM ",
	"rem ", "::", NULL };
static const char *const closers[] = { "-->", "--}}", "}}", "#}", "-}", "*)",
	"*/", NULL };

bool
inline_any(struct str line)
{
	return str_find(line, MARK, 0) != STR_NONE;
}

static bool
is_comment(struct str before)
{
	size_t i = 0;

	before = str_trim(before);
	while (before.n && openers[i]) {
		struct str o = str_trim(str_of(openers[i]));

		i++;
		if (str_starts(before, o)) {
			before = str_trim(str_sub(before, o.n, before.n));
			i = 0;
		}
	}
	return before.n == 0;
}

/* What stands behind the comment is code, not a reason. */
static struct str
without_closer(struct str s)
{
	for (size_t i = 0; closers[i]; i++)
		s = str_sub(s, 0, str_find(s, str_of(closers[i]), 0));
	return str_trim(s);
}

static bool
names(struct str word, struct str rule)
{
	size_t slash = str_chr(rule, '/', 0);
	struct str id = str_sub(rule, slash + 1, rule.n);

	if (str_eq(word, rule) || str_eq(word, id))
		return true;
	return glob_match(word, str_chr(word, '/', 0) == STR_NONE ? id : rule);
}

/* What follows the rule: until=, by= and words in any order. */
static const char *
judge(struct str rest, int32_t today, struct inline_allow *a)
{
	struct str word, left = rest;
	int32_t until;
	bool dated = false;

	*a = (struct inline_allow){ .until = { "", 0 }, .reason = { "", 0 } };
	while (str_word(&left, &word)) {
		if (str_starts(word, STR("until=")) && !dated) {
			a->until = str_sub(word, 6, word.n);
			dated = true;
		} else if (!str_starts(word, STR("by="))) {
			a->reason = str_trim((struct str){
			    word.p, (size_t)(rest.p + rest.n - word.p) });
			break;
		}
	}
	if (!dated)
		return "no until= date";
	if (date_parse(a->until, &until) < 0)
		return "until= is no date";
	if (a->reason.n == 0)
		return "no reason";
	a->expired = until < today;
	return a->expired ? "expired" : NULL;
}

/* The marks of one line, in turn; an acceptance beats a refusal. */
static enum inline_got
find(struct str line, struct str rule, int32_t today, struct inline_allow *a)
{
	enum inline_got got = INLINE_NONE;
	struct inline_allow one = { .why = NULL };
	const char *why;
	size_t at = str_find(line, MARK, 0);

	while (at != STR_NONE && got != INLINE_ACCEPTED) {
		size_t next = str_find(line, MARK, at + 1);
		struct str word, text = str_sub(line, at + MARK.n, next);

		at = next;
		if (text.n == 0 || (text.p[0] != ' ' && text.p[0] != '\t'))
			continue;
		if (!str_word(&text, &word) || !names(word, rule))
			continue;
		why = judge(without_closer(text), today, &one);
		one.why = why;
		got = one.why ? INLINE_REFUSED : INLINE_ACCEPTED;
		*a = one;
	}
	return got;
}

enum inline_got
inline_find(struct str line, struct str above, struct str rule, int32_t today,
    struct inline_allow *a)
{
	enum inline_got got = find(line, rule, today, a), on;
	struct inline_allow other;
	size_t at = str_find(above, MARK, 0);

	if (got == INLINE_ACCEPTED || at == STR_NONE ||
	    !is_comment(str_sub(above, 0, at)))
		return got;
	on = find(above, rule, today, &other);
	if (on == INLINE_NONE)
		return got;
	*a = other;
	return on;
}
