#include "base.h"
#include "str.h"
#include "version.h"

/* Debian: deb-version(7). RPM: rpmvercmp. Both: epoch, version, release. */
struct evr {
	struct str epoch, version, release;
};

/* '~' before the end, the end before letters, letters before the rest. */
static int
weight(struct str s, size_t i)
{
	int c = i < s.n ? (unsigned char)s.p[i] : 0;

	if (c == '~')
		return -1;
	if (c == 0)
		return 0;
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ? c : c + 256;
}

static struct str
take_other(struct str *s)
{
	size_t n = 0;
	struct str head;

	while (n < s->n && !(s->p[n] >= '0' && s->p[n] <= '9'))
		n++;
	head = str_sub(*s, 0, n);
	*s = str_sub(*s, n, s->n);
	return head;
}

static int
compare_deb(struct str a, struct str b)
{
	while (a.n || b.n) {
		struct str x = take_other(&a), y = take_other(&b);
		int c;

		for (size_t i = 0; i < x.n || i < y.n; i++)
			if ((c = weight(x, i) - weight(y, i)) != 0)
				return version_sign(c);
		x = version_take_digits(&a);
		y = version_take_digits(&b);
		if ((c = version_digits(x, y)) != 0)
			return c;
	}
	return 0;
}

int
version_debian(struct str a, struct str b)
{
	struct str v[2] = { a, b };
	struct evr e[2] = { { .epoch = STR("") } };
	int c;

	for (int i = 0; i < 2; i++) {
		size_t colon = str_chr(v[i], ':', 0), dash;

		if (colon != STR_NONE) {
			e[i].epoch = str_sub(v[i], 0, colon);
			v[i] = str_sub(v[i], colon + 1, v[i].n);
		}
		dash = str_rchr(v[i], '-');
		e[i].version = str_sub(v[i], 0, dash);
		e[i].release = dash == STR_NONE ?
		    STR("") :
		    str_sub(v[i], dash + 1, v[i].n);
	}
	if ((c = version_digits(e[0].epoch, e[1].epoch)) != 0)
		return c;
	if ((c = compare_deb(e[0].version, e[1].version)) != 0)
		return c;
	return compare_deb(e[0].release, e[1].release);
}

static bool
counts(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') || c == '~' || c == '^';
}

static int
head(struct str s)
{
	return s.n ? s.p[0] : 0;
}

/* What '~' and '^' decide: 2 when they do not, 3 when both were dropped. */
static int
compare_marks(struct str *a, struct str *b)
{
	for (int i = 0; i < 2; i++) {
		bool tilde = i == 0;
		bool x = head(*a) == (tilde ? '~' : '^');
		bool y = head(*b) == (tilde ? '~' : '^');

		if (x && y) {
			*a = str_sub(*a, 1, a->n);
			*b = str_sub(*b, 1, b->n);
			return 3;
		}
		if (x)
			return !tilde && b->n == 0 ? 1 : -1;
		if (y)
			return !tilde && a->n == 0 ? -1 : 1;
	}
	return 2;
}

static int
compare_run(struct str *a, struct str *b)
{
	struct str x = version_take_digits(a), y;

	if (x.n) {
		y = version_take_digits(b);
		return y.n ? version_digits(x, y) : 1;
	}
	x = version_take_letters(a);
	y = version_take_letters(b);
	return y.n ? version_sign(str_cmp(x, y)) : -1;
}

static int
compare_rpm(struct str a, struct str b)
{
	int c;

	if (a.n == 0 || b.n == 0)
		return (a.n > 0) - (b.n > 0);
	for (;;) {
		while (a.n && !counts(a.p[0]))
			a = str_sub(a, 1, a.n);
		while (b.n && !counts(b.p[0]))
			b = str_sub(b, 1, b.n);
		c = compare_marks(&a, &b);
		if (c == 3)
			continue;
		if (c != 2)
			return c;
		if (a.n == 0 || b.n == 0)
			return (a.n > 0) - (b.n > 0);
		if ((c = compare_run(&a, &b)) != 0)
			return c;
	}
}

int
version_rpm(struct str a, struct str b)
{
	struct str v[2] = { a, b };
	struct evr e[2];
	int c;

	for (int i = 0; i < 2; i++) {
		size_t colon = str_chr(v[i], ':', 0), dash;

		e[i].epoch = STR("0");
		if (colon != STR_NONE &&
		    (colon == 0 ||
			version_is_number(str_sub(v[i], 0, colon)))) {
			if (colon)
				e[i].epoch = str_sub(v[i], 0, colon);
			v[i] = str_sub(v[i], colon + 1, v[i].n);
		}
		dash = str_chr(v[i], '-', 0);
		e[i].version = str_sub(v[i], 0, dash);
		/* The dash stays: an empty release is more than none. */
		e[i].release =
		    dash == STR_NONE ? STR("") : str_sub(v[i], dash, v[i].n);
	}
	if ((c = compare_rpm(e[0].epoch, e[1].epoch)) != 0)
		return c;
	if ((c = compare_rpm(e[0].version, e[1].version)) != 0)
		return c;
	return compare_rpm(e[0].release, e[1].release);
}
