#include "base.h"
#include "b64.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* What decodes must encode to the same text: one spelling a value. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf back = { .max = 8192 };
	unsigned char out[4096];
	size_t got;

	for (unsigned how = 0; how < 4; how++) {
		struct str s = { (const char *)p, n };

		buf_reset(&back);
		if (b64_decode(s, how, out, sizeof(out), &got) < 0)
			continue;
		if (b64_put(&back, (struct str){ (char *)out, got }, how) < 0 ||
		    back.n != n || (n && memcmp(back.p, p, n) != 0))
			__builtin_trap();
	}
	buf_free(&back);
	return 0;
}
