/* Byte 0: bytes of the base; what follows them is the delta. */
#include "base.h"
#include "delta.h"
#include "str.h"

enum { RESULT_MAX = 1 << 16 };

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* What the instructions, one by one, add up to; -1 broken. */
static int64_t
walk(struct delta d, size_t base_n)
{
	struct delta_op op;
	int64_t sum = 0;
	int rc;

	while ((rc = delta_next(&d, &op)) == 1) {
		if (op.n == 0 ||
		    (op.copy && (op.n > base_n || op.from > base_n - op.n)))
			abort();
		sum += (int64_t)op.n;
	}
	return rc < 0 ? -1 : sum;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static char out[RESULT_MAX];
	struct str all = { (const char *)p, n }, base;
	struct delta d;
	int64_t sum;

	if (n == 0)
		return 0;
	base = str_sub(all, 1, 1 + (size_t)p[0]);
	if (delta_open(&d, str_sub(all, 1 + base.n, n)) < 0)
		return 0;
	if (d.base_n != base.n || d.n > sizeof(out))
		return 0;
	sum = walk(d, base.n);
	if (delta_apply(d, base, out) == 0 && sum != (int64_t)d.n)
		abort();
	return 0;
}
