#include "base.h"
#include "b64.h"

static const char alphabet[2][65] = {
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
};

/*
 * The value of a digit, or 255. Arithmetic, not a table: what is decoded
 * may be a key, and a table's cache lines would tell of it.
 */
static unsigned
digit(unsigned c, unsigned how)
{
	unsigned c62 = how & B64_URL ? '-' : '+';
	unsigned c63 = how & B64_URL ? '_' : '/';
	unsigned v = 255;

	v = c - 'A' < 26 ? c - 'A' : v;
	v = c - 'a' < 26 ? c - 'a' + 26 : v;
	v = c - '0' < 10 ? c - '0' + 52 : v;
	v = c == c62 ? 62 : v;
	return c == c63 ? 63 : v;
}

static int
unpad(struct str *s)
{
	if (s->n % 4 != 0)
		return -1;
	if (s->n && s->p[s->n - 1] == '=')
		s->n -= s->p[s->n - 2] == '=' ? 2 : 1;
	return 0;
}

int
b64_decode(
    struct str s, unsigned how, unsigned char *out, size_t cap, size_t *n)
{
	uint32_t acc = 0;
	unsigned bits = 0, bad = 0;

	*n = 0;
	if ((how & B64_PAD) && unpad(&s) < 0)
		return -1;
	if (s.n % 4 == 1 || s.n / 4 * 3 + s.n % 4 * 3 / 4 > cap)
		return -1;
	for (size_t i = 0; i < s.n; i++) {
		unsigned v = digit((unsigned char)s.p[i], how);

		bad |= v & 0xc0;
		acc = acc << 6 | (v & 0x3f);
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			out[(*n)++] = (unsigned char)(acc >> bits);
		}
	}
	return bad || (acc & ((1u << bits) - 1)) ? -1 : 0;
}

size_t
b64_len(size_t n, unsigned how)
{
	return how & B64_PAD ? (n + 2) / 3 * 4 :
			       n / 3 * 4 + (n % 3 ? n % 3 + 1 : 0);
}

int
b64_put(struct buf *b, struct str bytes, unsigned how)
{
	const unsigned char *p = (const unsigned char *)bytes.p;
	const char *set = alphabet[how & B64_URL];
	size_t len = b64_len(bytes.n, how);
	char *out;

	if (buf_room(b, len) < 0)
		return -1;
	out = b->p + b->n;
	for (size_t i = 0; i < bytes.n; i += 3) {
		size_t left = bytes.n - i;
		uint32_t v = (uint32_t)p[i] << 16 |
		    (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) |
		    (left > 2 ? p[i + 2] : 0u);

		*out++ = set[v >> 18];
		*out++ = set[v >> 12 & 63];
		if (left > 1)
			*out++ = set[v >> 6 & 63];
		else if (how & B64_PAD)
			*out++ = '=';
		if (left > 2)
			*out++ = set[v & 63];
		else if (how & B64_PAD)
			*out++ = '=';
	}
	b->n += len;
	b->p[b->n] = '\0';
	return 0;
}
