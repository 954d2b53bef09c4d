#include "base.h"
#include "version.h"
#include "str.h"

#include <ctype.h>

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int
version_sign(int c)
{
	return (c > 0) - (c < 0);
}

int
version_digits(struct str a, struct str b)
{
	while (a.n && a.p[0] == '0')
		a = str_sub(a, 1, a.n);
	while (b.n && b.p[0] == '0')
		b = str_sub(b, 1, b.n);
	if (a.n != b.n)
		return a.n < b.n ? -1 : 1;
	return a.n ? version_sign(memcmp(a.p, b.p, a.n)) : 0;
}

bool
version_is_number(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!digit(s.p[i]))
			return false;
	return s.n > 0;
}

static struct str
take(struct str *s, bool (*is)(char))
{
	struct str head;
	size_t n = 0;

	while (n < s->n && is(s->p[n]))
		n++;
	head = str_sub(*s, 0, n);
	*s = str_sub(*s, n, s->n);
	return head;
}

struct str
version_take_digits(struct str *s)
{
	return take(s, digit);
}

struct str
version_take_letters(struct str *s)
{
	return take(s, letter);
}

/* ---- CRAN: numbers between dots and dashes, the longer is greater ---- */

int
version_cran(struct str a, struct str b)
{
	struct str x, y;
	int c;

	while (a.n && b.n) {
		x = version_take_digits(&a);
		y = version_take_digits(&b);
		if ((c = version_digits(x, y)) != 0)
			return c;
		a = str_sub(a, 1, a.n);
		b = str_sub(b, 1, b.n);
	}
	return (a.n > 0) - (b.n > 0);
}

/* Numbers apart by one of the separators each. */
static bool
numbers(struct str v, const char *separators)
{
	for (;;) {
		if (version_take_digits(&v).n == 0)
			return false;
		if (v.n == 0)
			return true;
		if (strchr(separators, v.p[0]) == NULL)
			return false;
		v = str_sub(v, 1, v.n);
	}
}

int
version_hackage(struct str a, struct str b)
{
	return version_cran(a, b);
}

/* ---- which grammar takes what --------------------------------------- */

static version_order *const orders[] = {
	[GRAMMAR_SEMVER] = version_semver,
	[GRAMMAR_ALPINE] = version_alpine,
	[GRAMMAR_COMPOSER] = version_composer,
	[GRAMMAR_CRAN] = version_cran,
	[GRAMMAR_DEBIAN] = version_debian,
	[GRAMMAR_GEM] = version_gem,
	[GRAMMAR_HACKAGE] = version_hackage,
	[GRAMMAR_MAVEN] = version_maven,
	[GRAMMAR_NUGET] = version_nuget,
	[GRAMMAR_PEP440] = version_pep440,
	[GRAMMAR_PUB] = version_pub,
	[GRAMMAR_RPM] = version_rpm,
};

/* No version of anything holds these; a range does, or a mistake. */
static bool
foreign(struct str v)
{
	for (size_t i = 0; i < v.n; i++) {
		unsigned char c = (unsigned char)v.p[i];

		if (c <= ' ' || c == 0x7F || strchr("<>=,;|*()[]{}\"'`$\\", c))
			return true;
	}
	return v.n == 0 || v.n > VERSION_MAX;
}

static bool
begins_with_number(struct str v)
{
	if (v.n && (v.p[0] == 'v' || v.p[0] == 'V'))
		v = str_sub(v, 1, v.n);
	return v.n && digit(v.p[0]);
}

bool
version_ok(enum grammar g, struct str v)
{
	size_t colon = str_chr(v, ':', 0);

	if (foreign(v))
		return false;
	switch (g) {
	case GRAMMAR_SEMVER:
	case GRAMMAR_NUGET:
	case GRAMMAR_PUB: return begins_with_number(v);
	case GRAMMAR_CRAN: return numbers(v, ".-");
	case GRAMMAR_HACKAGE: return numbers(v, ".");
	case GRAMMAR_GEM: return isalnum((unsigned char)v.p[0]) != 0;
	case GRAMMAR_DEBIAN:
		return colon == STR_NONE ||
		    (version_is_number(str_sub(v, 0, colon)) &&
			colon + 1 < v.n);
	case GRAMMAR_ALPINE:
	case GRAMMAR_COMPOSER:
	case GRAMMAR_MAVEN:
	case GRAMMAR_PEP440:
	case GRAMMAR_RPM: break;
	}
	return true;
}

int
version_cmp(enum grammar g, struct str a, struct str b)
{
	return orders[g](a, b);
}
