/* A line that parses is written again byte for byte; escapes turn back. */
#include "base.h"
#include "rec.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf a = { .max = 8u << 20 }, b = { .max = 8u << 20 };
	struct str in = { (const char *)p, n };
	const char *why;
	struct rec r;

	if (rec_escape(&a, in) == 0 &&
	    (rec_unescape(&b, buf_str(&a)) < 0 || !str_eq(buf_str(&b), in)))
		__builtin_trap();
	buf_reset(&a);
	if (rec_parse(in, &r, &why) == 0 &&
	    (rec_put(&a, &r) < 0 || a.n == 0 || a.p[a.n - 1] != '\n'))
		__builtin_trap();
	buf_free(&a);
	buf_free(&b);
	return 0;
}
