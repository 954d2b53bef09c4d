#include "base.h"
#include "bits.h"

void
bits_clear(uint64_t *v, size_t from, size_t to)
{
	for (; from < to && from % 64; from++)
		v[from / 64] &= ~((uint64_t)1 << from % 64);
	for (; to - from >= 64 && from < to; from += 64)
		v[from / 64] = 0;
	for (; from < to; from++)
		v[from / 64] &= ~((uint64_t)1 << from % 64);
}

/* Up to 64 bits of v from i on; those past i + n are 0. */
static uint64_t
get(const uint64_t *v, size_t i, size_t n)
{
	size_t shift = i % 64;
	uint64_t w = v[i / 64] >> shift;

	if (shift && n > 64 - shift)
		w |= v[i / 64 + 1] << (64 - shift);
	return n < 64 ? w & (((uint64_t)1 << n) - 1) : w;
}

void
bits_copy(uint64_t *dst, size_t to, const uint64_t *src, size_t from, size_t n)
{
	while (n) {
		size_t room = 64 - to % 64, take = n < room ? n : room;

		dst[to / 64] |= get(src, from, take) << to % 64;
		to += take;
		from += take;
		n -= take;
	}
}

size_t
bits_below(const uint64_t *v, size_t i)
{
	size_t k = i / 64;
	uint64_t w = v[k] << (63 - i % 64) >> (63 - i % 64);

	while (w == 0) {
		if (k == 0)
			return BITS_NONE;
		w = v[--k];
	}
	return k * 64 + 63 - (size_t)__builtin_clzll(w);
}

size_t
bits_above(const uint64_t *v, size_t i, size_t n)
{
	size_t k = i / 64, words = BITS_WORDS(n), at;
	uint64_t w;

	if (i >= n)
		return BITS_NONE;
	w = v[k] >> i % 64 << i % 64;
	while (w == 0) {
		if (++k == words)
			return BITS_NONE;
		w = v[k];
	}
	at = k * 64 + (size_t)__builtin_ctzll(w);
	return at < n ? at : BITS_NONE;
}
