/* bits.h - sets of small numbers as bits of 64-bit words. */
#ifndef TAMIS_BITS_H
#define TAMIS_BITS_H

#define BITS_NONE SIZE_MAX
#define BITS_WORDS(n) (((n) + 63) / 64)

static inline bool
bit_get(const uint64_t *v, size_t i)
{
	return v[i / 64] >> i % 64 & 1;
}

static inline void
bit_set(uint64_t *v, size_t i)
{
	v[i / 64] |= (uint64_t)1 << i % 64;
}

/* Clear [from, to). */
void bits_clear(uint64_t *v, size_t from, size_t to);
/* Add the bits [from, from + n) of src to dst at to, which were clear. */
void bits_copy(
    uint64_t *dst, size_t to, const uint64_t *src, size_t from, size_t n);
/* The greatest member <= i, or BITS_NONE. */
size_t bits_below(const uint64_t *v, size_t i);
/* The least member >= i and < n, or BITS_NONE. */
size_t bits_above(const uint64_t *v, size_t i, size_t n);

#endif
