#include "base.h"
#include "sign_at.h"
#include "str.h"

enum {
	NUMBERS = 8,	/* codes in a row, before an array is one */
	SOFT_LINE = 48, /* no encoder breaks a line before that */
	GAP_MAX = 48	/* blanks between two strings */
};

/* What a token is made of; a joint stands between two of these. */
bool
sign_token(char c)
{
	static const uint64_t set[2] = { 0x07ffe80000000000 | 1ull << '=',
		0x47fffffe87ffffff };

	return (c & 0x80) == 0 && (set[c >> 6] >> (c & 63) & 1);
}

static bool
blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool
quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

static int
hex2(struct str s, size_t i)
{
	int a, b;

	if (s.n < 2 || i > s.n - 2)
		return -1;
	a = str_hex(s.p[i]);
	b = str_hex(s.p[i + 1]);
	return a < 0 || b < 0 ? -1 : a * 16 + b;
}

static bool
graphic(int c)
{
	return c > ' ' && c < 0x7f;
}

/* ---- escapes: the first of a row counts ------------------------------- */

static enum sign_kind
percent(struct str s, size_t i, size_t *end)
{
	*end = i + 3;
	if (!graphic(hex2(s, i + 1)))
		return SIGN_KINDS;
	if (i >= 3 && s.p[i - 3] == '%' && graphic(hex2(s, i - 2)))
		return SIGN_KINDS;
	return SIGN_PERCENT;
}

/* Is the pair made by an encoder, and no number behind an '='? How many
   bytes that takes to see; or 0. */
static size_t
quoted_pair(struct str s, size_t i)
{
	int c = hex2(s, i + 1);

	if (!graphic(c) || s.p[i + 1] > '7' || s.p[i + 2] > 'F')
		return 0;
	if (s.p[i + 2] >= 'A')
		return 3;
	return s.n - i > 5 && s.p[i + 3] == '=' && graphic(hex2(s, i + 4)) ? 6 :
									     0;
}

static enum sign_kind
equals(struct str s, size_t i, size_t *end)
{
	size_t to = i + 1, from;

	if (to < s.n && s.p[to] == '\r')
		to++;
	if (s.n - i > 2 && s.p[to] != '\n') {
		size_t n = quoted_pair(s, i);

		*end = i + n;
		if (n == 0 ||
		    (i >= 3 && s.p[i - 3] == '=' && graphic(hex2(s, i - 2))))
			return SIGN_KINDS;
		return SIGN_QUOTED;
	}
	if (s.n - i < 3 || s.n - to < 2 || i < SOFT_LINE ||
	    !sign_token(s.p[to + 1]) || !sign_token(s.p[i - 1]))
		return SIGN_KINDS;
	for (from = i - SOFT_LINE; from < i; from++)
		if (s.p[from] == '\n')
			return SIGN_KINDS;
	*end = to + 2;
	return SIGN_QUOTED;
}

static enum sign_kind
entity(struct str s, size_t i, size_t *end)
{
	unsigned c = 0, base = 10;
	size_t at = i + 2, digits = 0;

	if (s.n - i < 5 || s.p[i + 1] != '#')
		return SIGN_KINDS;
	if ((s.p[at] | 0x20) == 'x') {
		base = 16;
		at++;
	}
	for (; at < s.n && digits < 5; at++, digits++) {
		int d = str_hex(s.p[at]);

		if (d < 0 || (unsigned)d >= base)
			break;
		c = c * base + (unsigned)d;
	}
	*end = at + 1;
	if (at >= s.n || s.p[at] != ';' || digits == 0 || !graphic((int)c))
		return SIGN_KINDS;
	/* "&#103;&#104;" */
	if (i >= 5 && s.p[i - 1] == ';')
		for (at = i - 1; at > 0 && i - at < 9; at--)
			if (s.p[at - 1] == '&' && s.p[at] == '#')
				return SIGN_KINDS;
	return SIGN_ENTITY;
}

static int
octal(struct str s, size_t i)
{
	if (s.n - i < 4 || s.p[i + 1] < '0' || s.p[i + 1] > '1' ||
	    s.p[i + 2] < '0' || s.p[i + 2] > '7' || s.p[i + 3] < '0' ||
	    s.p[i + 3] > '7')
		return -1;
	return (s.p[i + 1] - '0') * 64 + (s.p[i + 2] - '0') * 8 + s.p[i + 3] -
	    '0';
}

/* A line goes on behind its end: "abc\" and "def". */
static enum sign_kind
line_break(struct str s, size_t i, size_t *end)
{
	size_t at = i + 1;

	if (i == 0 || !sign_token(s.p[i - 1]))
		return SIGN_KINDS;
	at += s.p[at] == '\r';
	if (at >= s.n || s.p[at] != '\n')
		return SIGN_KINDS;
	for (at++; at < s.n && at - i < GAP_MAX; at++)
		if (s.p[at] != ' ' && s.p[at] != '\t')
			break;
	*end = at + 1;
	return at < s.n && sign_token(s.p[at]) ? SIGN_BREAK : SIGN_KINDS;
}

static enum sign_kind
backslash(struct str s, size_t i, size_t *end)
{
	size_t n = 4, at;
	int c = -1;

	if (s.n - i < 2)
		return SIGN_KINDS;
	switch (s.p[i + 1]) {
	case '\r':
	case '\n': return line_break(s, i, end);
	case 'x': c = hex2(s, i + 2); break;
	case '0':
	case '1': c = octal(s, i); break;
	case 'u':
		at = i + 2 + (i + 2 < s.n && s.p[i + 2] == '{');
		n = 6;
		if (at == i + 2 && hex2(s, at) != 0)
			return SIGN_KINDS;
		c = hex2(s, at == i + 2 ? at + 2 : at);
		break;
	case 'U':
		n = 10;
		if (s.n - i >= 10 &&
		    str_eqz(str_sub(s, i + 2, i + 8), "000000"))
			c = hex2(s, i + 8);
		break;
	default: break;
	}
	*end = i + n;
	if (!graphic(c) || s.n - i < n)
		return SIGN_KINDS;
	/* The first of a row. */
	if (i >= n && s.p[i - n] == '\\' && s.p[i - n + 1] == s.p[i + 1])
		return SIGN_KINDS;
	return SIGN_BACKSLASH;
}

/* ---- strings and lists ------------------------------------------------ */

/* Back over blanks and ends of lines; *at is behind what is none. */
static bool
back(struct str s, size_t *at, size_t floor)
{
	while (*at > floor &&
	    (blank(s.p[*at - 1]) || s.p[*at - 1] == '\\' ||
		(s.p[*at - 1] == '_' && *at > 1 && s.p[*at - 2] == ' ')))
		--*at;
	return *at > floor;
}

/* The operator that ends at *at, of those that join strings; or 0. */
static char
joiner(struct str s, size_t *at)
{
	char c = s.p[*at - 1];
	size_t n = 1;

	switch (c) {
	case ',': return --*at, c;
	case '+':
	case '.':
	case '&':
	case '~':
	case '|':
	case '>': break;
	default: return 0;
	}
	if (*at > 1 && (s.p[*at - 2] == c || (c == '>' && s.p[*at - 2] == '<')))
		n = 2;
	if (n == 1 && (c == '|' || c == '>'))
		return 0;
	*at -= n;
	return c;
}

static bool
in_set(const char *set, char c)
{
	return c && strchr(set, c) != NULL;
}

/* Before a string's quote, as in b"", u8"", @"". */
static bool
is_prefix(char c)
{
	switch (c) {
	case 'b':
	case 'f':
	case 'r':
	case 'u':
	case 'L':
	case 'N':
	case 'R':
	case '@':
	case '$': return true;
	default: return false;
	}
}

/* A quote at i that opens, with the other string's end before it? */
static enum sign_kind
joint(struct str s, size_t i, size_t *end)
{
	size_t at = i, floor;
	bool list;
	char op;

	if (s.n - i < 2 || i < 2 || !sign_token(s.p[i + 1]))
		return SIGN_KINDS;
	list = s.n - i > 2 && s.p[i + 2] == s.p[i];
	*end = i + 2;
	floor = i + 3 > SIGN_BEFORE ? i + 3 - SIGN_BEFORE : 0;
	if (is_prefix(s.p[at - 1]) && !sign_token(s.p[at - 2]))
		at--;
	if (!back(s, &at, floor))
		return SIGN_KINDS;
	op = joiner(s, &at);
	if (op == 0 ? !quote(s.p[at - 1]) : op == ',' && !list)
		return SIGN_KINDS;
	if (op && !back(s, &at, floor))
		return SIGN_KINDS;
	if (at < floor + 3 || !quote(s.p[at - 1]))
		return SIGN_KINDS;
	if (op != ',') {
		if ((op == 0 && s.p[at - 1] != s.p[i]) ||
		    !sign_token(s.p[at - 2]) || s.p[at - 3] == '\\')
			return SIGN_KINDS;
		return SIGN_JOINT;
	}
	/* A list of characters: the first two. */
	if (s.p[at - 3] != s.p[at - 1] || s.p[i] != s.p[at - 1])
		return SIGN_KINDS;
	*end = i + 3;
	at -= 3;
	(void)back(s, &at, floor);
	return at > floor && s.p[at - 1] == ',' ? SIGN_KINDS : SIGN_CHARS;
}

/* The code of a character that ends at *at, "103" or "0x67"; or -1. */
static int
code(struct str s, size_t *at, size_t floor)
{
	size_t from = *at;
	struct str word;
	uint64_t v;

	while (from > floor && *at - from < 5 &&
	    (str_hex(s.p[from - 1]) >= 0 || s.p[from - 1] == 'x'))
		from--;
	word = str_sub(s, from, *at);
	*at = from;
	if (word.n == 4 && word.p[0] == '0' && word.p[1] == 'x')
		return hex2(word, 2);
	return word.n > 1 && word.n < 4 && str_num(word, 126, &v) == 0 ?
	    (int)v :
	    -1;
}

static enum sign_kind
comma(struct str s, size_t i, size_t *end)
{
	size_t at = i, floor, n = 0;

	*end = i + 1;
	if (i < 3 || str_hex(s.p[i - 1]) < 0)
		return SIGN_KINDS;
	floor = *end > SIGN_BEFORE ? *end - SIGN_BEFORE : 0;
	for (; n <= NUMBERS; n++) {
		if (!graphic(code(s, &at, floor)))
			break;
		while (at > floor && blank(s.p[at - 1]))
			at--;
		if (at == floor || s.p[at - 1] != ',')
			return n + 1 == NUMBERS && (floor == 0 || at > floor) ?
			    SIGN_NUMBERS :
			    SIGN_KINDS;
		at--;
	}
	return n == NUMBERS ? SIGN_NUMBERS : SIGN_KINDS;
}

enum sign_kind
sign_at(struct str s, size_t i, size_t *end)
{
	switch (s.p[i]) {
	case '%': return percent(s, i, end);
	case '=': return equals(s, i, end);
	case '&': return entity(s, i, end);
	case '\\': return backslash(s, i, end);
	case ',': return comma(s, i, end);
	default: return joint(s, i, end);
	}
}

/* RFC 1952 and RFC 1950: 1f 8b 08; 78 and 01, 5e, 9c or da. */
unsigned
sign_packed(struct str s, size_t from)
{
	static const char *const zlib16[] = { "7801", "785e", "789c", "78da" };
	struct str d = str_sub(s, from, from + SIGN_TEXT16);

	if (d.n < SIGN_TEXT64)
		return SIGN_KINDS;
	if (str_starts(d, STR("H4sI")))
		return SIGN_PACKED64;
	if (d.p[0] == 'e')
		return (d.p[1] == 'J' && in_set("wxyz", d.p[2])) ||
			(d.p[1] == 'N' && in_set("opqr", d.p[2])) ||
			(d.p[1] == 'A' && in_set("EFGH", d.p[2])) ||
			(d.p[1] == 'F' && in_set("4567", d.p[2])) ?
		    SIGN_PACKED64 :
		    SIGN_KINDS;
	if (d.n < SIGN_TEXT16)
		return SIGN_KINDS;
	for (size_t i = 0; i < d.n; i++)
		if (str_hex(d.p[i]) < 0)
			return SIGN_KINDS;
	if (str_ieq(str_sub(d, 0, 6), STR("1f8b08")))
		return SIGN_PACKED16;
	for (size_t i = 0; i < LEN(zlib16); i++)
		if (str_ieq(str_sub(d, 0, 4), str_of(zlib16[i])))
			return SIGN_PACKED16;
	return SIGN_KINDS;
}
