#include "base.h"
#include "str.h"
#include "veil_in.h"

/*
 * Escapes are undone in the rest of their line: one view shows all that
 * stand there. A line without end is looked at in pieces, each of which
 * ends where a word does.
 */
enum {
	PIECE = 16 << 10,
	WORD_MAX = 1 << 10, /* of a word that a piece would end in */
	BEFORE = 512	    /* bytes of a word before its first escape */
};

/* An escape at the head of s: how long it is, and what it stands for; 0:
   there is none. What stands for nothing is -1. */
typedef size_t escape(struct str s, int *c);

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

static size_t
percent(struct str s, int *c)
{
	*c = s.p[0] == '%' ? hex2(s, 1) : -1;
	return *c >= 0 ? 3 : 0;
}

static size_t
quoted(struct str s, int *c)
{
	size_t n = 1;

	if (s.p[0] != '=' || s.n < 2)
		return 0;
	*c = -1;
	n += s.p[1] == '\r';
	if (n < s.n && s.p[n] == '\n')
		return n + 1;
	*c = hex2(s, 1);
	return *c >= 0 ? 3 : 0;
}

/* A letter that names a byte, behind a backslash. */
static int
letter(char c)
{
	switch (c) {
	case 'n': return '\n';
	case 'r': return '\r';
	case 't': return '\t';
	case '"':
	case '\'':
	case '/':
	case '\\': return c;
	default: return -1;
	}
}

/* \u0067, \u{67}, \U00000067: how many bytes, or 0. */
static size_t
unicode(struct str s, int *c)
{
	size_t digits = s.p[1] == 'U' ? 8 : 4, i = 2;
	uint32_t x = 0;
	bool brace = s.n > 2 && s.p[2] == '{';

	for (i += brace; i < s.n && (brace || i - 2 < digits) && i < 12; i++) {
		int d = str_hex(s.p[i]);

		if (d < 0)
			break;
		x = x << 4 | (uint32_t)d;
	}
	*c = x < 0x80 ? (int)x : '?';
	if (brace)
		return i > 3 && i < s.n && s.p[i] == '}' ? i + 1 : 0;
	return i - 2 == digits ? i : 0;
}

static size_t
backslash(struct str s, int *c)
{
	size_t n = 0;

	if (s.p[0] != '\\' || s.n < 2)
		return 0;
	if (s.p[1] == 'x') {
		*c = hex2(s, 2);
		return *c >= 0 ? 4 : 0;
	}
	if ((s.p[1] | 0x20) == 'u')
		return unicode(s, c);
	for (*c = 0; n < 3 && 1 + n < s.n; n++) {
		char d = s.p[1 + n];

		if (d < '0' || d > '7')
			break;
		*c = *c * 8 + d - '0';
	}
	if (n > 0) {
		*c &= 0xff;
		return 1 + n;
	}
	*c = letter(s.p[1]);
	return *c >= 0 ? 2 : 0;
}

static size_t
entity(struct str s, int *c)
{
	static const struct {
		const char *name;
		char c;
	} names[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' },
		{ "&quot;", '"' }, { "&apos;", '\'' }, { "&sol;", '/' },
		{ "&equals;", '=' }, { "&colon;", ':' }, { "&lowbar;", '_' },
		{ "&commat;", '@' }, { "&plus;", '+' }, { "&period;", '.' } };
	unsigned base = 10;
	uint32_t x = 0;
	size_t i = 2;

	if (s.p[0] != '&' || s.n < 4)
		return 0;
	for (size_t k = 0; s.p[1] != '#' && k < LEN(names); k++)
		if (str_starts(s, str_of(names[k].name))) {
			*c = (unsigned char)names[k].c;
			return strlen(names[k].name);
		}
	if (s.p[1] != '#')
		return 0;
	if ((s.p[2] | 0x20) == 'x') {
		base = 16;
		i++;
	}
	for (; i < s.n && i < 10; i++) {
		int d = str_hex(s.p[i]);

		if (d < 0 || (unsigned)d >= base)
			break;
		x = x * base + (uint32_t)d;
	}
	*c = x < 0x80 ? (int)x : '?';
	return i > 2 && i < s.n && s.p[i] == ';' ? i + 1 : 0;
}

static escape *
escape_of(enum sign_kind kind)
{
	switch (kind) {
	case SIGN_PERCENT: return percent;
	case SIGN_QUOTED: return quoted;
	case SIGN_ENTITY: return entity;
	default: return backslash;
	}
}

/* What an escape is part of begins where its word does. */
static size_t
word_begin(struct str s, size_t at, size_t floor)
{
	size_t i = at;

	while (i > floor && at - i < BEFORE &&
	    (sign_token(s.p[i - 1]) || strchr("%&;#\\", s.p[i - 1])) &&
	    s.p[i - 1])
		i--;
	return i;
}

/* The end of the line, or of a piece of it. */
static size_t
piece_end(struct str s, size_t at)
{
	size_t end = s.n - at > PIECE ? at + PIECE : s.n;
	size_t nl = str_chr(str_sub(s, 0, end), '\n', at), i;

	if (nl != STR_NONE)
		return nl;
	for (i = end; i < s.n && i - end < WORD_MAX &&
	     ((unsigned char)s.p[i] > ' ' && !veil_quote(s.p[i]));
	     i++)
		;
	return i;
}

bool
veil_escape(struct veil *v, struct str s, const struct sign *sign, size_t floor)
{
	escape *undo = escape_of(sign->kind);
	size_t back = sign->end > SIGN_BEFORE ? sign->end - SIGN_BEFORE : 0;
	size_t at = sign->end - 1, end, n, last;
	int c = -1;

	/* Back to what the sign is: an escape's first byte. */
	while (at > back &&
	    (at == s.n || undo(str_sub(s, at, s.n), &c) == 0 || c < 0x21))
		at--;
	at = word_begin(s, at, floor);
	end = piece_end(s, sign->end);
	if (veil_begin(v, s, at, floor) < 0)
		return false;
	for (last = at; at < end; at += n) {
		n = undo(str_sub(s, at, s.n), &c);
		if (n == 0 || c >= 0x80) {
			if (veil_put(v, s.p[at], at, at + 1) < 0)
				break;
			n = 1;
			continue;
		}
		if (c >= 0 && veil_put(v, c, at, at + n) < 0)
			break;
		last = at + n;
		/* A soft break: the next line belongs to it. */
		if (last > end)
			end = piece_end(s, last);
	}
	return veil_end(v, s, at < last ? last : at) == 0;
}
