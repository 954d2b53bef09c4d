#include "base.h"
#include "str.h"
#include "version.h"

#include <ctype.h>

/*
 * Maven: the "Version Order Specification" of its POM reference. Tokens
 * stand between dots, hyphens and where digits meet what is none; values
 * that say nothing are trimmed from the end and before each hyphen.
 */
enum { TOKENS_MAX = VERSION_MAX + 1 };

/* The places of qualifiers; a word of its own comes after all of them. */
enum { ALPHA, BETA, MILESTONE, RC, SNAPSHOT, NOTHING, SP, OTHER, NUMBER };

struct token {
	char prefix; /* '.', '-', or 0 at the begin */
	int what;
	bool pad;     /* made up to meet a token of the other version */
	struct str s; /* of a NUMBER or of OTHER */
};

struct maven {
	struct token v[TOKENS_MAX];
	size_t n;
};

static int
qualifier(struct str s, bool before_digit)
{
	static const struct {
		const char *name;
		int what;
		bool before_digit;
	} words[] = { { "alpha", ALPHA, false }, { "a", ALPHA, true },
		{ "beta", BETA, false }, { "b", BETA, true },
		{ "milestone", MILESTONE, false }, { "m", MILESTONE, true },
		{ "rc", RC, false }, { "cr", RC, false },
		{ "snapshot", SNAPSHOT, false }, { "", NOTHING, false },
		{ "ga", NOTHING, false }, { "final", NOTHING, false },
		{ "release", NOTHING, false }, { "sp", SP, false } };

	for (size_t i = 0; i < LEN(words); i++)
		if (str_ieq(s, str_of(words[i].name)) &&
		    (before_digit || !words[i].before_digit))
			return words[i].what;
	return OTHER;
}

static void
add(struct maven *m, char prefix, struct str s, bool before_digit)
{
	struct token t = { .prefix = prefix, .what = NUMBER, .s = s };

	if (s.n == 0)
		t.s = STR("0");
	else if (!version_is_number(s))
		t.what = qualifier(s, before_digit);
	if (m->n < TOKENS_MAX)
		m->v[m->n++] = t;
}

static bool
says_nothing(const struct token *t)
{
	return t->what == NOTHING ||
	    (t->what == NUMBER && version_digits(t->s, STR("0")) == 0);
}

static void
trim(struct maven *m)
{
	size_t i = m->n;

	/* i counts what is left to look at: the token at i - 1 is next. */
	while (i > 1) {
		if (says_nothing(&m->v[i - 1])) {
			memmove(
			    m->v + i - 1, m->v + i, (m->n - i) * sizeof(*m->v));
			m->n--;
			i--;
			continue;
		}
		while (i > 0 && m->v[i - 1].prefix != '-')
			i--;
		i = i > 0 ? i - 1 : 0;
	}
}

static void
split(struct str s, struct maven *m)
{
	char prefix = '\0';

	m->n = 0;
	for (;;) {
		struct str run = version_take_digits(&s);
		size_t n = 0;

		if (run.n == 0) {
			while (n < s.n && s.p[n] != '.' && s.p[n] != '-' &&
			    !isdigit((unsigned char)s.p[n]))
				n++;
			run = str_sub(s, 0, n);
			s = str_sub(s, n, s.n);
		}
		add(m, prefix, run, s.n && isdigit((unsigned char)s.p[0]));
		if (s.n == 0)
			break;
		prefix = '-';
		if (s.p[0] == '.' || s.p[0] == '-') {
			prefix = s.p[0];
			s = str_sub(s, 1, s.n);
		}
	}
	trim(m);
}

/* What stands for nothing beside t. */
static struct token
padding(const struct token *t)
{
	struct token p = { .prefix = t->prefix, .what = NOTHING, .pad = true };

	if (t->prefix == '.' && t->what != SP) {
		p.what = NUMBER;
		p.s = STR("0");
	}
	return p;
}

static int
text(struct str a, struct str b)
{
	for (size_t i = 0; i < a.n && i < b.n; i++) {
		int c = tolower((unsigned char)a.p[i]) -
		    tolower((unsigned char)b.p[i]);

		if (c != 0)
			return version_sign(c);
	}
	return (a.n > b.n) - (a.n < b.n);
}

/* ".word" < "-word" < "-number" < ".number" */
static int
by_prefix(const struct token *t)
{
	if (t->what == NUMBER)
		return t->prefix == '-' ? 2 : 3;
	return t->prefix == '-' ? 1 : 0;
}

static int
compare(const struct token *a, const struct token *b)
{
	bool x = a->what == NUMBER, y = b->what == NUMBER;
	int i, k;

	if (a->prefix != b->prefix)
		return version_sign(by_prefix(a) - by_prefix(b));
	if (x && y)
		return version_digits(a->s, b->s);
	if (x && !a->pad)
		return 1;
	if (y && !b->pad)
		return -1;
	/* A zero that was made up is a word without a place of its own. */
	i = x ? OTHER : a->what;
	k = y ? OTHER : b->what;
	if (i == OTHER && k == OTHER)
		return text(a->s, b->s);
	return version_sign(i - k);
}

int
version_maven(struct str a, struct str b)
{
	struct maven x, y;

	split(a, &x);
	split(b, &y);
	for (size_t i = 0; i < x.n || i < y.n; i++) {
		struct token s = i < x.n ? x.v[i] : padding(&y.v[i]);
		struct token t = i < y.n ? y.v[i] : padding(&x.v[i]);
		int c = compare(&s, &t);

		if (c != 0)
			return c;
	}
	return 0;
}
