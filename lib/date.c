#include "base.h"
#include "date.h"
#include "str.h"

#include <time.h>

enum { DAY_SECONDS = 86400, YEAR_MAX = 9999 };

static const int month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
	31 };

static bool
leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
days_of(int year, int month)
{
	return month_days[month] + (month == 1 && leap(year));
}

/* Days from 1970-01-01 to the first of January. */
static int32_t
new_year(int year)
{
	int before = year - 1;

	return (year - 1970) * 365 + (before / 4 - 1969 / 4) -
	    (before / 100 - 1969 / 100) + (before / 400 - 1969 / 400);
}

static int
digits(struct str s, size_t from, size_t to, int max)
{
	uint64_t n;

	/* str_num may one day take a sign; a date has none. */
	for (size_t i = from; i < to; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
	if (str_num(str_sub(s, from, to), (uint64_t)max, &n) < 0)
		return -1;
	return (int)n;
}

int
date_parse(struct str s, int32_t *day)
{
	int year, month, mday;

	if (s.n != DATE_LEN || s.p[4] != '-' || s.p[7] != '-')
		return -1;
	year = digits(s, 0, 4, YEAR_MAX);
	month = digits(s, 5, 7, 12);
	mday = digits(s, 8, 10, 31);
	if (year < 1970 || month < 1 || mday < 1 ||
	    mday > days_of(year, month - 1))
		return -1;
	*day = new_year(year) + mday - 1;
	for (int m = 0; m < month - 1; m++)
		*day += days_of(year, m);
	return 0;
}

void
date_put(int32_t day, char out[DATE_LEN + 1])
{
	int year = 1970 + day / 366, month = 0;

	while (year < YEAR_MAX && new_year(year + 1) <= day)
		year++;
	day -= new_year(year);
	while (month < 11 && day >= days_of(year, month))
		day -= days_of(year, month++);
	/* The masks state to the compiler that four and two digits do. */
	snprintf(out, DATE_LEN + 1, "%04u-%02u-%02u", (unsigned)year % 10000,
	    (unsigned)(month + 1) % 100, (unsigned)(day + 1) % 100);
}

int
date_now(int64_t *now)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	uint64_t seconds = (uint64_t)time(NULL), max;

	max = (uint64_t)new_year(YEAR_MAX) * DAY_SECONDS;
	if (epoch != NULL && *epoch != '\0' &&
	    str_num(str_of(epoch), max, &seconds) < 0)
		return -1;
	*now = (int64_t)seconds;
	return 0;
}

int
date_today(int32_t *day)
{
	int64_t now;

	if (date_now(&now) < 0)
		return -1;
	*day = (int32_t)(now / DAY_SECONDS);
	return 0;
}
