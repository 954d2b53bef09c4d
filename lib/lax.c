#include "base.h"
#include "lax.h"
#include "str.h"

static int
value64(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

static int
value32(char c)
{
	if (c >= '2' && c <= '7')
		return c - '2' + 26;
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'z' ? c - 'a' : -1;
}

/* Bits come in by the character and leave by the byte. */
struct bits {
	unsigned char *out;
	size_t cap, n;
	uint32_t acc;
	unsigned have;
};

static struct bits
bits_into(unsigned char *out, size_t cap)
{
	return (struct bits){ .out = out, .cap = cap };
}

static int
bits_put(struct bits *b, int v, unsigned width)
{
	if (v < 0)
		return -1;
	b->acc = b->acc << width | (uint32_t)v;
	b->have += width;
	if (b->have < 8)
		return 0;
	if (b->n == b->cap)
		return -1;
	b->have -= 8;
	b->out[b->n++] = (unsigned char)(b->acc >> b->have);
	b->acc &= (1u << b->have) - 1;
	return 0;
}

static struct str
unpad(struct str s)
{
	while (s.n && s.p[s.n - 1] == '=')
		s.n--;
	return s;
}

int
lax_b64(struct str s, unsigned char *out, size_t cap, size_t *n)
{
	struct bits b = bits_into(out, cap);

	s = unpad(s);
	for (size_t i = 0; i < s.n; i++)
		if (bits_put(&b, value64(s.p[i]), 6) < 0)
			return -1;
	*n = b.n;
	return b.have < 6 ? 0 : -1;
}

int
lax_base32(struct str s, unsigned char *out, size_t cap, size_t *n)
{
	struct bits b = bits_into(out, cap);

	s = unpad(s);
	for (size_t i = 0; i < s.n; i++)
		if (bits_put(&b, value32(s.p[i]), 5) < 0)
			return -1;
	*n = b.n;
	return b.have < 5 ? 0 : -1;
}

/* How many bytes at i are no part of the body, or 0. */
static size_t
filler(struct str s, size_t i)
{
	size_t k = i;

	if (strchr(" \t\r\n\"',;.()#*>", s.p[i]) && s.p[i])
		return 1;
	/* Before a line that is a comment. */
	if (str_starts(str_sub(s, i, s.n), STR("// ")))
		return 2;
	while (k < s.n && s.p[k] == '\\')
		k++;
	if (k == i)
		return 0;
	if (k < s.n && strchr("nrt", s.p[k]) && s.p[k])
		return k + 1 - i;
	/* A backslash before a line's end or a slash stands for nothing. */
	return k - i;
}

static bool
is_quote(struct str s, size_t i)
{
	return s.p[i] == '"' || s.p[i] == '\'';
}

static bool
is_blank(struct str s, size_t i)
{
	return s.p[i] == ' ' || (s.p[i] >= '\t' && s.p[i] <= '\r');
}

/* A '+' that joins two strings stands between quotes; any other is a digit,
   at the beginning of an indented line, too. */
static bool
joins(struct str s, size_t i)
{
	size_t before = i, after = i + 1;

	if (s.p[i] != '+')
		return false;
	while (before > 0 && is_blank(s, before - 1))
		before--;
	while (after < s.n && is_blank(s, after))
		after++;
	if (before == 0 && after == s.n)
		return false;
	return (before == 0 || is_quote(s, before - 1)) &&
	    (after == s.n || is_quote(s, after));
}

int
lax_body(struct str s, unsigned char *out, size_t cap, size_t *n)
{
	struct bits b = bits_into(out, cap);
	size_t skip;

	for (size_t i = 0; i < s.n; i++) {
		if ((skip = filler(s, i)) > 0) {
			i += skip - 1;
			continue;
		}
		if (s.p[i] == '=' || joins(s, i))
			continue;
		if (bits_put(&b, value64(s.p[i]), 6) < 0)
			return -1;
	}
	*n = b.n;
	return b.have < 6 ? 0 : -1;
}

int
lax_base58(struct str s, unsigned char *out, size_t cap, size_t *n)
{
	static const char digits[] =
	    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
	size_t zeros = 0, len = 0;

	if (s.n > 256)
		return -1;
	while (zeros < s.n && s.p[zeros] == '1')
		zeros++;
	for (size_t i = zeros; i < s.n; i++) {
		const char *d = s.p[i] ? strchr(digits, s.p[i]) : NULL;
		uint32_t carry;

		if (d == NULL)
			return -1;
		/* out holds a number, its last byte first. */
		carry = (uint32_t)(d - digits);
		for (size_t k = 0; k < len || carry; k++) {
			if (k == cap)
				return -1;
			carry += k < len ? out[k] * 58u : 0;
			out[k] = (unsigned char)carry;
			carry >>= 8;
			if (k == len)
				len++;
		}
	}
	if (zeros > cap - len)
		return -1;
	memset(out + len, 0, zeros);
	len += zeros;
	for (size_t i = 0; i < len / 2; i++) {
		unsigned char c = out[i];

		out[i] = out[len - 1 - i];
		out[len - 1 - i] = c;
	}
	*n = len;
	return 0;
}
