#include "base.h"
#include "date.h"
#include "inline.h"
#include "str.h"
#include "../t.h"

#define MARK \
	"tamis:" \
	"allow "

static struct inline_allow a;

static enum inline_got
on(const char *line, const char *above)
{
	int32_t today = 0;

	date_parse(STR("2026-11-22"), &today);
	return inline_find(
	    str_of(line), str_of(above), STR("secrets/x"), today, &a);
}

int
main(void)
{
	const char *ok = "k # " MARK "secrets/x until=2026-11-22 of a test";
	const char *alone = "  <!-- " MARK "x until=2027-01-31 why -->";

	T(inline_any(STR("// " MARK "x")) && !inline_any(STR("tamis: allow")));
	T(on(ok, "") == INLINE_ACCEPTED && str_eqz(a.reason, "of a test"));
	T(str_eqz(a.until, "2026-11-22"));
	T(on("k", alone) == INLINE_ACCEPTED && str_eqz(a.reason, "why"));
	T(on("k", ok) == INLINE_NONE); /* not alone on its line */
	T(on("k /* " MARK "* until=2027-01-01 r */", "") == INLINE_ACCEPTED);
	T(on("k # " MARK "y until=2027-01-01 r", "") == INLINE_NONE);
	T(on("k # " MARK "data/x until=2027-01-01 r", "") == INLINE_NONE);
	T(on("k # " MARK "s*/x until=2027-01-01 r", "") == INLINE_ACCEPTED);
	T(on("k # tamis:"
	     "allowed x until=2027-01-01 r",
	      "") == INLINE_NONE);

	T(on("k # " MARK "x until=2026-11-21 r", "") == INLINE_REFUSED);
	T(a.expired);
	T(on("k /* " MARK "x until=2027-01-01 */ code", "") == INLINE_REFUSED);
	T(strcmp(a.why, "no reason") == 0);
	T(on("k # " MARK "x the reason", "") == INLINE_REFUSED);
	T(on("k # " MARK "x until=2027-02-30 r", "") == INLINE_REFUSED);
	T(on("k # " MARK "x until=2000-01-01 r; " MARK "x until=2027-01-01 r",
	      "") == INLINE_ACCEPTED);
	T(on("k # " MARK, "") == INLINE_NONE);
	return T_END();
}
