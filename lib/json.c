#include "base.h"
#include "json.h"
#include "str.h"
#include "text.h"

enum { REPLACEMENT = 0xfffd, ASTRAL = 0x10000 };

/* The comma, and a name's key. */
static void
begin(struct json *j, const char *name)
{
	uint64_t bit = UINT64_C(1) << (j->depth & 63);

	if (j->more & bit)
		fputc(',', j->out);
	j->more |= bit;
	if (name)
		fprintf(j->out, "\"%s\":", name);
}

void
json_open(struct json *j, const char *name, char bracket)
{
	begin(j, name);
	fputc(bracket, j->out);
	j->depth++;
	j->more &= ~(UINT64_C(1) << (j->depth & 63));
}

void
json_close(struct json *j, char bracket)
{
	j->depth--;
	fputc(bracket, j->out);
}

static void
put_char(FILE *out, int32_t cp, struct str bytes)
{
	uint32_t c = cp < 0 ? REPLACEMENT : (uint32_t)cp;

	if (cp < 0)
		fputs("\\ufffd", out);
	else if (c == '"' || c == '\\')
		fprintf(out, "\\%c", (char)c);
	else if (c == '\n')
		fputs("\\n", out);
	else if (c == '\t')
		fputs("\\t", out);
	else if (!text_unsafe(c) && c != 0x2028 && c != 0x2029)
		fwrite(bytes.p, 1, bytes.n, out);
	else if (c < ASTRAL)
		fprintf(out, "\\u%04x", c);
	else
		fprintf(out, "\\u%04x\\u%04x", 0xd800 + ((c - ASTRAL) >> 10),
		    0xdc00 + ((c - ASTRAL) & 0x3ff));
}

static bool
plain(char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

void
json_str(struct json *j, const char *name, struct str s)
{
	size_t at = 0, from;

	begin(j, name);
	fputc('"', j->out);
	while (at < s.n) {
		int32_t cp;

		for (from = at; at < s.n && plain(s.p[at]); at++)
			;
		fwrite(s.p + from, 1, at - from, j->out);
		if (at == s.n)
			break;
		from = at;
		cp = utf8_next(s, &at);
		put_char(j->out, cp, str_sub(s, from, at));
	}
	fputc('"', j->out);
}

void
json_strz(struct json *j, const char *name, const char *z)
{
	json_str(j, name, str_of(z));
}

void
json_num(struct json *j, const char *name, uint64_t n)
{
	begin(j, name);
	fprintf(j->out, "%llu", (unsigned long long)n);
}

void
json_bool(struct json *j, const char *name, bool yes)
{
	begin(j, name);
	fputs(yes ? "true" : "false", j->out);
}

static size_t
digits(struct str s, size_t at)
{
	while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
		at++;
	return at;
}

bool
json_is_num(struct str s)
{
	size_t start = s.n && s.p[0] == '-', at = digits(s, start), more;

	if (at == start || (at > start + 1 && s.p[start] == '0'))
		return false;
	if (at < s.n && s.p[at] == '.') {
		more = digits(s, at + 1);
		if (more == at + 1)
			return false;
		at = more;
	}
	return at == s.n;
}

void
json_raw(struct json *j, const char *name, struct str number)
{
	begin(j, name);
	fwrite(number.p, 1, number.n, j->out);
}

void
json_line(struct json *j)
{
	fputc('\n', j->out);
}

struct str
json_cut(struct str s, size_t max)
{
	if (s.n <= max)
		return s;
	while (max > 0 && ((unsigned char)s.p[max] & 0xc0) == 0x80)
		max--;
	return str_sub(s, 0, max);
}
