#include "base.h"
#include "buf.h"
#include "str.h"
#include "version.h"

/*
 * Versions of Python's packages from before PEP 440: words and numbers, a
 * number padded to eight digits, zeros dropped before a word, compared as
 * one text (setuptools' parse_version, as it once was documented).
 */
enum { PARTS_MAX = VERSION_MAX + 1, PAD = 8 };

struct legacy {
	struct str v[PARTS_MAX];
	size_t n;
};

/* What a word is compared as. */
static struct str
word(struct str s)
{
	if (str_ieq(s, STR("pre")) || str_ieq(s, STR("preview")) ||
	    str_ieq(s, STR("rc")))
		return STR("c");
	return str_ieq(s, STR("dev")) ? STR("@") : s;
}

static bool
is_zero(struct str s)
{
	return version_is_number(s) && s.n <= PAD &&
	    version_digits(s, STR("0")) == 0;
}

static void
add(struct legacy *l, struct str s)
{
	if (!version_is_number(s)) {
		/* A dash before what comes before a release says nothing. */
		if (str_cmp(s, STR("final")) < 0)
			while (l->n && str_eqz(l->v[l->n - 1], "final-"))
				l->n--;
		while (l->n && is_zero(l->v[l->n - 1]))
			l->n--;
	}
	if (l->n < PARTS_MAX)
		l->v[l->n++] = s;
}

static void
split(struct str s, struct legacy *l)
{
	l->n = 0;
	while (s.n) {
		struct str run = version_take_digits(&s);

		if (run.n) {
			add(l, run);
			continue;
		}
		run = version_take_letters(&s);
		if (run.n) {
			add(l, word(run));
			continue;
		}
		if (s.p[0] == '-')
			add(l, STR("final-"));
		s = str_sub(s, 1, s.n);
	}
	add(l, STR("final"));
}

static int
put(struct buf *b, const struct legacy *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct str s = l->v[i];

		if (!version_is_number(s) && buf_addc(b, '*') < 0)
			return -1;
		for (size_t k = s.n; version_is_number(s) && k < PAD; k++)
			if (buf_addc(b, '0') < 0)
				return -1;
		for (size_t k = 0; k < s.n; k++)
			if (buf_addc(b, (char)(s.p[k] | ' ')) < 0)
				return -1;
	}
	return 0;
}

int
version_legacy(struct str a, struct str b)
{
	struct buf x = { .max = 64u << 10 }, y = { .max = 64u << 10 };
	struct legacy l;
	int c = 0;

	split(a, &l);
	if (put(&x, &l) == 0) {
		split(b, &l);
		if (put(&y, &l) == 0)
			c = version_sign(str_cmp(buf_str(&x), buf_str(&y)));
	}
	buf_free(&x);
	buf_free(&y);
	return c;
}
