#include "base.h"
#include "recode.h"
#include "str.h"

#include <errno.h>
#include <iconv.h>

enum { NAME_MAX_BYTES = 64 }; /* of a character set */

static struct str
utf_rest(struct str s)
{
	s = str_sub(s, 3, s.n);
	return s.n && s.p[0] == '-' ? str_sub(s, 1, s.n) : s;
}

static bool
same_utf(struct str a, struct str b)
{
	return a.n >= 3 && b.n >= 3 && str_ieq(str_sub(a, 0, 3), STR("utf")) &&
	    str_ieq(str_sub(b, 0, 3), STR("utf")) &&
	    str_ieq(utf_rest(a), utf_rest(b));
}

bool
recode_same(struct str a, struct str b)
{
	return same_utf(a, b) || str_ieq(a, b);
}

/* The official spelling of two names that not every iconv knows. */
static struct str
official(struct str name)
{
	if (same_utf(name, STR("UTF-8")))
		return STR("UTF-8");
	return str_ieq(name, STR("latin-1")) ? STR("ISO-8859-1") : name;
}

static iconv_t
open_pair(struct str to, struct str from)
{
	char t[NAME_MAX_BYTES], f[NAME_MAX_BYTES];

	if (to.n >= sizeof(t) || from.n >= sizeof(f))
		return (iconv_t)-1;
	snprintf(t, sizeof(t), "%.*s", FMT(to));
	snprintf(f, sizeof(f), "%.*s", FMT(from));
	return iconv_open(t, f);
}

/* Git does not ask for the shift sequence at the end, so neither is it here. */
static int
convert(iconv_t cd, struct buf *out, struct str in)
{
	union {
		const char *in;
		char *iconv; /* POSIX forgot the const */
	} from = { .in = in.p };
	size_t left = in.n;

	while (left > 0) {
		size_t room;
		char *to;

		if (buf_room(out, left + 64) < 0)
			return -1;
		to = out->p + out->n;
		room = out->cap - 1 - out->n;
		if (iconv(cd, &from.iconv, &left, &to, &room) == (size_t)-1 &&
		    errno != E2BIG)
			return 1;
		out->n = (size_t)(to - out->p);
	}
	return 0;
}

int
recode(struct buf *out, struct str in, struct str to, struct str from)
{
	size_t was = out->n;
	struct str bom = { "", 0 };
	iconv_t cd;
	int rc;

	if (same_utf(from, STR("UTF-16LE-BOM")))
		from = STR("UTF-16");
	if (same_utf(to, STR("UTF-16LE-BOM"))) {
		bom = STR("\377\376");
		to = STR("UTF-16LE");
	} else if (same_utf(to, STR("UTF-16BE-BOM"))) {
		bom = STR("\376\377");
		to = STR("UTF-16BE");
	}
	if ((cd = open_pair(to, from)) == (iconv_t)-1)
		cd = open_pair(official(to), official(from));
	if (cd == (iconv_t)-1)
		return 1;
	rc = buf_adds(out, bom);
	if (rc == 0)
		rc = convert(cd, out, in);
	iconv_close(cd);
	if (rc != 0)
		out->n = was;
	if (out->p)
		out->p[out->n] = '\0';
	return rc;
}
