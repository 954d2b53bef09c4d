#include "base.h"
#include "signers_line.h"
#include "str.h"

#include <time.h>

static int
fail(const char **why, const char *what)
{
	*why = what;
	return -1;
}

static bool
is_type(struct str word)
{
	return str_starts(word, STR("ssh-")) || str_starts(word, STR("sk-")) ||
	    str_starts(word, STR("ecdsa-sha2-"));
}

/* As far as a blank that no quotes hold. */
static bool
cut_field(struct str *line, struct str *field)
{
	bool quoted = false;
	size_t i = 0;

	*line = str_trim(*line);
	for (; i < line->n; i++) {
		char c = line->p[i];

		if (c == '"')
			quoted = !quoted;
		else if (!quoted && (c == ' ' || c == '\t'))
			break;
	}
	*field = str_sub(*line, 0, i);
	*line = str_sub(*line, i, line->n);
	return i > 0 && !quoted;
}

static struct str
unquote(struct str s)
{
	bool quoted = s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"';

	return quoted ? str_sub(s, 1, s.n - 1) : s;
}

static int
number(struct str s, size_t from, size_t n, uint64_t max)
{
	uint64_t v;

	return str_num(str_sub(s, from, from + n), max, &v) < 0 ? -1 : (int)v;
}

/* YYYYMMDD[HHMM[SS]][Z]; local time without the Z. */
static int
parse_time(struct str s, int64_t *out)
{
	bool utc = str_ends(s, STR("Z")) || str_ends(s, STR("z"));
	struct tm tm = { .tm_isdst = -1 }, made;
	time_t t;

	s.n -= utc;
	if (s.n != 8 && s.n != 12 && s.n != 14)
		return -1;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
	tm.tm_year = number(s, 0, 4, 9999) - 1900;
	tm.tm_mon = number(s, 4, 2, 12) - 1;
	tm.tm_mday = number(s, 6, 2, 31);
	tm.tm_hour = s.n > 8 ? number(s, 8, 2, 23) : 0;
	tm.tm_min = s.n > 8 ? number(s, 10, 2, 59) : 0;
	tm.tm_sec = s.n > 12 ? number(s, 12, 2, 59) : 0;
	if (tm.tm_mon < 0 || tm.tm_mday < 1 || tm.tm_hour < 0 ||
	    tm.tm_min < 0 || tm.tm_sec < 0)
		return -1;
	made = tm;
	t = utc ? timegm(&made) : mktime(&made);
	/* The 31st of a shorter month is another day. */
	if (t <= 0 || made.tm_mday != tm.tm_mday)
		return -1;
	*out = t;
	return 0;
}

static int
add_time(struct str value, int64_t *t, const char **why)
{
	if (*t != 0)
		return fail(why, "an option given twice");
	return parse_time(value, t) < 0 ?
	    fail(why, "a time that is no YYYYMMDD[HHMM[SS]][Z]") :
	    0;
}

static int
add_option(struct str option, struct signers_line *l, const char **why)
{
	size_t eq = str_chr(option, '=', 0);
	struct str name = str_sub(option, 0, eq), value = { "", 0 };

	if (eq != STR_NONE)
		value = unquote(str_sub(option, eq + 1, option.n));
	if (str_ieq(name, STR("cert-authority")))
		return fail(why,
		    "cert-authority: certificates are not "
		    "supported");
	if (value.n == 0)
		return fail(why, "an unknown option, or one without a value");
	if (str_ieq(name, STR("valid-after")))
		return add_time(value, &l->after, why);
	if (str_ieq(name, STR("valid-before")))
		return add_time(value, &l->before, why);
	if (!str_ieq(name, STR("namespaces")))
		return fail(why, "an unknown option, or one without a value");
	if (l->spaces.n)
		return fail(why, "an option given twice");
	l->spaces = value;
	return 0;
}

/* Commas inside quotes belong to a value. */
static int
parse_options(struct str s, struct signers_line *l, const char **why)
{
	bool quoted = false;
	size_t from = 0;

	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && s.p[i] == '"')
			quoted = !quoted;
		if (i < s.n && (quoted || s.p[i] != ','))
			continue;
		if (add_option(str_sub(s, from, i), l, why) < 0)
			return -1;
		from = i + 1;
	}
	if (l->after != 0 && l->before != 0 && l->before <= l->after)
		return fail(why, "valid-before comes before valid-after");
	return 0;
}

static int
check_type(struct str key, const char **why)
{
	struct str type;

	if (!str_word(&key, &type) || !is_type(type))
		return fail(why, "no SSH key in it");
	if (str_ends(type, STR("-cert-v01@openssh.com")))
		return fail(why, "a certificate, which is not supported");
	if (str_starts(type, STR("sk-")))
		return fail(why, "a security key, which is not supported");
	return 0;
}

/* A .pub file's: what follows the key is its comment. */
static struct str
comment_of(struct str key)
{
	struct str word;

	str_word(&key, &word);
	str_word(&key, &word);
	return str_trim(key);
}

int
signers_line_parse(struct str line, struct signers_line *l, const char **why)
{
	struct str field, rest = line;

	*l = (struct signers_line){
		.key = str_trim(line), .name = { "", 0 }, .spaces = { "", 0 }
	};
	if (!cut_field(&rest, &field))
		return fail(why, "a quote that does not end");
	if (is_type(field)) {
		l->name = comment_of(l->key);
		return check_type(l->key, why);
	}
	l->name = unquote(field);
	rest = l->key = str_trim(rest);
	if (rest.n == 0)
		return fail(why, "no SSH key in it");
	if (!cut_field(&rest, &field))
		return fail(why, "a quote that does not end");
	if (!is_type(field)) {
		if (parse_options(field, l, why) < 0)
			return -1;
		l->key = str_trim(rest);
	}
	return check_type(l->key, why);
}
