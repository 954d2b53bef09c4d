#include "base.h"
#include "b64.h"

static const char alphabet[2][65] = {
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
};

/* A digit of the standard alphabet alone, of the other alone, of none. */
enum { S = 0x40, U = 0x80, X = 0xc0 };

/* From the blank on. */
static const uint8_t digits[96] = { X, X, X, X, X, X, X, X, X, X, X, S | 62, X,
	U | 62, X, S | 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, X, X, X, X,
	X, X, X, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
	18, 19, 20, 21, 22, 23, 24, 25, X, X, X, X, U | 63, X, 26, 27, 28, 29,
	30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
	48, 49, 50, 51, X, X, X, X, X };

static unsigned
digit(char c)
{
	unsigned at = (unsigned char)c - 0x20u;

	return at < sizeof(digits) ? digits[at] : X;
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
	unsigned wrong = how & B64_URL ? S : U, bits = 0, bad = 0;
	uint32_t acc = 0;
	size_t i = 0;

	*n = 0;
	if ((how & B64_PAD) && unpad(&s) < 0)
		return -1;
	if (s.n % 4 == 1 || s.n / 4 * 3 + s.n % 4 * 3 / 4 > cap)
		return -1;
	for (; s.n - i >= 4; i += 4, *n += 3) {
		unsigned a = digit(s.p[i]), b = digit(s.p[i + 1]);
		unsigned c = digit(s.p[i + 2]), d = digit(s.p[i + 3]);

		bad |= a | b | c | d;
		acc =
		    (a & 63) << 18 | (b & 63) << 12 | (c & 63) << 6 | (d & 63);
		out[*n] = (unsigned char)(acc >> 16);
		out[*n + 1] = (unsigned char)(acc >> 8);
		out[*n + 2] = (unsigned char)acc;
	}
	for (acc = 0; i < s.n; i++) {
		bad |= digit(s.p[i]);
		acc = acc << 6 | (digit(s.p[i]) & 63);
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			out[(*n)++] = (unsigned char)(acc >> bits);
		}
	}
	return (bad & wrong) || (acc & ((1u << bits) - 1)) ? -1 : 0;
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
