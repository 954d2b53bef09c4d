#include "base.h"
#include "convert.h"
#include "recode.h"
#include "str.h"

enum text { TEXT_UNKNOWN, TEXT_BINARY, TEXT_YES, TEXT_INPUT, TEXT_AUTO };

/* What git counts to guess whether bytes are text. */
struct stats {
	size_t nul, lonecr, lonelf, crlf, printable, odd;
};

static bool
is(const struct attr *a, struct str value)
{
	return a->state == ATTR_TEXT && str_eq(a->text, value);
}

static enum text
text_of(const struct attr *a)
{
	if (a->state == ATTR_TRUE)
		return TEXT_YES;
	if (a->state == ATTR_FALSE)
		return TEXT_BINARY;
	if (is(a, STR("input")))
		return TEXT_INPUT;
	return is(a, STR("auto")) ? TEXT_AUTO : TEXT_UNKNOWN;
}

int
convert_plan(const struct attr v[CONVERT_NATTRS], struct convert *c)
{
	enum text text = text_of(&v[3]);

	if (text == TEXT_UNKNOWN)
		text = text_of(&v[1]); /* the old name of the attribute */
	*c = (struct convert){ .ident = v[0].state == ATTR_TRUE };
	if (text != TEXT_BINARY && is(&v[2], STR("crlf")))
		c->eol = text == TEXT_AUTO ? EOL_CRLF_AUTO : EOL_CRLF;
	if (v[4].state == ATTR_TRUE)
		return -1;
	if (v[4].state == ATTR_TEXT && !recode_same(v[4].text, STR("UTF-8")))
		c->encoding = v[4].text;
	return 0;
}

bool
convert_needed(const struct convert *c)
{
	return c->ident || c->eol != EOL_KEEP || c->encoding.n > 0;
}

/*
 * in starts behind a '$'. How many bytes of it a keyword takes, its second
 * '$' included; 0 none is here; STR_NONE none can follow.
 */
static size_t
keyword(struct str in)
{
	size_t end, space;

	if (in.n < 3 || !str_starts(in, STR("Id")))
		return 0;
	if (in.p[2] == '$')
		return 3;
	if (in.p[2] != ':')
		return 0;
	if ((end = str_chr(in, '$', 3)) == STR_NONE)
		return STR_NONE;
	if (str_chr(str_sub(in, 0, end), '\n', 3) != STR_NONE)
		return 0;
	/* A blank inside: some other system's keyword, which git keeps. */
	space = str_chr(str_sub(in, 0, end), ' ', 4);
	if (space != STR_NONE && space + 1 < end)
		return 0;
	return end + 1;
}

int
convert_ident(struct buf *out, struct str in, const char *oid_hex)
{
	size_t was = out->n, at, n;
	bool any = false;

	while ((at = str_chr(in, '$', 0)) != STR_NONE) {
		n = keyword(str_sub(in, at + 1, in.n));
		if (n == STR_NONE)
			break;
		if (buf_add(out, in.p, at + 1) < 0)
			goto full;
		if (n > 0 && buf_addf(out, "Id: %s $", oid_hex) < 0)
			goto full;
		any |= n > 0;
		in = str_sub(in, at + 1 + n, in.n);
	}
	if (!any) {
		out->n = was;
		return 0;
	}
	if (buf_adds(out, in) == 0)
		return 1;
full:
	out->n = was;
	return -1;
}

static struct stats
gather(struct str in)
{
	struct stats s = { 0 };

	for (size_t i = 0; i < in.n; i++) {
		unsigned char c = (unsigned char)in.p[i];

		if (c == '\r' && i + 1 < in.n && in.p[i + 1] == '\n') {
			s.crlf++;
			i++;
		} else if (c == '\r') {
			s.lonecr++;
		} else if (c == '\n') {
			s.lonelf++;
		} else if (c == 127 ||
		    (c < 32 && c != '\b' && c != '\t' && c != '\f' &&
			c != '\033')) {
			s.nul += c == 0;
			s.odd++;
		} else {
			s.printable++;
		}
	}
	/* A DOS end of file is no reason to call a text binary. */
	if (in.n && in.p[in.n - 1] == '\032')
		s.odd--;
	return s;
}

static bool
eol_wanted(const struct convert *c, const struct stats *s)
{
	if (s->lonelf == 0)
		return false;
	if (c->eol == EOL_CRLF)
		return true;
	return s->lonecr == 0 && s->crlf == 0 && s->nul == 0 &&
	    s->printable >> 7 >= s->odd;
}

int
convert_eol(const struct convert *c, struct buf *out, struct str in)
{
	struct stats s;
	size_t at;

	if (c->eol == EOL_KEEP || in.n == 0)
		return 0;
	s = gather(in);
	if (!eol_wanted(c, &s))
		return 0;
	if (buf_room(out, in.n + s.lonelf) < 0)
		return -1;
	while ((at = str_chr(in, '\n', 0)) != STR_NONE) {
		bool has = at > 0 && in.p[at - 1] == '\r';

		if (buf_add(out, in.p, at) < 0 ||
		    buf_addz(out, has ? "\n" : "\r\n") < 0)
			return -1;
		in = str_sub(in, at + 1, in.n);
	}
	return buf_adds(out, in) < 0 ? -1 : 1;
}

int
convert_encoding(
    const struct convert *c, struct buf *out, struct str in, bool *bad)
{
	int rc;

	*bad = false;
	if (c->encoding.n == 0 || in.n == 0)
		return 0;
	rc = recode(out, in, c->encoding, STR("UTF-8"));
	*bad = rc == 1;
	return rc < 0 ? -1 : rc == 0;
}
