#include "base.h"
#include "pyreq.h"
#include "str.h"

#include <ctype.h>

static bool
in_name(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("-_.", c));
}

struct str
pyreq_name(struct str s)
{
	size_t n = 0;

	s = str_trim(s);
	while (n < s.n && in_name(s.p[n]))
		n++;
	return str_sub(s, 0, n);
}

struct str
pyreq_pin(struct str c)
{
	c = str_trim(c);
	if (!str_starts(c, STR("==")))
		return STR("");
	c = str_sub(c, str_starts(c, STR("===")) ? 3 : 2, c.n);
	c = str_trim(c);
	for (size_t i = 0; i < c.n; i++)
		if (strchr(",*<>=! \t", c.p[i]))
			return STR("");
	return c;
}

bool
pyreq_split(struct str s, struct str *name, struct str *conditions)
{
	size_t end;

	s = str_trim(s);
	*name = pyreq_name(s);
	if (name->n == 0)
		return false;
	s = str_trim(str_sub(s, name->n, s.n));
	if (str_starts(s, STR("["))) {
		end = str_chr(s, ']', 0);
		if (end == STR_NONE)
			return false;
		s = str_trim(str_sub(s, end + 1, s.n));
	}
	s = str_trim(str_sub(s, 0, str_chr(s, ';', 0)));
	if (str_starts(s, STR("(")) && str_ends(s, STR(")")))
		s = str_trim(str_sub(s, 1, s.n - 1));
	*conditions = s;
	return s.n == 0 || strchr("=<>!~@", s.p[0]) != NULL;
}
