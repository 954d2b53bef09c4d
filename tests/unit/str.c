#include "base.h"
#include "str.h"
#include "../t.h"

int
main(void)
{
	struct str s = STR("Some SOMETHING, some\0thing");

	T(str_ifind(s, STR("something"), 0) == 5);
	T(str_ifind(s, STR("SOME"), 6) == 16);
	T(str_ifind(s, STR("\0THING"), 0) == 20);
	T(str_ifind(s, STR("none"), 0) == STR_NONE);
	T(str_ifind(s, STR(""), s.n) == s.n);
	T(str_ifind(s, STR(""), s.n + 1) == STR_NONE);
	T(str_ifind(s, STR("g"), s.n) == STR_NONE);
	T(str_ifind(STR("a"), STR("ab"), 0) == STR_NONE);
	T(str_ieq(STR("AbC"), STR("aBc")) && !str_ieq(STR("a"), STR("ab")));
	T(str_ieq(STR(""), STR("")));
	T(str_hex('0') == 0 && str_hex('9') == 9 && str_hex('a') == 10);
	T(str_hex('F') == 15 && str_hex('g') < 0 && str_hex('/') < 0);
	T(str_hex(':') < 0 && str_hex('@') < 0 && str_hex('\xff') < 0);
	return T_END();
}
