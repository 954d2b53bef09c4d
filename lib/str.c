#include "base.h"
#include "str.h"

static unsigned char
lower(char c)
{
	unsigned char u = (unsigned char)c;

	return u >= 'A' && u <= 'Z' ? (unsigned char)(u | 0x20) : u;
}

static bool
blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str
str_of(const char *z)
{
	return (struct str){ z, strlen(z) };
}

bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool
str_eqz(struct str a, const char *z)
{
	return str_eq(a, str_of(z));
}

bool
str_ieq(struct str a, struct str b)
{
	return a.n == b.n && str_ifind(a, b, 0) == 0;
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool
str_starts(struct str s, struct str head)
{
	return s.n >= head.n && str_eq(str_sub(s, 0, head.n), head);
}

bool
str_ends(struct str s, struct str tail)
{
	return s.n >= tail.n && str_eq(str_sub(s, s.n - tail.n, s.n), tail);
}

size_t
str_find(struct str s, struct str what, size_t from)
{
	const char *at;

	if (from > s.n)
		return STR_NONE;
	if (what.n == 0)
		return from;
	at = memmem(s.p + from, s.n - from, what.p, what.n);
	return at ? (size_t)(at - s.p) : STR_NONE;
}

size_t
str_ifind(struct str s, struct str what, size_t from)
{
	unsigned char first = what.n ? lower(what.p[0]) : 0;

	if (what.n == 0)
		return from <= s.n ? from : STR_NONE;
	for (size_t i = from; i < s.n && what.n <= s.n - i; i++) {
		size_t k = 1;

		/* Nearly every place ends here, at the price of one byte. */
		if (lower(s.p[i]) != first)
			continue;
		while (k < what.n && lower(s.p[i + k]) == lower(what.p[k]))
			k++;
		if (k == what.n)
			return i;
	}
	return STR_NONE;
}

size_t
str_chr(struct str s, char c, size_t from)
{
	const char *at;

	if (from >= s.n)
		return STR_NONE;
	at = memchr(s.p + from, c, s.n - from);
	return at ? (size_t)(at - s.p) : STR_NONE;
}

size_t
str_rchr(struct str s, char c)
{
	const char *at = s.n ? memrchr(s.p, c, s.n) : NULL;

	return at ? (size_t)(at - s.p) : STR_NONE;
}

struct str
str_sub(struct str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return (struct str){ s.p ? s.p + from : "", to - from };
}

struct str
str_trim(struct str s)
{
	while (s.n && blank(s.p[0]))
		s = str_sub(s, 1, s.n);
	while (s.n && blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool
str_cut(struct str *s, char sep, struct str *head)
{
	size_t at;

	if (s->n == 0)
		return false;
	at = str_chr(*s, sep, 0);
	if (at == STR_NONE) {
		*head = *s;
		*s = str_sub(*s, s->n, s->n);
	} else {
		*head = str_sub(*s, 0, at);
		*s = str_sub(*s, at + 1, s->n);
	}
	return true;
}

bool
str_word(struct str *s, struct str *word)
{
	size_t n = 0;

	while (s->n && blank(s->p[0]))
		*s = str_sub(*s, 1, s->n);
	while (n < s->n && !blank(s->p[n]))
		n++;
	*word = str_sub(*s, 0, n);
	*s = str_sub(*s, n, s->n);
	return n > 0;
}

int
str_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int
str_num(struct str s, uint64_t max, uint64_t *out)
{
	uint64_t v = 0;

	if (s.n == 0)
		return -1;
	for (size_t i = 0; i < s.n; i++) {
		unsigned d = (unsigned char)s.p[i] - (unsigned)'0';

		if (d > 9 || d > max || v > (max - d) / 10)
			return -1;
		v = v * 10 + d;
	}
	*out = v;
	return 0;
}
