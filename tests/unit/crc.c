#include "base.h"
#include "crc.h"
#include "str.h"

#include "../t.h"

int
main(void)
{
	const uint64_t seed = UINT64_C(0x004fb61a001bdbcc);
	char d[8] = "";

	/* The check values of the catalogue of parametrised CRCs. */
	T(crc32_of(STR("123456789")) == 0xcbf43926u);
	T(crc16_of(STR("123456789")) == 0x31c3);
	T(crc24_of(STR("123456789")) == 0x21cf02u);
	T(crc32_of(STR("")) == 0);
	/* Those of .NET's own tests of Marvin. */
	T(marvin_of(STR(""), seed) == UINT64_C(0x30ed35c100cd3c7d));
	T(marvin_of(STR("\xaf"), seed) == UINT64_C(0x48e73fc77d75ddc1));
	T(marvin_of(STR("\xe7\x0f"), seed) == UINT64_C(0xb5f6e1fc485dbff8));
	T(marvin_of(STR("\x37\xf4\x95"), seed) == UINT64_C(0xf0b07c789b8cf7e8));
	T(marvin_of(STR("\x86\x42\xdc\x59"), seed) ==
	    UINT64_C(0x7008f2e87e9cf556));
	T(marvin_of(STR("\x15\x3f\xb7\x98\x26"), seed) ==
	    UINT64_C(0xe6c08c6da2afa997));

	crc_digits(61 + 62 * 10, base62_digits, d, 4);
	T(strcmp(d, "00Az") == 0);
	crc_digits(35, base36_digits, d, 1);
	T(d[0] == 'z');
	crc_digits(UINT32_MAX, base36_digits, d, 7);
	T(strcmp(d, "1z141z3") == 0);
	return T_END();
}
