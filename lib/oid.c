#include "base.h"
#include "oid.h"
#include "str.h"

bool
oid_eq(const struct oid *a, const struct oid *b)
{
	return a->n == b->n && memcmp(a->id, b->id, a->n) == 0;
}

void
oid_hex(const struct oid *o, char hex[OID_HEX_MAX + 1])
{
	static const char digits[] = "0123456789abcdef";
	size_t n = o->n <= OID_MAX ? o->n : OID_MAX;

	for (size_t i = 0; i < n; i++) {
		hex[2 * i] = digits[o->id[i] >> 4];
		hex[2 * i + 1] = digits[o->id[i] & 15];
	}
	hex[2 * n] = '\0';
}

int
oid_parse(struct str hex, struct oid *o)
{
	if (hex.n != 40 && hex.n != 64)
		return -1;
	*o = (struct oid){ .n = (unsigned char)(hex.n / 2) };
	for (size_t i = 0; i < o->n; i++) {
		int hi = str_hex(hex.p[2 * i]), lo = str_hex(hex.p[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return -1;
		o->id[i] = (unsigned char)(hi << 4 | lo);
	}
	return 0;
}
