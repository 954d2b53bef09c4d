#include "base.h"
#include "index.h"
#include "buf.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/*
 * Byte 0: the id's length; bytes 1 and 2: where the shared index begins.
 * Zeros stand for the checksum, so that a mutation is not stopped by it.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct buf a = { .max = 1 << 20 }, b = { .max = 1 << 20 };
	static const char zeros[OID_MAX];
	struct index x, base;
	unsigned char idlen;
	const char *why;
	size_t cut;

	if (n < 3)
		return 0;
	idlen = p[0] & 1 ? 32 : 20;
	cut = (size_t)p[1] << 8 | p[2];
	p += 3;
	n -= 3;
	cut = cut < n ? cut : n;
	buf_reset(&a);
	buf_reset(&b);
	if (buf_add(&a, p, cut) < 0 || buf_add(&a, zeros, idlen) < 0 ||
	    buf_add(&b, p + cut, n - cut) < 0 || buf_add(&b, zeros, idlen) < 0)
		return 0;
	if (index_parse(&x, buf_str(&a), idlen, &why) < 0)
		return 0;
	index_holds(&x, STR("d/c"));
	index_tree_of(&x, STR("d"));
	if (x.link.n && index_parse(&base, buf_str(&b), idlen, &why) == 0) {
		index_join(&x, &base, &why);
		index_free(&base);
	}
	index_free(&x);
	return 0;
}
