#include "base.h"
#include "str.h"
#include "version.h"

#include <ctype.h>

/*
 * PEP 440; what is none of it is older than all that is, and compares as
 * setuptools did before it: word by word.
 */
struct part {
	bool given;
	char letter; /* of a prerelease: 'a', 'b', 'r' */
	struct str number;
};

struct pep440 {
	struct str epoch, release, local;
	struct part pre, post, dev;
};

/* One of the words at *s, with what may stand around it, cut off. */
struct word {
	const char *word;
	char letter;
};

static const struct word pres[] = { { "alpha", 'a' }, { "a", 'a' },
	{ "beta", 'b' }, { "b", 'b' }, { "preview", 'r' }, { "pre", 'r' },
	{ "rc", 'r' }, { "c", 'r' }, { NULL, 0 } };
static const struct word posts[] = { { "post", 'p' }, { "rev", 'p' },
	{ "r", 'p' }, { NULL, 0 } };
static const struct word devs[] = { { "dev", 'd' }, { NULL, 0 } };

static bool
starts(struct str s, const char *word)
{
	return str_ieq(str_sub(s, 0, strlen(word)), str_of(word));
}

static struct str
skip_separator(struct str s)
{
	return s.n && strchr("-_.", s.p[0]) ? str_sub(s, 1, s.n) : s;
}

static void
take_part(struct str *s, const struct word *words, struct part *p)
{
	struct str rest = skip_separator(*s), tail;

	for (const struct word *w = words; w->word; w++) {
		if (!starts(rest, w->word))
			continue;
		*s = str_sub(rest, strlen(w->word), rest.n);
		tail = skip_separator(*s);
		p->number = version_take_digits(&tail);
		p->letter = w->letter;
		p->given = true;
		/* A separator belongs to it only before a number. */
		if (p->number.n)
			*s = tail;
		return;
	}
}

static bool
is_local(struct str s)
{
	bool due = true; /* a letter or a digit must come */

	for (size_t i = 0; i < s.n; i++) {
		bool word = isalnum((unsigned char)s.p[i]) != 0;

		if (!word && (due || !strchr("-_.", s.p[i])))
			return false;
		due = !word;
	}
	return !due;
}

static bool
split(struct str s, struct pep440 *v)
{
	struct str rest, number;
	size_t plus;

	*v = (struct pep440){ .epoch = STR("") };
	s = str_trim(s);
	if (s.n && (s.p[0] == 'v' || s.p[0] == 'V'))
		s = str_sub(s, 1, s.n);
	plus = str_chr(s, '+', 0);
	if (plus != STR_NONE) {
		v->local = str_sub(s, plus + 1, s.n);
		if (!is_local(v->local))
			return false;
	}
	rest = s = str_sub(s, 0, plus);
	number = version_take_digits(&rest);
	if (number.n && rest.n && rest.p[0] == '!') {
		v->epoch = number;
		s = str_sub(rest, 1, rest.n);
	}
	rest = s;
	if (version_take_digits(&rest).n == 0)
		return false;
	while (rest.n > 1 && rest.p[0] == '.' &&
	    isdigit((unsigned char)rest.p[1])) {
		rest = str_sub(rest, 1, rest.n);
		(void)version_take_digits(&rest);
	}
	v->release = str_sub(s, 0, s.n - rest.n);
	take_part(&rest, pres, &v->pre);
	if (rest.n > 1 && rest.p[0] == '-' &&
	    isdigit((unsigned char)rest.p[1])) {
		rest = str_sub(rest, 1, rest.n);
		v->post = (struct part){ .given = true, .letter = 'p' };
		v->post.number = version_take_digits(&rest);
	} else {
		take_part(&rest, posts, &v->post);
	}
	take_part(&rest, devs, &v->dev);
	return rest.n == 0;
}

static int
compare_release(struct str a, struct str b)
{
	while (a.n || b.n) {
		struct str x = version_take_digits(&a);
		struct str y = version_take_digits(&b);
		int c = version_digits(x, y);

		if (c != 0)
			return c;
		a = str_sub(a, 1, a.n);
		b = str_sub(b, 1, b.n);
	}
	return 0;
}

/* "1.dev0" < "1a0" < "1" */
static int
rank_pre(const struct pep440 *v)
{
	if (v->pre.given)
		return 1;
	return v->dev.given && !v->post.given ? 0 : 2;
}

static int
compare_pre(const struct pep440 *a, const struct pep440 *b)
{
	int c = rank_pre(a) - rank_pre(b);

	if (c != 0 || !a->pre.given)
		return version_sign(c);
	if (a->pre.letter != b->pre.letter)
		return a->pre.letter < b->pre.letter ? -1 : 1;
	return version_digits(a->pre.number, b->pre.number);
}

/* Which comes first: the one with such a part, or the one without? */
static int
compare_part(const struct part *a, const struct part *b, int with)
{
	if (a->given != b->given)
		return a->given ? with : -with;
	return version_digits(a->number, b->number);
}

static struct str
take_local(struct str *s)
{
	size_t n = 0;
	struct str head;

	while (n < s->n && isalnum((unsigned char)s->p[n]))
		n++;
	head = str_sub(*s, 0, n);
	*s = str_sub(*s, n + 1, s->n);
	return head;
}

static int
compare_local(struct str a, struct str b)
{
	while (a.n && b.n) {
		struct str x = take_local(&a), y = take_local(&b);
		bool m = version_is_number(x), n = version_is_number(y);
		int c = 0;

		if (m != n)
			return m ? 1 : -1;
		if (m)
			c = version_digits(x, y);
		for (size_t i = 0; !m && c == 0 && i < x.n && i < y.n; i++)
			c = tolower((unsigned char)x.p[i]) -
			    tolower((unsigned char)y.p[i]);
		if (c == 0 && !m)
			c = (x.n > y.n) - (x.n < y.n);
		if (c != 0)
			return version_sign(c);
	}
	return (a.n > 0) - (b.n > 0);
}

int
version_pep440(struct str a, struct str b)
{
	struct pep440 x, y;
	bool m = split(a, &x), n = split(b, &y);
	int c;

	if (m != n)
		return m ? 1 : -1;
	if (!m)
		return version_legacy(a, b);
	if ((c = version_digits(x.epoch, y.epoch)) != 0 ||
	    (c = compare_release(x.release, y.release)) != 0 ||
	    (c = compare_pre(&x, &y)) != 0 ||
	    (c = compare_part(&x.post, &y.post, 1)) != 0 ||
	    (c = compare_part(&x.dev, &y.dev, -1)) != 0)
		return c;
	return compare_local(x.local, y.local);
}
