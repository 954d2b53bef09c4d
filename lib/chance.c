#include "base.h"
#include "chance.h"
#include "tables.h"

enum { LOOK = 4096, LOG_ONE = 1024 };

/* log2(x) * LOG_ONE for x >= 1, by repeated squaring: no libm. */
static unsigned
log2_fixed(uint64_t x)
{
	unsigned whole = 63u - (unsigned)__builtin_clzll(x);
	unsigned out = whole * LOG_ONE;
	uint64_t m = whole > 31 ? x >> (whole - 31) : x << (31 - whole);
	unsigned bit;

	for (bit = LOG_ONE / 2; bit > 0; bit /= 2) {
		m = (m * m) >> 31;
		if (m >= (uint64_t)1 << 32) {
			m >>= 1;
			out += bit;
		}
	}
	return out;
}

/* Uses the counts up: a short value is asked for a few of the 256. */
static unsigned
entropy_of(unsigned short count[256], const char *p, size_t n)
{
	uint64_t sum = 0;
	size_t i;

	if (n == 0)
		return 0;
	for (i = 0; i < n; i++) {
		unsigned short *c = &count[(unsigned char)p[i]];

		if (*c > 1)
			sum += (uint64_t)*c * log2_fixed(*c);
		*c = 0;
	}
	return (unsigned)((log2_fixed(n) - sum / n) * 100 / LOG_ONE);
}

static void
count_class(struct shape *h, unsigned char c)
{
	if (c >= 'a' && c <= 'z') {
		h->lower++;
		h->classes |= CLASS_LOWER;
	} else if (c >= 'A' && c <= 'Z') {
		h->upper++;
		h->classes |= CLASS_UPPER;
	} else if (c >= '0' && c <= '9') {
		h->digit++;
		h->classes |= CLASS_DIGIT;
	} else if (c == ' ' || c == '\t') {
		h->classes |= CLASS_BLANK;
	} else if (c > ' ' && c < 0x7f) {
		h->punct++;
		h->classes |= CLASS_PUNCT;
	} else {
		h->classes |= CLASS_OTHER;
	}
}

static bool
is_hex_digit(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
	    (c >= 'A' && c <= 'F');
}

struct shape
chance_shape(struct str s)
{
	struct shape h = { .hex = true };
	unsigned short count[256] = { 0 };
	size_t i, run = 1, up = 1, down = 1;
	unsigned char c, last = 0;

	h.n = s.n < LOOK ? s.n : LOOK;
	for (i = 0; i < h.n; i++) {
		c = (unsigned char)s.p[i];
		h.distinct += count[c]++ == 0;
		count_class(&h, c);
		h.hex &= is_hex_digit(c);
		if (i > 0) {
			run = c == last ? run + 1 : 1;
			up = c == last + 1 ? up + 1 : 1;
			down = c + 1 == last ? down + 1 : 1;
			h.flips +=
			    last >= 'a' && last <= 'z' && c >= 'A' && c <= 'Z';
		}
		h.run = run > h.run ? run : h.run;
		h.stairs = up > h.stairs ? up : h.stairs;
		h.stairs = down > h.stairs ? down : h.stairs;
		last = c;
	}
	h.hex &= !(h.upper > 0 && h.lower > 0) && h.n > 0;
	h.entropy = entropy_of(count, s.p, h.n);
	return h;
}

unsigned
chance_floor(unsigned symbols, size_t n)
{
	unsigned most = log2_fixed(symbols) * 100 / LOG_ONE;
	unsigned len = n == 0 ? 0 : log2_fixed(n) * 100 / LOG_ONE;
	unsigned top = len < most ? len : most;

	/* Under what one simulated draw in 100 has: what collisions cost at
	   this length. It only spares the rest a look. */
	if (len >= most + 200)
		return top - top / 10;
	return n <= symbols ? top - top / 3 : top - top / 4;
}

static unsigned
trigram_class(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return 26;
	c |= 0x20;
	return c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') : 27;
}

/* What a uniform draw pays for a letter, a digit, another sign. */
struct price {
	int letter, digit, other;
	bool cased; /* letters of both cases */
};

static struct price
price_of(const struct shape *h)
{
	if (h->hex) /* 16 symbols */
		return (struct price){ 16, 3, 24, false };
	if (h->lower > 0 && h->upper > 0) /* 62 or 64 */
		return (struct price){ 20, 11, 20, true };
	return (struct price){ 21, 7, 24, false }; /* 36 */
}

/*
 * The case of a letter after that of another, against an even chance, as
 * counted in the text that the trigrams are of: lower after lower .87,
 * the others .05, .05 and .03.
 */
static int
case_gain(char a, char b)
{
	bool up_a = a >= 'A' && a <= 'Z', up_b = b >= 'A' && b <= 'Z';

	if (!up_a && !up_b)
		return -7;
	return !up_a ? 13 : 9;
}

int
chance_gain(struct str s, const struct shape *h)
{
	const unsigned char *t = tables_trigrams();
	struct price p = price_of(h);
	unsigned a = 27, b = 27, c;
	int sum = 0;

	for (size_t i = 0; i < h->n; i++, a = b, b = c) {
		c = trigram_class((unsigned char)s.p[i]);
		sum += t[(a * TRIGRAM_CLASSES + b) * TRIGRAM_CLASSES + c];
		sum -= c < 26 ? p.letter : c == 26 ? p.digit : p.other;
		if (p.cased && i > 0 && b < 26 && c < 26)
			sum += case_gain(s.p[i - 1], s.p[i]);
	}
	return sum;
}

/* An integer's square root, rounded down. */
static int
root(size_t n)
{
	int r = 0;

	while ((size_t)(r + 1) * (size_t)(r + 1) <= n)
		r++;
	return r;
}

/*
 * A sum of n terms strays by the root of n. The factors: under them lie one
 * in a hundred uniform draws of the alphabet, from eight symbols on, and
 * over them one identifier in a hundred and fewer.
 */
int
chance_cut(const struct shape *h)
{
	size_t n = h->n;

	return h->hex ? 2 * root(25 * n) : 4 * root(16 * n);
}

bool
chance_random(struct str s, const struct shape *h)
{
	size_t letters = h->lower + h->upper;
	unsigned symbols = h->hex ? 16 : 36;

	if (h->n < 8 || h->classes & (CLASS_BLANK | CLASS_OTHER))
		return false;
	if (h->entropy < chance_floor(symbols, h->n))
		return false;
	if (h->hex && (h->digit < 2 || letters < 1))
		return false;
	return chance_gain(s, h) >= chance_cut(h);
}
