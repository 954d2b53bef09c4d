#include "base.h"
#include "sign.h"
#include "sign_at.h"

#include <pthread.h>

/*
 * A digit of base64 may be the n-th of a group whose three bytes are ASCII:
 * each group has bits that must be zero. The same for pairs of hex. So a
 * table says of a byte for which alignments it will do, and "and" of the
 * bytes in a row says which alignments are left.
 */
enum {
	DIGIT = 0x80, /* of either alphabet */
	HEX_SHIFT = 4,
	BLOCKS64 = 5, /* whole blocks in any SIGN_TEXT64 digits */
	BLOCKS16 = 7, /* in SIGN_TEXT16 */
	RUN_MIN = 24
};

static unsigned char fits[4][256]; /* by place in a block */
/* A bit a mark: the mark itself, and what may stand on either side. */
static unsigned char mark[256], before[256], after[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static int
value64(int c)
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

/* May it be the n-th of a group that says text, with its white space? */
static bool
fits64(int v, unsigned nth)
{
	switch (nth) {
	case 0: return (v >= 8 && v < 32) || v == 2 || v == 3;
	case 1: return (v & 8) == 0 && (v & 7) != 1;
	case 2: return (v & 2) == 0;
	default: return true;
	}
}

static bool
fits16(int c, unsigned nth)
{
	if (nth == 0)
		return c >= '2' && c <= '7';
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
	    (c >= 'A' && c <= 'F');
}

static void
allow(unsigned char table[256], unsigned bit, const char *set)
{
	for (; *set; set++)
		table[(unsigned char)*set] |= (unsigned char)(1u << bit);
}

static void
make_marks(void)
{
	static const struct {
		const char *mark, *before, *after;
	} sides[] = {
		{ "\"'`", " \t\r\n\"'`+.,&~|>bfruLNR@$\\_", NULL },
		{ "%", NULL, "234567" },
		{ "=", NULL, "234567\r\n" },
		{ "&", NULL, "#" },
		{ "\\", NULL, "xuU01\r\n" },
		{ ",", "0123456789abcdefABCDEF", NULL },
	};

	for (unsigned i = 0; i < LEN(sides); i++) {
		allow(mark, i, sides[i].mark);
		for (int c = 0; c < 256; c++) {
			unsigned char bit = (unsigned char)(1u << i);

			before[c] |= sides[i].before ? 0 : bit;
			if (sides[i].after == NULL &&
			    (i || sign_token((char)c)))
				after[c] |= bit;
		}
		if (sides[i].before)
			allow(before, i, sides[i].before);
		if (sides[i].after)
			allow(after, i, sides[i].after);
	}
}

static void
make_table(void)
{
	for (unsigned i = 0; i < 4; i++)
		for (int c = 0; c < 256; c++) {
			int v = value64(c);
			unsigned f = v < 0 ? 0 : DIGIT;

			for (unsigned a = 0; v >= 0 && a < 4; a++)
				f |= fits64(v, (i - a) & 3) ? 1u << a : 0;
			for (unsigned a = 0; v >= 0 && a < 2; a++)
				f |= fits16(c, (i - a) & 1) ?
				    1u << (HEX_SHIFT + a) :
				    0;
			fits[i][c] = (unsigned char)f;
		}
	make_marks();
}

void
signs_init(struct signs *it, struct str s)
{
	pthread_once(&once, make_table);
	*it = (struct signs){ .s = s };
}

static unsigned
fit(const struct signs *it, size_t i)
{
	return fits[(i - it->from) & 3][(unsigned char)it->s.p[i]];
}

static void
wait_for(struct signs *it, unsigned kind, size_t end)
{
	size_t i = it->nwait;

	if (i == LEN(it->wait))
		return;
	for (; i > 0 && it->wait[i - 1].end > end; i--)
		it->wait[i] = it->wait[i - 1];
	it->wait[i] = (struct sign){ (enum sign_kind)kind, end };
	it->nwait++;
}

/* Blocks for one alignment, up to it->next, were just as many as it takes:
   where did they begin, and do the digits behind them fit, too? */
static void
stretch(struct signs *it, unsigned bit, size_t nblocks, size_t want)
{
	size_t from = it->next - 4 * nblocks, i;
	unsigned nth = bit < HEX_SHIFT ? bit : bit - HEX_SHIFT;
	unsigned of = bit < HEX_SHIFT ? 4 : 2;

	while (from > it->from && (fit(it, from - 1) >> bit & 1))
		from--;
	if (it->s.n - from < want)
		return;
	for (i = it->next; i < from + want; i++)
		if ((fit(it, i) >> bit & 1) == 0)
			return;
	nth = (unsigned)((from - it->from) - nth) & (of - 1);
	wait_for(it, (bit < HEX_SHIFT ? SIGN_BASE64_0 : SIGN_HEX_0) + nth,
	    from + want);
}

static void
look_at_blocks(struct signs *it)
{
	uint64_t w = it->blocks, all64, all16;

	/* One byte a block, the last in the lowest. */
	all64 = w & w >> 8 & w >> 16 & w >> 24 & w >> 32 & ~(w >> 40) & 0x0f;
	all16 = w & w >> 8 & w >> 16 & w >> 24 & w >> 32 & w >> 40 & w >> 48 &
	    ~(w >> 56) & 0x30;
	for (unsigned bit = 0; all64 && bit < HEX_SHIFT; bit++)
		if (all64 >> bit & 1)
			stretch(it, bit, BLOCKS64, SIGN_TEXT64);
	for (unsigned bit = HEX_SHIFT; all16 && bit < HEX_SHIFT + 2; bit++)
		if (all16 >> bit & 1)
			stretch(it, bit, BLOCKS16, SIGN_TEXT16);
}

/* Go on in a run of digits until a sign is waiting, or its end. */
static void
run(struct signs *it)
{
	const unsigned char *p = (const unsigned char *)it->s.p;
	size_t i = it->next, n = it->s.n;

	while (it->nwait == 0) {
		unsigned m;

		if (n - i < 4)
			break;
		m = fits[0][p[i]] & fits[1][p[i + 1]] & fits[2][p[i + 2]] &
		    fits[3][p[i + 3]];
		if ((m & DIGIT) == 0)
			break;
		i += 4;
		it->blocks = it->blocks << 8 | m;
		it->next = i;
		if (m & 0x3f)
			look_at_blocks(it);
	}
	it->next = i;
	if (it->nwait)
		return;
	while (i < n && (fits[0][p[i]] & DIGIT))
		i++;
	it->running = false;
	it->at = i;
}

static void
begin_run(struct signs *it, size_t from)
{
	const unsigned char *p = (const unsigned char *)it->s.p;
	unsigned kind;

	while (from > 0 && (fits[0][p[from - 1]] & DIGIT))
		from--;
	it->running = true;
	it->from = it->next = from;
	it->blocks = 0;
	kind = sign_packed(it->s, from);
	if (kind != SIGN_KINDS)
		wait_for(it, kind,
		    from + (kind == SIGN_PACKED64 ? SIGN_TEXT64 : SIGN_TEXT16));
}

/* ---- sixty-four bytes at once ------------------------------------------ */

/* A bit a byte: 64 of them, the first in the lowest. */
struct masks {
	uint64_t digit, token, quote, comma, other;
};

/* Vectors as GCC and clang have them, the same text for every machine. */
typedef unsigned char bytes16 __attribute__((vector_size(16)));

#define IS(v, c) ((bytes16)((v) == (c)))
#define IN(v, from, n) ((bytes16)((bytes16)((v) - (from)) < (n)))

/*
 * Which bytes are set is asked in the machine's own way where one is known,
 * for no compiler sees through the loop; nor shall one gather the answers
 * in vectors again, which is slower.
 */
static inline uint64_t
bits(bytes16 x)
{
#ifdef __SSE2__
	typedef char chars16 __attribute__((vector_size(16)));
	uint64_t m = (unsigned)__builtin_ia32_pmovmskb128((chars16)x) & 0xffffu;

	__asm__("" : "+r"(m));
	return m;
#else
	uint64_t m = 0;

	for (unsigned i = 0; i < sizeof(x); i++)
		m |= (uint64_t)(x[i] & 1) << i;
	return m;
#endif
}

static inline void
classify16(const char *p, unsigned at, struct masks *m)
{
	bytes16 x, low, token, dots;

	memcpy(&x, p, sizeof(x));
	low = x | 0x20;
	dots = IS(x, '.') | IS(x, ':');
	token = IN(low, 'a', 26) | IN(x, '-', 14) | IS(x, '+') | IS(x, '_');
	m->token |= bits(token) << at;
	m->digit |= bits(token & ~dots) << at;
	m->quote |= bits(IS(x, '"') | IS(x, '\'') | IS(x, '`')) << at;
	m->comma |= bits(IS(x, ',')) << at;
	m->other |= bits(IN(x, '%', 2) | IS(x, '=') | IS(x, '\\')) << at;
}

static void
classify64(const struct signs *it, size_t at, struct masks *m)
{
	size_t n = it->s.n - at;
	const char *p = it->s.p + at;
	char last[64];

	if (n < sizeof(last)) {
		memset(last, 0, sizeof(last));
		memcpy(last, p, n);
		p = last;
	}
	*m = (struct masks){ 0 };
	classify16(p, 0, m);
	classify16(p + 16, 16, m);
	classify16(p + 32, 32, m);
	classify16(p + 48, 48, m);
}

/* Where in the 64 does a run of digits stand that is long enough for a look,
   with so many digits before the first? 64: nowhere. */
static unsigned
find_run(uint64_t digit, unsigned tail)
{
	uint64_t m = digit & digit >> 1;
	unsigned head =
	    digit == UINT64_MAX ? 64 : (unsigned)__builtin_ctzll(~digit);

	if (tail + head >= RUN_MIN)
		return 0;
	m &= m >> 2;
	m &= m >> 4;
	m &= m >> 8; /* 16 in a row, so far */
	m &= m >> (RUN_MIN - 16);
	return m ? (unsigned)__builtin_ctzll(m) : 64;
}

/* A quote that is no mark of a joint: what stands further before it. */
static bool
is_idle(const struct signs *it, size_t i)
{
	const unsigned char *p = (const unsigned char *)it->s.p;
	size_t at = i - (i > 1 && p[i - 1] == ' ');

	if (p[at - 1] == ',')
		return it->s.n - i < 3 || p[i + 2] != p[i];
	return at < i && (before[p[at - 1]] & 1) == 0;
}

/* Those of the marks whose neighbours do not rule them out: nine in ten go
   before sign_at looks. */
static uint64_t
pick(const struct signs *it, uint64_t left)
{
	const unsigned char *p = (const unsigned char *)it->s.p;
	uint64_t kept = 0;

	for (; left; left &= left - 1) {
		unsigned k = (unsigned)__builtin_ctzll(left);
		size_t i = it->base + k;
		unsigned may = mark[p[i]];

		may &= before[i > 0 ? p[i - 1] : 0];
		may &= after[i + 1 < it->s.n ? p[i + 1] : 0];
		if (may == 0 || ((may & 1) && is_idle(it, i)))
			continue;
		kept |= (uint64_t)1 << k;
	}
	return kept;
}

/* Go on until 64 bytes have marks, or a run of digits begins. */
static void
classify(struct signs *it)
{
	size_t at = it->at, n = it->s.n;
	const uint64_t first = 1, last = (uint64_t)1 << 63;
	unsigned tail = it->tail;

	while (at < n && it->marks == 0) {
		struct masks m;
		unsigned run;

		classify64(it, at, &m);
		m.other |= m.quote & (m.token >> 1 | last);
		m.other |= m.comma & (m.digit << 1 | first);
		it->base = at;
		run = find_run(m.digit, tail);
		if (run < 64) {
			begin_run(it, at + run);
			m.other &= ((uint64_t)1 << run) - 1;
			it->marks = pick(it, m.other);
			it->at = at;
			it->tail = 0;
			return;
		}
		tail = m.digit == UINT64_MAX ?
		    64 :
		    (unsigned)__builtin_clzll(~m.digit);
		at += n - at < 64 ? n - at : 64;
		it->marks = pick(it, m.other);
	}
	it->tail = tail;
	it->at = at;
}

bool
signs_next(struct signs *it, struct sign *sign)
{
	size_t i;

	for (;;) {
		if (it->marks) {
			i = it->base + (unsigned)__builtin_ctzll(it->marks);
			it->marks &= it->marks - 1;
			sign->kind = sign_at(it->s, i, &sign->end);
			if (sign->kind != SIGN_KINDS)
				return true;
			continue;
		}
		if (it->nwait) {
			*sign = it->wait[0];
			it->nwait--;
			memmove(it->wait, it->wait + 1,
			    it->nwait * sizeof(*it->wait));
			return true;
		}
		if (it->running) {
			run(it);
		} else if (it->at < it->s.n) {
			classify(it);
		} else {
			return false;
		}
	}
}
