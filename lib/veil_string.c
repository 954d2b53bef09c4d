#include "base.h"
#include "str.h"
#include "veil_in.h"

/*
 * Strings that are joined, lines that go on, lists of characters, and what
 * is read from its end: the source is put together as it will be run.
 */
enum {
	STRING_MAX = 4 << 10, /* bytes of one string */
	CHAIN_MAX = 16 << 10, /* of all that are joined */
	GAP_MAX = 256,	      /* between two of them */
	REVERSE_NEAR = 1 << 10,
	REVERSE_MIN = 16
};

static bool
blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t
skip_gap(struct str s, size_t at)
{
	size_t from = at;

	while (at < s.n && at - from < GAP_MAX &&
	    (blank(s.p[at]) || s.p[at] == '\\' ||
		(s.p[at] == '_' && at + 1 < s.n && blank(s.p[at + 1]))))
		at++;
	return at;
}

/* Behind an operator that joins strings, or at as it was. */
static size_t
skip_joiner(struct str s, size_t at)
{
	static const char *const ops[] = { "||", "++", "<>", "..", "+", ".",
		"&", "~" };

	for (size_t i = 0; i < LEN(ops); i++)
		if (str_starts(str_sub(s, at, s.n), str_of(ops[i])))
			return at + strlen(ops[i]);
	return at;
}

/* Another string, joined to the one that ended before at: its first byte
   behind the quote, or 0. */
static size_t
next_string(struct str s, size_t at, char quote)
{
	size_t op = skip_gap(s, at), i;

	i = skip_joiner(s, op);
	if (i > op) {
		i = skip_gap(s, i);
		quote = 0;
	}
	if (i + 1 < s.n && strchr("bfruLNR@$", s.p[i]) && s.p[i])
		i++;
	if (i >= s.n || !veil_quote(s.p[i]) || (quote && s.p[i] != quote))
		return 0;
	return i + 1;
}

/* Where the string that ends before its quote at end begins; end: unknown. */
static size_t
string_begin(struct str s, size_t end, size_t floor)
{
	char quote = s.p[end];
	size_t i;

	for (i = end; i > floor && end - i < STRING_MAX; i--) {
		if (s.p[i - 1] == '\n')
			break;
		if (s.p[i - 1] == quote && (i < 2 || s.p[i - 2] != '\\'))
			return i;
	}
	return end;
}

/* Append the string that begins at *at, which moves to its quote. */
static int
put_string(struct veil *v, struct str s, size_t *at, char quote)
{
	size_t from = *at, i = from;

	while (i < s.n && s.p[i] != quote && s.p[i] != '\n' &&
	    i - from < STRING_MAX)
		i += s.p[i] == '\\' && i + 1 < s.n ? 2 : 1;
	if (i > s.n)
		i = s.n;
	*at = i;
	return veil_copy(v, s, from, i);
}

bool
veil_joint(struct veil *v, struct str s, const struct sign *sign, size_t floor)
{
	size_t back = sign->end > SIGN_BEFORE ? sign->end - SIGN_BEFORE : 0;
	size_t open = sign->end - 2, close, at, next;
	char quote;

	for (close = open; close-- > back && !veil_quote(s.p[close]);)
		;
	if (close < floor || close >= open || !veil_quote(s.p[close]))
		return false;
	at = string_begin(s, close, floor);
	if (veil_begin(v, s, at, floor) < 0)
		return false;
	/* The quote before it is in view. */
	if (veil_copy(v, s, at, close) < 0)
		return false;
	quote = s.p[open];
	at = open + 1;
	for (;;) {
		if (put_string(v, s, &at, quote) < 0)
			return false;
		if (at >= s.n || s.p[at] != quote ||
		    at - v->at.from > CHAIN_MAX)
			break;
		if ((next = next_string(s, at + 1, quote)) == 0)
			break;
		quote = s.p[next - 1];
		at = next;
	}
	return veil_end(v, s, at) == 0;
}

/* The line that a backslash breaks at or behind at: the break, or s.n. */
static size_t
find_break(struct str s, size_t at, size_t *next)
{
	size_t nl = str_chr(s, '\n', at), i;

	if (nl == STR_NONE || nl - at > STRING_MAX)
		return s.n;
	i = nl - (nl > at && s.p[nl - 1] == '\r');
	if (i == at || s.p[i - 1] != '\\')
		return s.n;
	*next = nl + 1;
	while (*next < s.n && veil_blank(s.p[*next]))
		++*next;
	return i - 1;
}

bool
veil_break(struct veil *v, struct str s, const struct sign *sign, size_t floor)
{
	size_t back = sign->end > SIGN_BEFORE ? sign->end - SIGN_BEFORE : 0;
	size_t at = sign->end - 1, brk, next = 0, from;

	while (at > back && s.p[at] != '\n')
		at--;
	while (at > back && s.p[at] != '\\')
		at--;
	for (from = at; from > floor && at - from < STRING_MAX; from--)
		if (s.p[from - 1] == '\n' || veil_quote(s.p[from - 1]) ||
		    veil_blank(s.p[from - 1]))
			break;
	if (veil_begin(v, s, from, floor) < 0)
		return false;
	for (at = from; at - from < CHAIN_MAX; at = next) {
		brk = find_break(s, at, &next);
		if (brk == s.n)
			break;
		if (veil_copy(v, s, at, brk) < 0)
			return false;
	}
	for (from = at; at < s.n && at - from < STRING_MAX && !blank(s.p[at]) &&
	     !veil_quote(s.p[at]);
	     at++)
		if (veil_put(v, s.p[at], at, at + 1) < 0)
			return false;
	return veil_end(v, s, at) == 0;
}

/* ---- lists ------------------------------------------------------------- */

/* 'g' or "g", 103, 0x67, (byte)0x67, u8'g': its byte and *at behind it; -1. */
static int
element(struct str s, size_t *at)
{
	size_t i = *at, n = 0;
	uint64_t x = 0;

	if (i < s.n && s.p[i] == '(') {
		while (i < s.n && i - *at < 16 && s.p[i] != ')')
			i++;
		i = skip_gap(s, i + 1);
	}
	if (i < s.n && veil_quote(s.p[i])) {
		if (s.n - i < 3 || s.p[i + 2] != s.p[i] || s.p[i + 1] == '\\')
			return -1;
		*at = i + 3;
		return s.p[i + 1];
	}
	if (s.n - i > 3 && s.p[i] == '0' && (s.p[i + 1] | 0x20) == 'x') {
		int a = str_hex(s.p[i + 2]), b = str_hex(s.p[i + 3]);

		*at = i + 4;
		return a < 0 || b < 0 ? -1 : a * 16 + b;
	}
	for (; i + n < s.n && n < 3 && s.p[i + n] >= '0' && s.p[i + n] <= '9';
	     n++)
		x = x * 10 + (uint64_t)(s.p[i + n] - '0');
	*at = i + n;
	return n > 1 && x < 0x7f ? (int)x : -1;
}

/* Back from the sign to where its list began. */
static size_t
list_begin(struct str s, const struct sign *sign, size_t floor)
{
	size_t back = sign->end > SIGN_BEFORE ? sign->end - SIGN_BEFORE : 0;
	size_t at = sign->end - 1;

	while (
	    at > back && at > floor && strchr("[({;=\n", s.p[at - 1]) == NULL)
		at--;
	return skip_gap(s, at);
}

bool
veil_list(struct veil *v, struct str s, const struct sign *sign, size_t floor)
{
	size_t from = list_begin(s, sign, floor), at = from, next;
	int c;

	if (veil_begin(v, s, from, floor) < 0 ||
	    veil_put(v, '"', from, from) < 0)
		return false;
	v->inside.from = v->text.n;
	for (;;) {
		next = at;
		c = element(s, &next);
		if (c < ' ' || next - from > CHAIN_MAX)
			break;
		if (veil_put(v, c, at, next) < 0)
			return false;
		at = next;
		next = skip_gap(s, at);
		if (next >= s.n || s.p[next] != ',')
			break;
		next = skip_gap(s, next + 1);
		at = next;
	}
	v->inside.to = v->text.n;
	return veil_put(v, '"', at, at) == 0 && veil_end(v, s, at) == 0 &&
	    veil_speaks(v, 8);
}

/* ---- from its end ------------------------------------------------------ */

/* All long words near a call that reverses, each the other way round. */
bool
veil_reverse(
    struct veil *v, struct str s, const struct sign *sign, size_t floor)
{
	size_t at = sign->end > REVERSE_NEAR ? sign->end - REVERSE_NEAR : 0;
	size_t end =
	    s.n - sign->end > REVERSE_NEAR ? sign->end + REVERSE_NEAR : s.n;
	size_t to;

	if (at < floor)
		at = floor;
	if (veil_begin(v, s, at, at) < 0)
		return false;
	for (; at < end; at = to + 1) {
		for (to = at; to < end && sign_token(s.p[to]); to++)
			;
		if (to - at < REVERSE_MIN)
			continue;
		if (veil_put(v, '"', at, at) < 0)
			return false;
		for (size_t i = to; i > at; i--)
			if (veil_put(v, s.p[i - 1], i - 1, i) < 0)
				return false;
		if (veil_put(v, '"', to, to) < 0 ||
		    veil_put(v, '\n', to, to) < 0)
			return false;
	}
	return veil_end(v, s, end) == 0;
}
