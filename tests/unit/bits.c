#include "base.h"
#include "bits.h"
#include "../t.h"

int
main(void)
{
	uint64_t a[4] = { 0 }, b[4] = { 0 };
	size_t bad = 0;

	T(bits_above(a, 0, 256) == BITS_NONE &&
	    bits_below(a, 255) == BITS_NONE);
	bit_set(a, 0);
	bit_set(a, 63);
	bit_set(a, 64);
	bit_set(a, 200);
	T(bits_above(a, 1, 256) == 63 && bits_above(a, 65, 256) == 200);
	T(bits_above(a, 65, 200) == BITS_NONE);
	T(bits_below(a, 199) == 64 && bits_below(a, 62) == 0);

	/* Every shift and length, bit by bit. */
	for (size_t from = 0; from < 70; from++)
		for (size_t n = 0; n < 130; n++) {
			memset(b, 0, sizeof(b));
			bits_copy(b, 5, a, from, n);
			for (size_t i = 0; i < n; i++)
				bad +=
				    bit_get(b, 5 + i) != bit_get(a, from + i);
			bad += bits_above(b, 5 + n, 256) != BITS_NONE;
		}
	T(bad == 0);
	bits_clear(a, 1, 200);
	T(bit_get(a, 0) && bit_get(a, 200) &&
	    bits_above(a, 1, 200) == BITS_NONE);
	return T_END();
}
