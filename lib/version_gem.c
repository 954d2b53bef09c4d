#include "base.h"
#include "str.h"
#include "version.h"

/*
 * RubyGems: runs of digits and of letters; a letter makes a prerelease.
 * Zeros at the end of the numbers and at the end of it all do not count.
 */
enum { SEGMENTS_MAX = VERSION_MAX };

struct gem {
	struct str v[SEGMENTS_MAX];
	size_t n;
};

static bool
is_zero(struct str s)
{
	return version_is_number(s) && version_digits(s, STR("0")) == 0;
}

static void
split(struct str s, struct gem *g)
{
	size_t letters = STR_NONE, n, kept;

	g->n = 0;
	while (s.n && g->n < SEGMENTS_MAX) {
		struct str run = version_take_digits(&s);

		if (run.n == 0)
			run = version_take_letters(&s);
		if (run.n == 0) {
			/* "1.0-1" is "1.0.pre.1" to RubyGems. */
			run = s.p[0] == '-' ? STR("pre") : STR("");
			s = str_sub(s, 1, s.n);
		}
		if (run.n)
			g->v[g->n++] = run;
	}
	for (n = 0; n < g->n && letters == STR_NONE; n++)
		if (!version_is_number(g->v[n]))
			letters = n;
	n = letters == STR_NONE ? g->n : letters;
	for (kept = n; kept > 0 && is_zero(g->v[kept - 1]); kept--)
		;
	memmove(g->v + kept, g->v + n, (g->n - n) * sizeof(*g->v));
	g->n -= n - kept;
	while (g->n > kept && is_zero(g->v[g->n - 1]))
		g->n--;
}

int
version_gem(struct str a, struct str b)
{
	struct gem x, y;

	split(a, &x);
	split(b, &y);
	for (size_t i = 0; i < x.n || i < y.n; i++) {
		struct str s = i < x.n ? x.v[i] : STR("0");
		struct str t = i < y.n ? y.v[i] : STR("0");
		bool m = version_is_number(s), n = version_is_number(t);
		int c;

		if (m != n)
			return m ? 1 : -1;
		c = m ? version_digits(s, t) : version_sign(str_cmp(s, t));
		if (c != 0)
			return c;
	}
	return 0;
}
