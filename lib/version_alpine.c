#include "base.h"
#include "str.h"
#include "version.h"

/*
 * Alpine: number{.number}{letter}{_suffix{number}}{~hash}{-r#}, as
 * apk-package(5) has it. What is left over makes a version lesser; two that
 * break the form before "-r" compare as text.
 */
struct apk {
	struct str numbers, suffixes, revision, rest;
	char letter;
	bool broken;
};

/* In their order; what has none stands at NO_SUFFIX. */
static const char *const suffixes[] = { "alpha", "beta", "pre", "rc", "", "cvs",
	"svn", "git", "hg", "p" };
enum { NO_SUFFIX = 4 };

/* "_rc2" at *s, cut off it: its place in the order, or -1. */
static int
take_suffix(struct str *s, struct str *number)
{
	struct str rest;

	if (!str_starts(*s, STR("_")))
		return -1;
	for (int i = 0; i < (int)LEN(suffixes); i++) {
		struct str name = str_of(suffixes[i]);

		rest = str_sub(*s, 1, s->n);
		/* "_p" begins "_pre" too, which stands before it. */
		if (i == NO_SUFFIX || !str_starts(rest, name))
			continue;
		rest = str_sub(rest, name.n, rest.n);
		*number = version_take_digits(&rest);
		*s = rest;
		return i;
	}
	return -1;
}

static void
split(struct str v, struct apk *a)
{
	struct str number, rest = v;

	*a = (struct apk){ .letter = 0 };
	while (version_take_digits(&rest).n > 0)
		if (rest.n && rest.p[0] == '.')
			rest = str_sub(rest, 1, rest.n);
	a->numbers = str_sub(v, 0, v.n - rest.n);
	if (rest.n && rest.p[0] >= 'a' && rest.p[0] <= 'z') {
		a->letter = rest.p[0];
		rest = str_sub(rest, 1, rest.n);
	}
	a->suffixes = rest;
	while (take_suffix(&rest, &number) >= 0)
		;
	a->suffixes = str_sub(a->suffixes, 0, a->suffixes.n - rest.n);
	if (str_starts(rest, STR("~")) && rest.n > 1 && str_hex(rest.p[1]) >= 0)
		for (rest = str_sub(rest, 1, rest.n);
		     rest.n && str_hex(rest.p[0]) >= 0;)
			rest = str_sub(rest, 1, rest.n);
	if (str_starts(rest, STR("-r"))) {
		rest = str_sub(rest, 2, rest.n);
		a->revision = version_take_digits(&rest);
	} else {
		a->broken = rest.n > 0;
	}
	a->rest = rest;
}

/* A leading zero makes any number but the first compare as text. */
static int
compare_numbers(struct str a, struct str b)
{
	for (bool first = true; a.n || b.n; first = false) {
		bool has_a = a.n > 0, has_b = b.n > 0;
		struct str x = version_take_digits(&a);
		struct str y = version_take_digits(&b);
		int c;

		if (!first && has_a && has_b &&
		    (x.p[0] == '0' || y.p[0] == '0'))
			c = version_sign(str_cmp(x, y));
		else
			c = version_digits(x, y);
		if (c != 0)
			return c;
		a = str_sub(a, 1, a.n);
		b = str_sub(b, 1, b.n);
	}
	return 0;
}

static int
compare_suffixes(struct str a, struct str b)
{
	while (a.n || b.n) {
		struct str x = STR(""), y = STR("");
		int i = take_suffix(&a, &x), k = take_suffix(&b, &y), c;

		c = (i < 0 ? NO_SUFFIX : i) - (k < 0 ? NO_SUFFIX : k);
		if (c == 0)
			c = version_digits(x, y);
		if (c != 0)
			return version_sign(c);
	}
	return 0;
}

int
version_alpine(struct str a, struct str b)
{
	struct apk x, y;
	int c;

	split(a, &x);
	split(b, &y);
	if (x.broken && y.broken)
		return version_sign(str_cmp(a, b));
	if ((c = compare_numbers(x.numbers, y.numbers)) != 0)
		return c;
	if (x.letter != y.letter)
		return x.letter < y.letter ? -1 : 1;
	if ((c = compare_suffixes(x.suffixes, y.suffixes)) != 0)
		return c;
	if ((c = version_digits(x.revision, y.revision)) != 0)
		return c;
	return (x.rest.n == 0) - (y.rest.n == 0);
}
