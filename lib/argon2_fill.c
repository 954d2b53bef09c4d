#include "base.h"
#include "argon2_fill.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* RFC 9106, section 3.6: BLAKE2b's rounds with a multiplication in them. */

static uint64_t
rotate(uint64_t x, unsigned n)
{
	return x >> n | x << (64 - n);
}

static uint64_t
blend(uint64_t x, uint64_t y)
{
	return x + y + 2 * (x & UINT32_MAX) * (y & UINT32_MAX);
}

static void
quarter(uint64_t *a, uint64_t *b, uint64_t *c, uint64_t *d)
{
	*a = blend(*a, *b);
	*d = rotate(*d ^ *a, 32);
	*c = blend(*c, *d);
	*b = rotate(*b ^ *c, 24);
	*a = blend(*a, *b);
	*d = rotate(*d ^ *a, 16);
	*c = blend(*c, *d);
	*b = rotate(*b ^ *c, 63);
}

/* The permutation P over eight pairs of words, which stand step apart. */
static void
permute(uint64_t *v, size_t step)
{
	uint64_t *w[16];

	for (size_t i = 0; i < 16; i++)
		w[i] = v + i / 2 * step + i % 2;
	for (size_t i = 0; i < 4; i++)
		quarter(w[i], w[i + 4], w[i + 8], w[i + 12]);
	for (size_t i = 0; i < 4; i++)
		quarter(w[i], w[4 + (i + 1) % 4], w[8 + (i + 2) % 4],
		    w[12 + (i + 3) % 4]);
}

void
argon2_mix_plain(struct argon2_block *to, const struct argon2_block *a,
    const struct argon2_block *b, bool add)
{
	struct argon2_block r, z;

	for (size_t i = 0; i < ARGON2_WORDS; i++)
		z.v[i] = r.v[i] = a->v[i] ^ b->v[i];
	for (size_t i = 0; i < 8; i++)
		permute(z.v + 16 * i, 2);
	for (size_t i = 0; i < 8; i++)
		permute(z.v + 2 * i, 16);
	for (size_t i = 0; i < ARGON2_WORDS; i++)
		to->v[i] = (add ? to->v[i] : 0) ^ r.v[i] ^ z.v[i];
}

#if defined(__x86_64__)
#define AVX2 __attribute__((target("avx2"), always_inline)) static inline

AVX2 __m256i
turn32(__m256i x)
{
	return _mm256_shuffle_epi32(x, _MM_SHUFFLE(2, 3, 0, 1));
}

AVX2 __m256i
turn24(__m256i x)
{
	return _mm256_shuffle_epi8(x,
	    _mm256_setr_epi8(3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9,
		10, 3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10));
}

AVX2 __m256i
turn16(__m256i x)
{
	return _mm256_shuffle_epi8(x,
	    _mm256_setr_epi8(2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8,
		9, 2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, 9));
}

AVX2 __m256i
turn63(__m256i x)
{
	return _mm256_or_si256(
	    _mm256_srli_epi64(x, 63), _mm256_add_epi64(x, x));
}

AVX2 __m256i
blend4(__m256i x, __m256i y)
{
	__m256i z = _mm256_mul_epu32(x, y);

	return _mm256_add_epi64(_mm256_add_epi64(x, y), _mm256_add_epi64(z, z));
}

/* Two times four quarters at once, so that one fills the other's waits. */
AVX2 void
quarters(__m256i a[2], __m256i b[2], __m256i c[2], __m256i d[2])
{
	for (int i = 0; i < 2; i++) {
		a[i] = blend4(a[i], b[i]);
		d[i] = turn32(_mm256_xor_si256(d[i], a[i]));
	}
	for (int i = 0; i < 2; i++) {
		c[i] = blend4(c[i], d[i]);
		b[i] = turn24(_mm256_xor_si256(b[i], c[i]));
	}
	for (int i = 0; i < 2; i++) {
		a[i] = blend4(a[i], b[i]);
		d[i] = turn16(_mm256_xor_si256(d[i], a[i]));
	}
	for (int i = 0; i < 2; i++) {
		c[i] = blend4(c[i], d[i]);
		b[i] = turn63(_mm256_xor_si256(b[i], c[i]));
	}
}

/* Two rows of 16 words: a vector holds four words of one of them. */
AVX2 void
permute_rows(__m256i *v)
{
	__m256i a[2] = { v[0], v[4] }, b[2] = { v[1], v[5] };
	__m256i c[2] = { v[2], v[6] }, d[2] = { v[3], v[7] };

	quarters(a, b, c, d);
	for (int i = 0; i < 2; i++) {
		b[i] = _mm256_permute4x64_epi64(b[i], _MM_SHUFFLE(0, 3, 2, 1));
		c[i] = _mm256_permute4x64_epi64(c[i], _MM_SHUFFLE(1, 0, 3, 2));
		d[i] = _mm256_permute4x64_epi64(d[i], _MM_SHUFFLE(2, 1, 0, 3));
	}
	quarters(a, b, c, d);
	for (size_t i = 0; i < 2; i++) {
		__m256i *row = v + 4 * i;

		row[0] = a[i];
		row[1] =
		    _mm256_permute4x64_epi64(b[i], _MM_SHUFFLE(2, 1, 0, 3));
		row[2] =
		    _mm256_permute4x64_epi64(c[i], _MM_SHUFFLE(1, 0, 3, 2));
		row[3] =
		    _mm256_permute4x64_epi64(d[i], _MM_SHUFFLE(0, 3, 2, 1));
	}
}

/* The second word of each pair of x, then the first of each of y. */
AVX2 __m256i
join(__m256i x, __m256i y)
{
	return _mm256_alignr_epi8(y, x, 8);
}

/* Two columns of eight pairs: a vector holds a pair of each of them. */
AVX2 void
permute_columns(__m256i *v)
{
	__m256i a[2] = { v[0], v[4] }, b[2] = { v[8], v[12] };
	__m256i c[2] = { v[16], v[20] }, d[2] = { v[24], v[28] };
	__m256i e[2], f[2], g[2];

	quarters(a, b, c, d);
	e[0] = join(b[0], b[1]);
	e[1] = join(b[1], b[0]);
	f[0] = c[1];
	f[1] = c[0];
	g[0] = join(d[1], d[0]);
	g[1] = join(d[0], d[1]);
	quarters(a, e, f, g);
	v[0] = a[0];
	v[4] = a[1];
	v[8] = join(e[1], e[0]);
	v[12] = join(e[0], e[1]);
	v[16] = f[1];
	v[20] = f[0];
	v[24] = join(g[0], g[1]);
	v[28] = join(g[1], g[0]);
}

__attribute__((target("avx2"))) static void
mix_avx2(struct argon2_block *to, const struct argon2_block *a,
    const struct argon2_block *b, bool add)
{
	const __m256i *x = (const __m256i *)(const void *)a->v;
	const __m256i *y = (const __m256i *)(const void *)b->v;
	__m256i *out = (__m256i *)(void *)to->v;
	__m256i z[ARGON2_WORDS / 4], r[ARGON2_WORDS / 4];

	for (int i = 0; i < ARGON2_WORDS / 4; i++) {
		z[i] = r[i] = _mm256_xor_si256(x[i], y[i]);
		if (add)
			r[i] = _mm256_xor_si256(r[i], out[i]);
	}
	for (size_t i = 0; i < 4; i++)
		permute_rows(z + 8 * i);
	for (int i = 0; i < 4; i++)
		permute_columns(z + i);
	for (int i = 0; i < ARGON2_WORDS / 4; i++)
		out[i] = _mm256_xor_si256(r[i], z[i]);
}
#endif

argon2_mix *
argon2_mix_best(void)
{
#if defined(__x86_64__)
	if (__builtin_cpu_supports("avx2"))
		return mix_avx2;
#endif
	return argon2_mix_plain;
}
