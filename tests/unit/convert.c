#include "base.h"
#include "convert.h"
#include "recode.h"
#include "str.h"
#include "../t.h"

static struct buf out = { .max = 4096 };

static bool
became(int rc, const char *expect)
{
	if (expect == NULL)
		return rc == 0 && out.n == 0;
	return rc == 1 && str_eqz(buf_str(&out), expect);
}

static bool
ident(const char *in, const char *expect)
{
	buf_reset(&out);
	return became(convert_ident(&out, str_of(in), "0a"), expect);
}

static bool
eol(bool guess, const char *in, const char *expect)
{
	struct convert c = { .eol = guess ? EOL_CRLF_AUTO : EOL_CRLF };

	buf_reset(&out);
	return became(convert_eol(&c, &out, str_of(in)), expect);
}

static void
idents(void)
{
	T(ident("x$Id$y", "x$Id: 0a $y"));
	T(ident("$Id: old $", "$Id: 0a $") && ident("$Id:$", "$Id: 0a $"));
	T(ident("$Id: a b $", NULL) && ident("$Id: a\n$", NULL));
	T(ident("$Id", NULL) && ident("$Id:", NULL) && ident("", NULL));
	T(ident("$$Id$$", "$$Id: 0a $$") && ident("$id$", NULL));
	T(ident("$Id$Id$", "$Id: 0a $Id$"));
}

static void
eols(void)
{
	T(eol(false, "a\nb\r\n\n", "a\r\nb\r\n\r\n"));
	T(eol(false, "a\r\n", NULL) && eol(false, "", NULL));
	T(eol(false, "\ra\n", "\ra\r\n"));
	T(eol(true, "a\n", "a\r\n") && eol(true, "a\r\nb\n", NULL));
	T(eol(true, "a\rb\n", NULL) && eol(true, "\1\n", NULL));
}

static int
plan(const struct attr *v, struct convert *c)
{
	return convert_plan(v, c);
}

static void
plans(void)
{
	struct attr v[CONVERT_NATTRS] = { { ATTR_NONE, { "", 0 } } };
	struct convert c;

	T(plan(v, &c) == 0 && !convert_needed(&c));
	v[2] = (struct attr){ ATTR_TEXT, STR("crlf") };
	T(plan(v, &c) == 0 && c.eol == EOL_CRLF);
	v[3] = (struct attr){ ATTR_TEXT, STR("auto") };
	T(plan(v, &c) == 0 && c.eol == EOL_CRLF_AUTO);
	v[3] = (struct attr){ ATTR_FALSE, STR("") };
	v[1] = (struct attr){ ATTR_TRUE, STR("") };
	T(plan(v, &c) == 0 && c.eol == EOL_KEEP);
	v[4] = (struct attr){ ATTR_TEXT, STR("utf8") };
	T(plan(v, &c) == 0 && c.encoding.n == 0);
	v[4].state = ATTR_TRUE;
	T(plan(v, &c) < 0);
}

static void
sets(void)
{
	struct convert c = { .encoding = STR("UTF-16LE-BOM") };
	bool bad;

	buf_reset(&out);
	T(convert_encoding(&c, &out, STR("a"), &bad) == 1 && !bad);
	T(str_eq(buf_str(&out), STR("\377\376a\0")));
	buf_reset(&out);
	T(convert_encoding(&c, &out, STR("\377"), &bad) == 0 && bad);
	T(out.n == 0);
	T(convert_encoding(&c, &out, STR(""), &bad) == 0 && !bad);
	c.encoding = STR("no-such-set");
	T(convert_encoding(&c, &out, STR("a"), &bad) == 0 && bad);
	T(recode_same(STR("utf8"), STR("UTF-8")));
	T(recode_same(STR("Latin1"), STR("latin1")));
	T(!recode_same(STR("UTF-16"), STR("UTF-8")));
	out.max = 8;
	T(recode(&out, STR("longer than that"), STR("UTF-32LE"), STR("UTF-8")) <
	    0);
}

int
main(void)
{
	idents();
	eols();
	plans();
	sets();
	buf_free(&out);
	return T_END();
}
