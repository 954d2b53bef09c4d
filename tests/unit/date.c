#include "base.h"
#include "date.h"
#include "str.h"
#include "../t.h"

#include <time.h>

static int
parse(const char *z)
{
	int32_t day;

	return date_parse(str_of(z), &day) < 0 ? -1 : day;
}

/* Both ways, against the C library, for each day of 130 years. */
static bool
same_as_libc(void)
{
	for (int32_t d = 0; d < 130 * 365; d++) {
		time_t t = (time_t)d * 86400;
		char want[32], got[DATE_LEN + 1];
		struct tm tm;

		gmtime_r(&t, &tm);
		strftime(want, sizeof(want), "%Y-%m-%d", &tm);
		date_put(d, got);
		if (strcmp(want, got) != 0 || parse(got) != d)
			return false;
	}
	return true;
}

int
main(void)
{
	static const char *const bad[] = { "", "2026-1-01", "2026-02-29",
		"2026-13-01", "2026-00-10", "2026-04-31", "2026-01-00",
		"1969-12-31", "2026/01/01", "+026-01-01", "2026-01-1x",
		" 2026-01-01", "2026-01-01 " };
	char out[DATE_LEN + 1];
	int32_t day;

	T(parse("1970-01-01") == 0);
	T(parse("2000-02-29") == 11016);
	T(parse("9999-12-31") > 0);
	T(same_as_libc());
	for (size_t i = 0; i < LEN(bad); i++)
		T(parse(bad[i]) == -1);
	date_put(parse("9999-12-31"), out);
	T(strcmp(out, "9999-12-31") == 0);
	setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
	T(date_today(&day) == 0);
	date_put(day, out);
	T(strcmp(out, "2023-11-14") == 0);
	setenv("SOURCE_DATE_EPOCH", "yesterday", 1);
	T(date_today(&day) == -1);
	unsetenv("SOURCE_DATE_EPOCH");
	T(date_today(&day) == 0 && day > 20000);
	return T_END();
}
