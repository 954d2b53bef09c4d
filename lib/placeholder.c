#include "base.h"
#include "chance.h"
#include "placeholder.h"
#include "str.h"
#include "tables.h"

static bool
has_any(struct str v, const char *const *list)
{
	size_t i;

	for (i = 0; list[i] != NULL; i++)
		if (str_ifind(v, str_of(list[i]), 0) != STR_NONE)
			return true;
	return false;
}

static bool
has_byte(struct str v, const char *set)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if (v.p[i] != '\0' && strchr(set, v.p[i]) != NULL)
			return true;
	return false;
}

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

static bool
all_name(struct str v)
{
	size_t i;

	for (i = 0; i < v.n; i++)
		if (!is_name(v.p[i]))
			return false;
	return v.n > 0;
}

/* "<x>", "[x]", "{x}", "%x%", "__x__", "$(x)" and the like, as a whole. */
static bool
is_wrapped(struct str v)
{
	char a = v.p[0], z = v.p[v.n - 1];
	struct str in;

	if (v.n < 3)
		return false;
	in = str_sub(v, 1, v.n - 1);
	if ((a == '<' && z == '>') || (a == '{' && z == '}') ||
	    (a == '`' && z == '`') || (a == '(' && z == ')'))
		return true;
	if (((a == '[' && z == ']') || (a == '%' && z == '%') ||
		(a == '@' && z == '@') || (a == '!' && z == '!')) &&
	    (all_name(in) || str_chr(in, ' ', 0) != STR_NONE))
		return true;
	return v.n > 4 && str_starts(v, STR("__")) && str_ends(v, STR("__"));
}

/* A hole that something else fills: "${X}", "{{ x }}", "%s", "$X". */
static const char *
template_why(struct str v)
{
	static const char *const holes[] = { "${", "{{", "#{", "<%", "%{", "$(",
		"$[", "$\\{", "@{", "%(", "{%", NULL };
	size_t i = 0;

	if (is_wrapped(v) || (has_byte(v, "$#{<%@") && has_any(v, holes)))
		return "a template";
	if (str_starts(v, STR("ENC[")) || str_starts(v, STR("ENC(")) ||
	    str_starts(v, STR("{cipher}")) || str_starts(v, STR("vault:")) ||
	    str_starts(v, STR("op://")))
		return "encrypted, or kept elsewhere";
	if (v.p[0] == '$' && v.n > 1 && all_name(str_sub(v, 1, v.n)))
		return "a variable";
	if (v.p[0] == '%' && v.n >= 2 && v.n <= 5 &&
	    strchr("sdvqxuil", v.p[v.n - 1]) != NULL)
		return "a format";
	/* {0}, {}, {name}: a hole of format() */
	while ((i = str_chr(v, '{', i)) != STR_NONE) {
		size_t end = str_chr(v, '}', i);

		if (end == STR_NONE)
			break;
		if (end - i <= 32 &&
		    (end == i + 1 || all_name(str_sub(v, i + 1, end))))
			return "a format";
		/* {A-Za-z0-9:16}, as in the examples of rules */
		if (end - i <= 32 && v.p[end - 1] >= '0' &&
		    v.p[end - 1] <= '9' &&
		    str_chr(str_sub(v, i, end), ':', 0) != STR_NONE)
			return "a generator";
		i = end;
	}
	return NULL;
}

/* "xxxxxxxx", "********", "x-x-x": one symbol and separators. */
static bool
is_mask(struct str v)
{
	static const char symbols[] = "xX*.-_#?=~0+ ";
	size_t i;

	for (i = 0; i < v.n; i++)
		if (strchr(symbols, v.p[i]) == NULL || v.p[i] == '\0')
			break;
	return i == v.n;
}

/* "abcabcabc", "deadbeefdeadbeef": one piece again and again. */
static bool
is_repeated(struct str v)
{
	size_t period;

	for (period = 1; period <= v.n / 2 && period <= 32; period++)
		if (v.n >= 6 && memcmp(v.p, v.p + period, v.n - period) == 0 &&
		    (v.n % period == 0 || v.n >= 3 * period))
			return true;
	return false;
}

/* How far s goes along a walk, from anywhere on it. */
static size_t
walk_length(struct str walk, struct str s)
{
	size_t n = 5;

	while (n <= walk.n && n <= s.n &&
	    str_ifind(walk, str_sub(s, 0, n), 0) != STR_NONE)
		n++;
	return n > 5 ? n - 1 : 0;
}

/* Bytes of v covered by walks of at least five. */
static size_t
walked(struct str v)
{
	size_t i, at, sum = 0;
	struct str walk;

	for (i = 0; i < v.n;) {
		struct str rest = str_sub(v, i, v.n);
		size_t best = 0;
		bool may = tables_may_walk(rest);

		for (at = 0; may && tables_word(LIST_WALK, at, &walk); at++) {
			size_t n = walk_length(walk, rest);

			best = n > best ? n : best;
		}
		sum += best;
		i += best > 0 ? best : 1;
	}
	return sum;
}

/* Made of too little to be meant. */
static const char *
mask_why(struct str v, const struct shape *h)
{
	if (is_mask(v) || (h->n >= 3 && h->distinct == 1))
		return "a mask";
	if (h->n >= 8 && h->run >= 5 && h->run * 2 >= h->n)
		return "one byte repeated";
	if (h->n >= 16 && (h->run >= 8 || h->distinct <= 4))
		return "too few different bytes";
	return NULL;
}

const char *
placeholder_template(struct str v)
{
	v = str_trim(v);
	return v.n == 0 ? "empty" : template_why(v);
}

const char *
placeholder_soft(struct str v)
{
	if (is_repeated(v))
		return "a piece repeated";
	if (v.n <= 256 && walked(v) * 3 >= v.n * 2)
		return "a sequence";
	return NULL;
}

/* Says it in words, long or short. */
static const char *
says_why(struct str v, bool drawn)
{
	if (tables_has(LIST_WHOLE, v))
		return "a word for it";
	if (tables_inside(
		v.n > 256 || drawn ? LIST_INSIDE_HUGE : LIST_INSIDE, v))
		return "says that it is none";
	return NULL;
}

const char *
placeholder_hard(struct str v, bool drawn)
{
	struct shape h;
	const char *why;

	v = str_trim(v);
	if (v.n == 0)
		return "empty";
	if ((why = template_why(v)) != NULL || (why = says_why(v, drawn)))
		return why;
	h = chance_shape(v);
	return mask_why(v, &h);
}

const char *
placeholder_why(struct str v, bool human)
{
	const char *why = placeholder_hard(v, false);

	v = str_trim(v);
	if (why != NULL)
		return why;
	if (v.n > 256)
		return NULL;
	if (!human && v.n >= 12 && tables_inside(LIST_INSIDE_LONG, v))
		return "says that it is none";
	if ((why = placeholder_soft(v)) != NULL)
		return why;
	return !human && walked(v) * 2 >= v.n ? "a sequence" : NULL;
}

const char *
placeholder_weak(struct str v)
{
	v = str_trim(v);
	if (tables_has(LIST_WEAK, v))
		return "a known default";
	if (v.n <= 24 && tables_inside(LIST_HINT, v))
		return "says that it is a test's";
	return NULL;
}

/* "P@ssw0rd" is "password"; out has room for n bytes. */
static struct str
unleet(struct str v, char *out, size_t n)
{
	static const char from[] = "4@301!5$7", to[] = "aaeoiisst";
	const char *k;
	size_t i;

	for (i = 0; i < v.n && i < n; i++) {
		out[i] = v.p[i];
		k = v.p[i] == '\0' ? NULL : strchr(from, v.p[i]);
		if (k != NULL)
			out[i] = to[k - from];
	}
	return (struct str){ out, i };
}

static const char *
spelling_why(struct str v)
{
	static const char *const selves[] = { "password", "passwd", "passwort",
		"secret", "sekret", "passwor", NULL };
	static const char *const shorts[] = { "pass", "pwd", "token", "user",
		NULL };
	char text[32];

	if (v.n > sizeof(text))
		return NULL;
	if (has_any(unleet(v, text, sizeof(text)), selves))
		return "a spelling of password";
	return v.n <= 12 && has_any(v, shorts) ? "a word for it" : NULL;
}

const char *
placeholder_plain(struct str v)
{
	struct shape h = chance_shape(v);

	if (v.n < 4)
		return "very short";
	/* One word, or two with a sign between them. */
	if (h.digit == 0 && h.upper <= 1 && h.punct <= 1 && v.n <= 16 &&
	    !(h.classes & (CLASS_BLANK | CLASS_OTHER)) &&
	    (h.punct == 0 || has_byte(v, "-_;:,")))
		return "a word";
	return spelling_why(v);
}

enum weakness
placeholder_weakness(struct str v)
{
	v = str_trim(v);
	if (tables_has(LIST_WEAK, v))
		return WEAK_KNOWN;
	if (v.n <= 24 && tables_inside(LIST_HINT, v))
		return WEAK_TEST;
	return spelling_why(v) ? WEAK_SPELLING : WEAK_NOT;
}

bool
placeholder_hole(struct str host)
{
	return host.n > 0 && host.p[0] != '\0' &&
	    strchr("$%{<", host.p[0]) != NULL;
}

const char *
placeholder_host(struct str host)
{
	static const char *const ends[] = { "example.com", "example.net",
		"example.org", "example.edu", ".example", ".test", ".invalid",
		NULL };
	size_t i, end = 0;

	while (end < host.n && (is_name(host.p[end]) || (host.p[end] & 0x80)))
		end++;
	host = str_sub(host, 0, end);
	for (i = 0; ends[i] != NULL; i++)
		if (host.n >= strlen(ends[i]) &&
		    str_ieq(str_sub(host, host.n - strlen(ends[i]), host.n),
			str_of(ends[i])))
			return "a host of documentation";
	return tables_has(LIST_NOBODY, host) ? "a host of documentation" : NULL;
}
