#include "base.h"
#include "bcrypt.h"
#include "crypt.h"
#include "crypt_ssh.h"

enum { P = 18, S = 1024, WORDS = P + S, BLOCK = 32 };

/* Blowfish: p[0..17] are its subkeys, the rest four boxes of 256. */
struct fish {
	uint32_t w[WORDS];
};

/* What bcrypt_hash works on, all of it secret. */
struct work {
	struct fish fish;
	unsigned char pass[SHA512_LEN], salt[SHA512_LEN];
	unsigned char once[BLOCK], sum[BLOCK];
};

enum { DIGITS = WORDS + 4 }; /* words of pi; the last ones are inexact */

/* a /= by, from word `from` on, what is above being zero. */
static void
divide(uint32_t *a, size_t from, uint32_t by)
{
	uint64_t rest = 0;

	for (size_t i = from; i < DIGITS; i++) {
		rest = rest << 32 | a[i];
		a[i] = (uint32_t)(rest / by);
		rest %= by;
	}
}

static void
add(uint32_t *sum, const uint32_t *a, bool minus)
{
	uint64_t carry = minus;

	for (size_t i = DIGITS; i-- > 0;) {
		carry += (uint64_t)sum[i] + (minus ? ~a[i] : a[i]);
		sum[i] = (uint32_t)carry;
		carry >>= 32;
	}
}

/* pi += times * atan(1 / x), or -=; power and term are scratch. */
static void
add_atan(uint32_t *pi, uint32_t times, uint32_t x, bool minus, uint32_t *power,
    uint32_t *term)
{
	size_t from = 0;

	memset(power, 0, DIGITS * sizeof(*power));
	power[0] = times;
	divide(power, 0, x);
	for (uint32_t k = 1; from < DIGITS; k += 2, minus = !minus) {
		memcpy(term, power, DIGITS * sizeof(*term));
		divide(term, from, k);
		add(pi, term, minus);
		divide(power, from, x * x);
		while (from < DIGITS && power[from] == 0)
			from++;
	}
}

/*
 * Blowfish begins with the fraction of pi, by Machin's formula: shorter
 * than its 1,042 words and no slower than one round of what follows.
 */
static int
fish_init(struct fish *f)
{
	uint32_t *pi = calloc(3 * (size_t)DIGITS, sizeof(*pi));

	if (pi == NULL)
		return -1;
	add_atan(pi, 16, 5, false, pi + DIGITS, pi + 2 * (size_t)DIGITS);
	add_atan(pi, 4, 239, true, pi + DIGITS, pi + 2 * (size_t)DIGITS);
	memcpy(f->w, pi + 1, sizeof(f->w)); /* pi[0] is the 3 */
	free(pi);
	return 0;
}

static uint32_t
mix(const struct fish *f, uint32_t x)
{
	const uint32_t *s = f->w + P;

	return ((s[x >> 24] + s[256 + (x >> 16 & 255)]) ^
		   s[512 + (x >> 8 & 255)]) +
	    s[768 + (x & 255)];
}

static void
encrypt(const struct fish *f, uint32_t v[2])
{
	uint32_t l = v[0] ^ f->w[0], r = v[1];

	for (int i = 1; i <= 16; i += 2) {
		r ^= mix(f, l) ^ f->w[i];
		l ^= mix(f, r) ^ f->w[i + 1];
	}
	v[0] = r ^ f->w[17];
	v[1] = l;
}

/* The next four bytes of 64, around and around. */
static uint32_t
next_word(const unsigned char *p, size_t *at)
{
	uint32_t v = 0;

	for (int i = 0; i < 4; i++)
		v = v << 8 | p[(*at)++ % SHA512_LEN];
	return v;
}

/* Stir a key, and a salt unless it is NULL, into the whole state. */
static void
expand(struct fish *f, const unsigned char *salt, const unsigned char *key)
{
	uint32_t v[2] = { 0, 0 };
	size_t at = 0;

	for (int i = 0; i < P; i++)
		f->w[i] ^= next_word(key, &at);
	at = 0;
	for (int i = 0; i < WORDS; i += 2) {
		if (salt != NULL) {
			v[0] ^= next_word(salt, &at);
			v[1] ^= next_word(salt, &at);
		}
		encrypt(f, v);
		f->w[i] = v[0];
		f->w[i + 1] = v[1];
	}
}

static void
hash(struct work *w, const struct fish *start)
{
	static const char text[] = "OxychromaticBlowfishSwatDynamite";
	uint32_t v[BLOCK / 4];
	size_t at = 0;

	w->fish = *start;
	expand(&w->fish, w->salt, w->pass);
	for (int i = 0; i < 64; i++) {
		expand(&w->fish, NULL, w->salt);
		expand(&w->fish, NULL, w->pass);
	}
	for (size_t i = 0; i < LEN(v); i++)
		v[i] = next_word((const unsigned char *)text, &at);
	for (int i = 0; i < 64; i++)
		for (size_t k = 0; k < LEN(v); k += 2)
			encrypt(&w->fish, v + k);
	for (size_t i = 0; i < BLOCK; i++)
		w->once[i] = (unsigned char)(v[i / 4] >> 8 * (i % 4));
	crypt_wipe(v, sizeof(v));
}

/* One block of the key: the sum of all rounds. */
static int
block(struct work *w, const struct fish *start, struct str salt, uint32_t count,
    uint32_t rounds)
{
	unsigned char text[64 + 4];

	if (salt.n > sizeof(text) - 4)
		return -1;
	memcpy(text, salt.p, salt.n);
	for (size_t i = 0; i < 4; i++)
		text[salt.n + i] = (unsigned char)(count >> (24 - 8 * i));
	sha512_of((struct str){ (char *)text, salt.n + 4 }, w->salt);
	memset(w->sum, 0, sizeof(w->sum));
	for (uint32_t r = 0; r < rounds; r++) {
		hash(w, start);
		for (size_t i = 0; i < BLOCK; i++)
			w->sum[i] ^= w->once[i];
		sha512_of((struct str){ (char *)w->once, BLOCK }, w->salt);
	}
	return 0;
}

int
bcrypt_pbkdf(struct str pass, struct str salt, uint32_t rounds,
    unsigned char *key, size_t n)
{
	size_t stride = (n + BLOCK - 1) / BLOCK;
	struct fish *start = malloc(sizeof(*start));
	struct work *w = crypt_key_new(sizeof(*w));
	int rc = -1;

	if (start == NULL || w == NULL || n == 0 || n > 1024 || rounds == 0 ||
	    rounds > BCRYPT_ROUNDS_MAX || fish_init(start) < 0)
		goto out;
	sha512_of(pass, w->pass);
	/* The bytes of each block are spread over the whole key. */
	for (uint32_t b = 0; b < stride; b++) {
		if (block(w, start, salt, b + 1, rounds) < 0)
			goto out;
		for (size_t i = 0; i * stride + b < n; i++)
			key[i * stride + b] = w->sum[i];
	}
	rc = 0;
out:
	free(start);
	crypt_key_free(w);
	return rc;
}
