#include "base.h"
#include "bech32.h"

#include <ctype.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* What decodes must encode to the same text, but for its case. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf back = { .max = 65536 };
	unsigned char out[8192];
	struct str s = { (const char *)p, n }, hrp;
	size_t got;

	if (bech32_decode(s, &hrp, out, sizeof(out), &got) == 0) {
		if (bech32_put(&back, hrp, (struct str){ (char *)out, got }) <
			0 ||
		    back.n != n)
			__builtin_trap();
		for (size_t i = 0; i < n; i++)
			if (tolower(back.p[i]) != tolower(p[i]))
				__builtin_trap();
	}
	buf_free(&back);
	return 0;
}
