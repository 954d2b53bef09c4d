#include "base.h"
#include "oid.h"
#include "../t.h"

int
main(void)
{
	static const char hex[] = "0123456789abcdef0123456789abcdef01234567";
	char out[OID_HEX_MAX + 1];
	struct oid a, b;

	T(oid_parse((struct str){ hex, 40 }, &a) == 0 && a.n == 20);
	oid_hex(&a, out);
	T(strcmp(out, hex) == 0);
	T(oid_parse(STR("0123456789ABCDEF0123456789ABCDEF01234567"), &b) == 0);
	T(oid_eq(&a, &b));
	T(oid_parse((struct str){ hex, 39 }, &b) < 0);
	T(oid_parse(STR("g123456789abcdef0123456789abcdef01234567"), &b) < 0);
	T(oid_parse(STR("0123456789abcdef0123456789abcdef"
			"0123456789abcdef0123456789abcdef"),
	      &b) == 0);
	T(b.n == 32 && !oid_eq(&a, &b));
	return T_END();
}
