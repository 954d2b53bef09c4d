#include "base.h"
#include "cquote.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct buf out = { .max = 1 << 16 };
	size_t used = 0;

	buf_reset(&out);
	if (cquote_undo((struct str){ (const char *)p, n }, &out, &used) == 0 &&
	    (used > n || used < 2))
		__builtin_trap();
	return 0;
}
