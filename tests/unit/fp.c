#include "base.h"
#include "fp.h"
#include "str.h"
#include "../t.h"

int
main(void)
{
	struct fp_slow *slow = fp_slow_new();
	char hex[FP_HEX + 1], again[FP_HEX + 1], value[16];
	unsigned char digest[FP_DIGEST];
	int same = 0;

	T(fp_digest(STR("secrets"), STR("subject"), digest) == 0);
	fp_hex(digest, hex);
	/* printf 'tamis-fp-1\0secrets\0subject' | sha256sum */
	T(strcmp(hex, "d1e1ce637cacbcd0") == 0);
	T(slow != NULL);
	T(fp_slow_hex(slow, STR("secrets"), STR("subject"), again) == 0);
	T(strlen(again) == FP_HEX && strcmp(again, hex) != 0);
	for (int i = 1; i < FP_SLOW_MAX; i++) {
		snprintf(value, sizeof(value), "%d", i);
		fp_slow_hex(slow, STR("secrets"), str_of(value), hex);
		same += strlen(hex) != FP_HEX;
	}
	T(same == 0);
	T(fp_slow_hex(slow, STR("secrets"), STR("more"), hex) == 0);
	T(strcmp(hex, "-") == 0);
	T(fp_slow_hex(slow, STR("secrets"), STR("subject"), hex) == 0);
	T(strcmp(hex, again) == 0);
	fp_slow_free(slow);
	return T_END();
}
