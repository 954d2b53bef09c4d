#include "base.h"
#include "str.h"
#include "version.h"

/*
 * Packagist: PHP's version_compare. Parts are runs of digits and of what is
 * no digit; ".", "-", "_" and "+" stand between; words have an order.
 */
enum { MIDDLE = 4 }; /* where a number stands among the words */

struct part {
	struct str s;
	bool number;
};

static bool
separates(char c)
{
	return c == '.' || c == '-' || c == '_' || c == '+';
}

static bool
next_part(struct str *v, struct part *p)
{
	size_t n = 0;

	while (v->n && separates(v->p[0]))
		*v = str_sub(*v, 1, v->n);
	if (v->n == 0)
		return false;
	p->s = version_take_digits(v);
	p->number = p->s.n > 0;
	if (p->number)
		return true;
	while (n < v->n && !separates(v->p[n]) &&
	    !(v->p[n] >= '0' && v->p[n] <= '9'))
		n++;
	p->s = str_sub(*v, 0, n);
	*v = str_sub(*v, n, v->n);
	return true;
}

/* Where a word stands; a number, and what is no word, in the middle. */
static int
weight(struct str s)
{
	static const struct {
		const char *word;
		int weight;
	} words[] = { { "dev", 0 }, { "a", 1 }, { "b", 2 }, { "RC", 3 },
		{ "rc", 3 }, { "#", MIDDLE }, { "p", 5 } };

	for (size_t i = 0; i < LEN(words); i++)
		if (str_starts(s, str_of(words[i].word)))
			return words[i].weight;
	return 0;
}

static int
weigh(const struct part *p)
{
	return weight(p->number ? STR("#") : p->s);
}

/* What a version has more than the other, p and what follows in v. */
static int
rest(struct part p, struct str v)
{
	int w;

	do {
		if (p.number)
			return 1;
		if ((w = weigh(&p)) != MIDDLE)
			return w > MIDDLE ? 1 : -1;
	} while (next_part(&v, &p));
	return 0;
}

int
version_composer(struct str a, struct str b)
{
	struct part x, y;
	int c;

	if (a.n && (a.p[0] == 'v' || a.p[0] == 'V'))
		a = str_sub(a, 1, a.n);
	if (b.n && (b.p[0] == 'v' || b.p[0] == 'V'))
		b = str_sub(b, 1, b.n);
	for (;;) {
		bool more_a = next_part(&a, &x), more_b = next_part(&b, &y);

		if (!more_a && !more_b)
			return 0;
		if (!more_a)
			return -rest(y, b);
		if (!more_b)
			return rest(x, a);
		if (x.number && y.number)
			c = version_digits(x.s, y.s);
		else
			c = version_sign(weigh(&x) - weigh(&y));
		if (c != 0)
			return c;
	}
}
