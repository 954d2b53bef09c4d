#include "base.h"
#include "sha1.h"

/* FIPS 180-4, section 6.1. */

static uint32_t
rol(uint32_t x, int n)
{
	return x << n | x >> (32 - n);
}

static uint32_t
be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

/* The state turns round: what was e is what is written next. */
struct state {
	uint32_t a, b, c, d, e;
};

static struct state
turn(struct state s, uint32_t f, uint32_t x)
{
	return (struct state){ .a = rol(s.a, 5) + f + s.e + x,
		.b = s.a,
		.c = rol(s.b, 30),
		.d = s.c,
		.e = s.d };
}

static void
block(uint32_t h[5], const unsigned char *p)
{
	struct state s = { h[0], h[1], h[2], h[3], h[4] };
	uint32_t w[80];

	for (size_t t = 0; t < 16; t++)
		w[t] = be32(p + 4 * t);
	for (size_t t = 16; t < 80; t++)
		w[t] = rol(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
	for (size_t t = 0; t < 20; t++)
		s = turn(s, s.d ^ (s.b & (s.c ^ s.d)), w[t] + 0x5a827999);
	for (size_t t = 20; t < 40; t++)
		s = turn(s, s.b ^ s.c ^ s.d, w[t] + 0x6ed9eba1);
	for (size_t t = 40; t < 60; t++)
		s = turn(
		    s, (s.b & s.c) | (s.d & (s.b | s.c)), w[t] + 0x8f1bbcdc);
	for (size_t t = 60; t < 80; t++)
		s = turn(s, s.b ^ s.c ^ s.d, w[t] + 0xca62c1d6);
	h[0] += s.a;
	h[1] += s.b;
	h[2] += s.c;
	h[3] += s.d;
	h[4] += s.e;
}

void
sha1_of(struct str s, unsigned char out[SHA1_LEN])
{
	uint32_t h[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
		0xc3d2e1f0 };
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned char last[128] = { 0 };
	size_t rest = s.n % 64, end = rest < 56 ? 64 : 128;

	for (size_t i = 0; i + 64 <= s.n; i += 64)
		block(h, p + i);
	if (rest)
		memcpy(last, p + (s.n - rest), rest);
	last[rest] = 0x80;
	for (size_t i = 0; i < 8; i++)
		last[end - 1 - i] =
		    (unsigned char)((uint64_t)s.n * 8 >> (8 * i));
	for (size_t i = 0; i < end; i += 64)
		block(h, last + i);
	for (size_t i = 0; i < SHA1_LEN; i++)
		out[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
}
