#include "base.h"
#include "crc.h"

const char base62_digits[] =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const char base36_digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
const char base32_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const char base58_digits[] =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/* Tokens are short: a bit at a time is fast enough, and needs no table. */
uint32_t
crc32_of(struct str s)
{
	uint32_t c = UINT32_MAX;

	for (size_t i = 0; i < s.n; i++) {
		c ^= (unsigned char)s.p[i];
		for (int k = 0; k < 8; k++)
			c = c >> 1 ^ (c & 1 ? 0xedb88320u : 0);
	}
	return ~c;
}

uint16_t
crc16_of(struct str s)
{
	uint32_t c = 0;

	for (size_t i = 0; i < s.n; i++) {
		c ^= (uint32_t)(unsigned char)s.p[i] << 8;
		for (int k = 0; k < 8; k++)
			c = c << 1 ^ (c & 0x8000 ? 0x1021u : 0);
	}
	return (uint16_t)c;
}

uint32_t
crc24_of(struct str s)
{
	uint32_t c = 0xb704ce;

	for (size_t i = 0; i < s.n; i++) {
		c ^= (uint32_t)(unsigned char)s.p[i] << 16;
		for (int k = 0; k < 8; k++)
			c = c << 1 ^ (c & 0x800000 ? 0x864cfbu : 0);
	}
	return c & 0xffffff;
}

static uint32_t
rotl(uint32_t v, unsigned by)
{
	return v << by | v >> (32 - by);
}

static void
marvin_block(uint32_t *a, uint32_t *b)
{
	*b ^= *a;
	*a = rotl(*a, 20) + *b;
	*b = rotl(*b, 9) ^ *a;
	*a = rotl(*a, 27) + *b;
	*b = rotl(*b, 19);
}

uint64_t
marvin_of(struct str s, uint64_t seed)
{
	uint32_t a = (uint32_t)seed, b = (uint32_t)(seed >> 32), w = 0;
	size_t i;

	for (i = 0; i < s.n; i++) {
		w |= (uint32_t)(unsigned char)s.p[i] << (8 * (i % 4));
		if (i % 4 < 3)
			continue;
		a += w;
		w = 0;
		marvin_block(&a, &b);
	}
	a += w | 0x80u << (8 * (i % 4));
	marvin_block(&a, &b);
	marvin_block(&a, &b);
	return (uint64_t)b << 32 | a;
}

void
crc_digits(uint32_t v, const char *digits, char *out, size_t width)
{
	uint32_t base = (uint32_t)strlen(digits);

	while (width-- > 0) {
		out[width] = digits[v % base];
		v /= base;
	}
}
