#include "base.h"
#include "chance.h"

enum { LOOK = 4096, LOG_ONE = 1024 };

/*
 * 4 * log2(p(b after a) / uniform over base 62, case folded); row a,
 * column b, the last of each stands for digits. Counted in the words and
 * identifiers of free C, Perl, Tcl, shell and manual texts.
 */
static const signed char pairs[27][27] = {
	{ -22, -1, 4, 4, -17, -10, 0, -22, 1, -24, -6, 7, 2, 7, -15, -2, -24, 8,
	    5, 10, -4, -4, -14, -7, -5, -19, -20 },
	{ 8, -10, -3, -9, 6, -18, -15, -24, 5, 6, -17, 9, -1, -18, 4, -14, -24,
	    5, -1, -9, 10, -21, -24, -24, -3, -22, -16 },
	{ 5, -18, -2, -18, 5, -13, -22, 8, -6, -24, 5, 3, -3, -17, 11, -11, -24,
	    -1, -10, 10, 6, -14, -21, -21, -15, -24, -22 },
	{ 7, -5, -11, 3, 13, -8, -15, -16, 11, -20, -23, -2, -14, -6, 3, -12,
	    -24, -2, 3, -10, 3, -12, -17, -6, -6, -24, -17 },
	{ 3, -10, 5, 6, -1, 2, -8, -18, -10, -23, -21, 1, -1, 7, -6, 0, -8, 9,
	    8, 5, -16, -4, -7, 3, -6, -24, -20 },
	{ 5, -21, -10, -5, 4, 5, -14, -24, 13, -24, -24, 2, -10, -7, 10, -10,
	    -18, 4, 3, 2, 0, -24, -23, -22, -4, -24, -18 },
	{ -3, -18, -4, -19, 12, -13, -8, 0, 13, -24, -24, -2, -10, 4, 1, -9,
	    -24, 4, 5, -4, -1, -3, -16, -24, -15, -21, -23 },
	{ 11, -21, -12, -9, 15, -16, -23, -24, 6, -24, -24, -13, -11, -14, 6,
	    -11, -24, -3, -6, 2, -5, -20, -24, -24, -20, -24, -18 },
	{ -5, -5, 2, 2, 0, 0, 2, -24, -23, -24, -16, 5, -1, 12, 3, -5, -24, 0,
	    5, 10, -24, -4, -24, -7, -24, -1, -24 },
	{ -5, -24, -18, -8, 18, -21, -14, -24, -9, -24, -18, -20, -13, -23, 4,
	    -13, -24, -24, 2, -24, 6, -24, -24, -24, -24, -24, -20 },
	{ -5, -13, -9, -4, 16, -3, -2, -11, 8, -24, -24, -2, -17, 0, 3, -10, -5,
	    -12, 6, 2, -4, -7, -12, -24, -14, -24, -18 },
	{ 4, -11, -8, 1, 12, -7, -13, -19, 9, -24, -13, 7, -12, -16, 8, -7, -24,
	    -11, 2, 3, 3, -11, -14, -11, 1, -24, -24 },
	{ 11, -3, -11, -4, 11, -14, -24, -24, 8, -24, -12, -9, 6, -16, 7, 6,
	    -22, -14, -1, -7, 1, -24, -24, -24, -9, -24, -24 },
	{ 4, -12, 4, 8, 7, 1, 7, -20, 1, -24, -5, -5, -13, -3, 4, -10, -24, -14,
	    5, 10, 2, -6, -21, -24, -9, -24, -24 },
	{ -8, 0, 2, 3, -12, -1, -4, -19, 0, -15, -6, 1, 5, 10, 0, 4, -24, 9, 0,
	    4, 5, -5, -1, -12, -22, -24, -24 },
	{ 10, -21, -10, -2, 10, -13, -12, -6, 0, -24, -16, 5, -17, -12, 7, -1,
	    -24, 8, -1, 7, 2, -14, -14, -21, -3, -24, -19 },
	{ -13, -10, -8, -15, -24, -13, -16, -24, -15, -24, -24, -9, -19, -14,
	    -14, -19, -8, -10, -7, -4, 19, -24, -17, -22, -24, -24, -23 },
	{ 4, -6, -4, -4, 14, -11, 1, -24, 5, -24, -6, 5, -3, 2, 4, -14, -24, 1,
	    1, 2, 2, -6, -16, -24, 0, -24, -23 },
	{ -2, -22, -3, -6, 11, -11, -11, 3, 6, -24, -8, -3, -5, -14, 0, -1, -21,
	    -10, 5, 13, 4, -13, -11, -24, -3, -19, -24 },
	{ 6, -20, -2, -8, 11, -7, -20, 10, 7, -24, -21, -6, -9, -14, 3, -3, -24,
	    8, 2, -1, 2, -20, -9, -6, -2, -24, -17 },
	{ 1, 0, 5, -2, 2, 2, -6, -24, -2, -24, -24, 8, 0, 6, -14, 2, -24, 11, 6,
	    6, -24, -24, -24, -18, -24, -21, -24 },
	{ 11, -17, -12, -13, 16, -20, -21, -24, 5, -24, -24, -13, -18, -5, 8,
	    -15, -21, -19, -1, -14, -23, -20, -24, -24, -24, -24, -14 },
	{ 9, -17, -9, -4, 3, -12, -23, 10, 12, -24, -19, -6, -19, 2, 8, -13,
	    -24, 7, 0, -14, -17, -23, -11, -24, -24, -24, -24 },
	{ 3, -11, 1, -5, 3, -3, -18, -19, 5, -24, -23, -12, -7, -16, -14, 14,
	    -24, -11, -5, 10, -11, -21, -23, -3, 0, -24, -1 },
	{ -7, -4, -5, -8, 2, -8, -11, -9, 2, -24, -11, 1, 3, 6, 8, 11, -24, 2,
	    8, 6, -17, -15, -4, -24, -14, -10, -14 },
	{ -2, -15, -17, -16, 18, -6, -24, -24, 2, -24, -24, -6, -6, -17, -4,
	    -13, -24, -5, 1, -11, -15, -22, -23, -24, -2, -4, -21 },
	{ -2, -2, -1, -2, -3, -1, -17, -18, -10, -24, -23, -13, -20, -10, -14,
	    -15, -24, -15, -7, -12, -11, -23, -23, -20, -24, -24, 9 },
};

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

	/* A fit of simulated draws: what collisions cost at this length. */
	if (len >= most + 200)
		return top - top / 10;
	if (n <= symbols / 2)
		return top - top / 6;
	return top - top / 4;
}

static int
pair_class(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return 26;
	c |= 0x20;
	return c >= 'a' && c <= 'z' ? c - 'a' : -1;
}

int
chance_words(struct str s)
{
	long sum = 0;
	size_t i, n = 0;
	int a = -1, b;

	if (s.n > LOOK)
		s.n = LOOK;
	for (i = 0; i < s.n; i++, a = b) {
		b = pair_class((unsigned char)s.p[i]);
		if (a < 0 || b < 0)
			continue;
		n++;
		sum += 2L * pairs[a][b];
		/* Base 62 goes up a case two times in five, words rarely. */
		if (s.p[i - 1] >= 'a' && s.p[i - 1] <= 'z' && s.p[i] >= 'A' &&
		    s.p[i] <= 'Z')
			sum -= 16;
	}
	return n == 0 ? 0 : (int)(sum / (long)n);
}

bool
chance_random(struct str s, const struct shape *h)
{
	size_t letters = h->lower + h->upper;
	unsigned symbols = h->hex ? 16 : 36;

	if (h->n < 12 || h->classes & (CLASS_BLANK | CLASS_OTHER))
		return false;
	if (h->entropy < chance_floor(symbols, h->n))
		return false;
	if (h->hex)
		return h->digit >= 2 && (letters >= 2 || h->n < 24);
	if (h->digit == 0 && (h->lower < 3 || h->upper < 3 || h->flips < 3))
		return false;
	/* Short values have to be less like words to be believed. */
	return chance_words(s) < (h->n >= 24 ? -2 : -5);
}
