#include "base.h"
#include "affected.h"
#include "arena.h"
#include "doc.h"
#include "str.h"
#include "../t.h"

static struct arena mem = { .max = 1u << 20 };

/* An affected[] of OSV becomes this line. */
static bool
becomes(enum grammar g, const char *json, const char *want, size_t odd)
{
	struct doc d = { .n = 0 };
	size_t got_odd = 0;
	struct str got = { "", 0 };

	if (doc_json(&d, str_of(json)) == 0)
		got = affected_of(g, d.root, &mem, &got_odd);
	if (!str_eqz(got, want))
		printf("# %.*s\n", FMT(got));
	doc_free(&d);
	return str_eqz(got, want) && got_odd == odd;
}

#define RANGE(events) "{\"type\": \"SEMVER\", \"events\": [" events "]}"
#define FROM(v) "{\"introduced\": \"" v "\"}"
#define FIXED(v) ", {\"fixed\": \"" v "\"}"
#define CUSTOM(range) "\"ecosystem_specific\": {\"custom_ranges\": [" range "]}"

static void
lines(void)
{
	enum grammar g = GRAMMAR_SEMVER;

	T(becomes(g, "{\"ranges\": [" RANGE(FROM("0") FIXED("1.2")) "]}",
	    ">=0 <1.2", 0));
	T(becomes(g,
	    "{\"ranges\": [" RANGE(FROM("2.0") FIXED("2.1") ", " FROM("0")
		    FIXED("1.2")) ", {\"type\": \"GIT\"}]}",
	    ">=0 <1.2 >=2.0 <2.1", 0));
	/* Custom ranges count where the plain ones have no end, and have an
	   order themselves. */
	T(becomes(g,
	    "{\"ranges\": [" RANGE(FROM("0")) "], " CUSTOM(
		RANGE(FROM("0") FIXED("0.13.4"))) "}",
	    ">=0 <0.13.4", 0));
	T(becomes(g,
	    "{\"ranges\": [" RANGE(FROM("0") FIXED("0.3")) "], " CUSTOM(
		RANGE(FROM("3.0") FIXED("3.5"))) "}",
	    ">=0 <0.3", 0));
	T(becomes(g,
	    "{\"ranges\": [" RANGE(FROM("0")) "], " CUSTOM(
		RANGE(FROM("0") FIXED("edge"))) "}",
	    ">=0", 0));
	/* Versions that the ranges have already are not said again. */
	T(becomes(g,
	    "{\"ranges\": [" RANGE(
		FROM("0") FIXED("1.2")) "],"
					"\"versions\": [\"1.0\", \"3.0\"]}",
	    ">=0 <1.2|=3.0", 0));
	T(becomes(g,
	    "{\"ranges\": [" RANGE(
		FROM("0") FIXED("next")) "],"
					 "\"versions\": [\"1.0\"]}",
	    "=1.0", 1));
	T(becomes(g,
	    "{\"ranges\": [" RANGE(FROM(
		"0")) "], \"database_specific\":"
		      "{\"last_known_affected_version_range\": \"<= 1.4\"}}",
	    ">=0 <=1.4", 0));
	T(becomes(g, "{}", "", 0));
}

static bool
has(const char *ranges, const char *version)
{
	return affected_has(GRAMMAR_SEMVER, str_of(ranges), str_of(version));
}

int
main(void)
{
	struct str fix;
	size_t at = 0;

	lines();
	T(has(">=0 <1.2", "1.1.9") && !has(">=0 <1.2", "1.2.0"));
	T(has(">=0 <1.2", "0.0.0-a"));
	T(has(">=1.0 <=1.5", "1.5.0") && !has(">=1.0 <=1.5", "1.5.1"));
	T(!has(">=1.0 <=1.5", "0.9.0"));
	T(has(">=0 <1 >=2 <3", "2.5.0") && !has(">=0 <1 >=2 <3", "1.5.0"));
	T(has(">=0 <1|=1.5.0", "1.5.0") && !has(">=0 <1|=1.5.0", "1.5.1"));
	T(has(">=0 !1.5", "1.4.0") && !has(">=0 !1.5", "1.5.0"));
	T(has(">=0 !*", "99.0.0"));
	T(has("=odd|>=0 <9", "odd") && !has(">=0 <9", "odd"));
	T(affected_fix(STR(">=0 <1 >=2 <3"), &at, &fix) && str_eqz(fix, "1"));
	T(affected_fix(STR(">=0 <1 >=2 <3"), &at, &fix) && str_eqz(fix, "3"));
	T(!affected_fix(STR(">=0 <1 >=2 <3"), &at, &fix));
	arena_free(&mem);
	return T_END();
}
