#include "base.h"
#include "argon2.h"
#include "argon2_fill.h"
#include "buf.h"
#include "crypt.h"

#include <sys/mman.h>

enum {
	SLICES = 4,
	VERSION_13 = 0x13,
	TYPE_ID = 2,
	BLAKE = 64,
	BLOCK = 1024,
	HUGE_PAGE = 2 << 20,
	KIB_MIN = 8,
	KIB_MAX = 4 << 20,
	VALUE_MAX = 16 << 20
};

struct argon2 {
	struct argon2_block *v;
	argon2_mix *mix;
	unsigned kib, n, passes; /* n blocks are used */
};

/* Where in the filling it is. */
struct place {
	unsigned pass, slice;
};

struct argon2 *
argon2_new(unsigned kib, unsigned passes)
{
	struct argon2 *a;
	size_t n;

	if (kib < KIB_MIN || kib > KIB_MAX || passes < 1 ||
	    passes > ARGON2_PASSES_MAX || (a = calloc(1, sizeof(*a))) == NULL)
		return NULL;
	a->kib = kib;
	a->n = kib / SLICES * SLICES;
	a->passes = passes;
	a->mix = argon2_mix_best();
	n = ((size_t)a->n * BLOCK + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
	if ((a->v = aligned_alloc(HUGE_PAGE, n)) == NULL) {
		free(a);
		return NULL;
	}
	/* It is read in no order at all: few pages, few misses. */
	(void)madvise(a->v, n, MADV_HUGEPAGE);
	return a;
}

void
argon2_free(struct argon2 *a)
{
	if (a)
		free(a->v);
	free(a);
}

static int
add32(struct buf *b, size_t x)
{
	unsigned char le[4];

	for (unsigned i = 0; i < 4; i++)
		le[i] = (unsigned char)(x >> (8 * i));
	return buf_add(b, le, sizeof(le));
}

static struct str
str_at(const unsigned char *p, size_t n)
{
	return (struct str){ (const char *)p, n };
}

/* Section 3.2, step 1. */
static int
first_hash(const struct argon2 *a, struct str value, const unsigned char *salt,
    unsigned char out[BLAKE])
{
	const size_t head[] = { 1, ARGON2_TAG, a->kib, a->passes, VERSION_13,
		TYPE_ID, value.n };
	const unsigned char none[8] = { 0 };
	struct buf b = { .max = VALUE_MAX };
	int rc = 0;

	for (size_t i = 0; i < LEN(head); i++)
		rc |= add32(&b, head[i]);
	rc |= buf_adds(&b, value) | add32(&b, ARGON2_SALT);
	rc |= buf_add(&b, salt, ARGON2_SALT);
	rc |= buf_add(&b, none, sizeof(none)); /* no secret, no data */
	if (rc == 0)
		rc = blake2b(buf_str(&b), out, BLAKE);
	crypt_wipe(b.p, b.cap);
	buf_free(&b);
	return rc < 0 ? -1 : 0;
}

/* Section 3.3: the hash H' of variable length, here of a whole block. */
static int
long_hash(const unsigned char *in, size_t n, unsigned char out[BLOCK])
{
	unsigned char head[4 + BLAKE + 8] = { BLOCK & 255, BLOCK >> 8 };
	unsigned char v[BLAKE];
	size_t at;

	memcpy(head + 4, in, n);
	if (blake2b(str_at(head, 4 + n), v, BLAKE) < 0)
		return -1;
	for (at = 0; at < BLOCK - BLAKE; at += BLAKE / 2) {
		memcpy(out + at, v, BLAKE / 2);
		if (blake2b(str_at(v, BLAKE), v, BLAKE) < 0)
			return -1;
	}
	memcpy(out + at, v, BLAKE);
	return 0;
}

static void
load(struct argon2_block *b, const unsigned char *p)
{
	for (size_t i = 0; i < ARGON2_WORDS; i++) {
		b->v[i] = 0;
		for (unsigned k = 0; k < 8; k++)
			b->v[i] |= (uint64_t)p[8 * i + k] << (8 * k);
	}
}

static int
first_blocks(struct argon2 *a, const unsigned char first[BLAKE])
{
	unsigned char in[BLAKE + 8] = { 0 }, block[BLOCK];

	memcpy(in, first, BLAKE);
	for (unsigned char i = 0; i < 2; i++) {
		in[BLAKE] = i;
		if (long_hash(in, sizeof(in), block) < 0)
			return -1;
		load(&a->v[i], block);
	}
	return 0;
}

/* Section 3.4.1.2: 128 pseudorandom words that no value decides on. */
static void
addresses(const struct argon2 *a, const struct place *p, unsigned count,
    struct argon2_block *out)
{
	struct argon2_block zero = { { 0 } };
	struct argon2_block in = { { p->pass, 0, p->slice, a->n, a->passes,
	    TYPE_ID, count } };

	a->mix(out, &zero, &in, false);
	a->mix(out, &zero, out, false);
}

/* Section 3.4.2: which block the i-th of a slice is mixed with. */
static size_t
reference(
    const struct argon2 *a, const struct place *p, unsigned i, uint64_t word)
{
	uint64_t slice = a->n / SLICES, x = word & UINT32_MAX, size, from = 0;

	size = p->pass ? a->n - slice : p->slice * slice;
	size = size + i - 1;
	if (p->pass && p->slice != SLICES - 1)
		from = (p->slice + 1) * slice;
	x = x * x >> 32;
	return (from + size - 1 - (size * x >> 32)) % a->n;
}

static void
fill_slice(struct argon2 *a, const struct place *p)
{
	bool blind = p->pass == 0 && p->slice < SLICES / 2;
	unsigned slice = a->n / SLICES, i = p->pass + p->slice ? 0 : 2;
	struct argon2_block random;

	if (blind && i)
		addresses(a, p, 1, &random);
	for (; i < slice; i++) {
		struct argon2_block *to = &a->v[p->slice * slice + i];
		const struct argon2_block *last =
		    to == a->v ? to + a->n - 1 : to - 1;
		uint64_t word = last->v[0];

		if (blind && i % ARGON2_WORDS == 0)
			addresses(a, p, i / ARGON2_WORDS + 1, &random);
		if (blind)
			word = random.v[i % ARGON2_WORDS];
		a->mix(to, last, &a->v[reference(a, p, i, word)], p->pass > 0);
	}
}

/* H' of the last block, for a tag that BLAKE2b gives at once. */
static int
last_hash(const struct argon2_block *b, unsigned char tag[ARGON2_TAG])
{
	unsigned char in[4 + BLOCK] = { ARGON2_TAG };

	for (size_t i = 0; i < BLOCK; i++)
		in[4 + i] = (unsigned char)(b->v[i / 8] >> (i % 8 * 8));
	return blake2b(str_at(in, sizeof(in)), tag, ARGON2_TAG);
}

int
argon2_hash(struct argon2 *a, struct str value,
    const unsigned char salt[ARGON2_SALT], unsigned char tag[ARGON2_TAG])
{
	unsigned char first[BLAKE];
	struct place p;

	if (first_hash(a, value, salt, first) < 0 || first_blocks(a, first) < 0)
		return -1;
	for (p.pass = 0; p.pass < a->passes; p.pass++)
		for (p.slice = 0; p.slice < SLICES; p.slice++)
			fill_slice(a, &p);
	return last_hash(&a->v[a->n - 1], tag);
}
