#include "base.h"
#include "str.h"
#include "version.h"

#include <ctype.h>

/*
 * Semantic Versioning 2.0.0, and those who took it for a start: NuGet with a
 * fourth number and letters of either case, Pub with an order of builds.
 * What is less strict than that is ordered all the same: "v1", "1.2".
 */
struct semver {
	struct str number[4];
	size_t n;
	struct str pre; /* what stands behind the numbers, up to '+' */
	struct str build;
};

static void
split(struct str v, size_t max, struct semver *s)
{
	size_t plus;

	*s = (struct semver){ .n = 0 };
	if (v.n && (v.p[0] == 'v' || v.p[0] == 'V'))
		v = str_sub(v, 1, v.n);
	while (v.n && s->n < max) {
		struct str d = version_take_digits(&v);

		if (d.n)
			s->number[s->n++] = d;
		if (v.n == 0 || v.p[0] != '.')
			break;
		if (s->n < max)
			v = str_sub(v, 1, v.n);
	}
	plus = str_chr(v, '+', 0);
	s->pre = str_sub(v, 0, plus);
	if (plus != STR_NONE)
		s->build = str_sub(v, plus + 1, v.n);
	/* The hyphen that begins a prerelease is no part of its first field. */
	if (str_starts(s->pre, STR("-")))
		s->pre = str_sub(s->pre, 1, s->pre.n);
}

static int
compare_text(struct str a, struct str b, bool fold)
{
	size_t n = a.n < b.n ? a.n : b.n;

	for (size_t i = 0; i < n; i++) {
		int x = (unsigned char)a.p[i], y = (unsigned char)b.p[i];

		if (fold) {
			x = tolower(x);
			y = tolower(y);
		}
		if (x != y)
			return x < y ? -1 : 1;
	}
	return (a.n > b.n) - (a.n < b.n);
}

static int
compare_field(struct str a, struct str b, bool fold)
{
	bool x = version_is_number(a), y = version_is_number(b);

	if (x && y)
		return version_digits(a, b);
	if (x != y)
		return x ? -1 : 1;
	return compare_text(a, b, fold);
}

/* The next field between dots; an empty last one counts. */
static bool
next_field(struct str *s, bool *done, struct str *field)
{
	size_t dot = str_chr(*s, '.', 0);

	if (*done)
		return false;
	*done = dot == STR_NONE;
	*field = str_sub(*s, 0, dot);
	*s = *done ? STR("") : str_sub(*s, dot + 1, s->n);
	return true;
}

static int
compare_pre(struct str a, struct str b, bool fold)
{
	bool end_a = false, end_b = false;
	struct str x, y;
	int c;

	if (a.n == 0 || b.n == 0) /* a release comes after all before it */
		return (a.n == 0) - (b.n == 0);
	for (;;) {
		bool more_a = next_field(&a, &end_a, &x);
		bool more_b = next_field(&b, &end_b, &y);

		if (!more_a || !more_b)
			return (int)more_a - (int)more_b;
		if ((c = compare_field(x, y, fold)) != 0)
			return c;
	}
}

static int
compare(struct str a, struct str b, size_t max, struct semver v[2])
{
	split(a, max, &v[0]);
	split(b, max, &v[1]);
	for (size_t i = 0; i < max; i++) {
		int c = version_digits(v[0].number[i], v[1].number[i]);

		if (c != 0)
			return c;
	}
	return compare_pre(v[0].pre, v[1].pre, max == 4);
}

int
version_semver(struct str a, struct str b)
{
	struct semver v[2];

	return compare(a, b, 3, v);
}

int
version_nuget(struct str a, struct str b)
{
	struct semver v[2];

	return compare(a, b, 4, v);
}

int
version_pub(struct str a, struct str b)
{
	struct semver v[2];
	int c = compare(a, b, 3, v);

	return c ? c : compare_text(v[0].build, v[1].build, false);
}
