#include "base.h"
#include "idcheck_in.h"
#include "str.h"

/* Nobody who is in a register was born outside of these. */
enum { YEAR_FIRST = 1850, YEAR_LAST = 2035 };

struct parts {
	int year, month, day;
	size_t nyear;
};

/* The digits under the letters Y, M and D of the format. */
static bool
split(const struct idcheck *c, struct str v, struct parts *p)
{
	char in[IDCHECK_VALUE];
	size_t n;

	*p = (struct parts){ .month = 0 };
	if (!idcheck_take(&c->at, v, in, &n) || n != c->format.n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int d = in[i] - '0';

		if (d < 0 || d > 9)
			return false;
		switch (c->format.p[i]) {
		case 'Y':
			p->year = p->year * 10 + d;
			p->nyear++;
			break;
		case 'M': p->month = p->month * 10 + d; break;
		case 'D': p->day = p->day * 10 + d; break;
		default: break;
		}
	}
	return true;
}

/* The value without the largest offset that leaves something. */
static int
without(int value, const int *off, size_t n, int most)
{
	for (size_t i = 0; i < n; i++)
		if (value > off[i] && value <= off[i] + most)
			return value - off[i];
	return n ? 0 : value;
}

static bool
is_day(const struct parts *p)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30,
		31 };
	bool leap;

	if (p->month < 1 || p->month > 12 || p->day < 1 ||
	    p->day > days[p->month - 1])
		return false;
	if (p->nyear == 4 && (p->year < YEAR_FIRST || p->year > YEAR_LAST))
		return false;
	leap = p->year % 4 == 0 &&
	    (p->year % 100 != 0 || p->year % 400 == 0 || p->nyear < 4);
	return p->month != 2 || p->day < 29 || leap || p->nyear < 2;
}

bool
idcheck_date(const struct idcheck *c, struct str v)
{
	struct parts p;

	if (!split(c, v, &p))
		return false;
	p.month = without(p.month, c->month, c->nmonth, 12);
	p.day = without(p.day, c->day, c->nday, 31);
	/* What a format does not have is no part of the question. */
	if (str_chr(c->format, 'M', 0) == STR_NONE)
		p.month = 1;
	if (str_chr(c->format, 'D', 0) == STR_NONE)
		p.day = 1;
	return is_day(&p);
}

bool
idcheck_range(const struct idcheck *c, struct str v)
{
	char in[IDCHECK_VALUE];
	uint64_t value;
	size_t n;

	if (!idcheck_take(&c->at, v, in, &n) ||
	    str_num((struct str){ in, n }, UINT64_MAX, &value) < 0)
		return false;
	for (size_t i = 0; i < c->nrange; i++)
		if (value >= c->range[i].from && value <= c->range[i].to)
			return true;
	return false;
}

/* ISO/IEC 7812: which prefixes are given out, and with what length. */
bool
idcheck_issuer(const struct idcheck *c, struct str v)
{
	uint64_t head;

	for (size_t i = 0; i < c->nrange; i++) {
		const struct idrange *r = &c->range[i];

		if (v.n < r->digits || v.n > 63 ||
		    str_num(str_sub(v, 0, r->digits), UINT64_MAX, &head) < 0)
			continue;
		if (head >= r->from && head <= r->to &&
		    (r->lengths == 0 || r->lengths >> v.n & 1))
			return true;
	}
	return false;
}

bool
idcheck_among(const struct idcheck *c, struct str v)
{
	char in[IDCHECK_VALUE];
	size_t n;

	if (!idcheck_take(&c->at, v, in, &n))
		return false;
	for (size_t i = 0; i < c->nword; i++)
		if (str_eq(c->word[i], (struct str){ in, n }))
			return true;
	return false;
}

bool
idcheck_not(const struct idcheck *c, struct str v)
{
	return !idcheck_among(c, v);
}

/* AO 139b: one digit stands twice or three times, no other twice. */
bool
idcheck_repeat(const struct idcheck *c, struct str v)
{
	char in[IDCHECK_VALUE];
	unsigned seen[10] = { 0 }, more = 0;
	size_t n;

	if (!idcheck_take(&c->at, v, in, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (in[i] < '0' || in[i] > '9')
			return false;
		seen[in[i] - '0']++;
	}
	for (size_t i = 0; i < 10; i++) {
		more += seen[i] > 1;
		if (seen[i] > 3)
			return false;
	}
	return more == 1;
}

/* Not the same character all through. */
bool
idcheck_differ(const struct idcheck *c, struct str v)
{
	char in[IDCHECK_VALUE];
	size_t n;

	if (!idcheck_take(&c->at, v, in, &n))
		return false;
	for (size_t i = 1; i < n; i++)
		if (in[i] != in[0])
			return true;
	return false;
}
