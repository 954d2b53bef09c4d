#include "base.h"
#include "lines.h"
#include "str.h"
#include "../t.h"

int
main(void)
{
	struct str s = STR("ab\n\xC3\xA9\xF0\x9F\x98\x80x\r\nlast");
	struct lines l;
	struct span v;

	lines_init(&l);
	lines_window(&l, s, 0);
	lines_to(&l, 1);
	T(l.line == 1 && l.start == 0);
	lines_to(&l, 9);
	T(l.line == 2 && l.start == 3 && lines_units(&l) == 4);
	v = lines_span(&l);
	T(v.from == 3 && v.to == 10);
	lines_window(&l, str_sub(s, 5, s.n), 5);
	lines_to(&l, 10);
	T(l.line == 2 && l.start == 3 && lines_units(&l) == 5);
	lines_to(&l, 14);
	T(l.line == 3 && l.start == 12 && lines_units(&l) == 3);
	v = lines_span(&l);
	T(v.from == 12 && v.to == s.n);
	return T_END();
}
