#include "base.h"
#include "allow.h"
#include "baseline.h"
#include "str.h"

#include "../t.h"

#define TERMS "until=2027-05-31 by=anna legacy, ticket 4711\n"

static struct allow a;
static struct where w;

static int
parse(const char *text)
{
	allow_free(&a);
	return allow_parse(&a, str_of(text), &w);
}

static bool
says(const char *text, size_t line, const char *why)
{
	bool ok =
	    parse(text) == -1 && w.line == line && strstr(w.why, why) != NULL;

	if (!ok)
		printf("# %zu: %s\n", w.line, w.why);
	return ok;
}

static const struct acceptance *
find(const char *path, const char *rule, const char *keys)
{
	struct rec r = { .path = str_of(path),
		.line = 1,
		.col = 1,
		.rule = str_of(rule),
		.keys = str_of(keys) };

	return allow_find(&a, &r);
}

static void
lines(void)
{
	T(parse("") == 0 && a.n == 0);
	T(parse("# a comment\n\n  \t\r\n  # another\n") == 0 && a.n == 0);
	T(parse("\xef\xbb\xbf# byte order mark\n") == 0 && a.n == 0);
	T(parse("fp=5f1c9a0be2d44c17 " TERMS) == 0 && a.n == 1);
	T(str_eqz(a.v[0].reason, "legacy, ticket 4711"));
	T(parse("by=a\\x20b until=2027-05-31 path=x rule=s/r a  b=c # d\r\n") ==
	    0);
	T(a.n == 1 && str_eqz(a.v[0].by, "a b"));
	T(str_eqz(a.v[0].reason, "a  b=c # d"));
	T(parse("fp=5f1c9a0be2d44c17 until=2027-05-31 by=a x") == 0);
	T(a.n == 1);
}

static void
errors(void)
{
	T(says("#\nfp=5f1c9a0be2d44c17 untill=2027-05-31 by=a x\n", 2,
	    "unknown field 'untill'; did you mean 'until'?"));
	T(says("fp=5f1c9a0be2d44c17 until=2027-02-30 by=a x", 1, "is no date"));
	T(says("fp=5f1c9a0be2d44c17 by=a x", 1, "'until' is missing"));
	T(says("fp=5f1c9a0be2d44c17 until=2027-05-31 x", 1, "'by' is missing"));
	T(says("fp=5f1c9a0be2d44c17 until=2027-05-31 by=a", 1,
	    "the reason is missing"));
	T(says("until=2027-05-31 by=a x", 1, "'fp' is missing"));
	T(says("path=x " TERMS, 1, "'rule' is missing"));
	T(says("rule=a/b " TERMS, 1, "'path' is missing"));
	T(says("rule=ab path=x " TERMS, 1, "full id"));
	T(says("fp=- " TERMS, 1, "names nothing"));
	T(says("fp=5F1C9A0BE2D44C17 " TERMS, 1, "is no fp"));
	T(says("fp=5f1c9a0be2d44c1 " TERMS, 1, "is no fp"));
	T(says("fp=5f1c9a0be2d44c17 path=x " TERMS, 1, "stands alone"));
	T(says("fp=5f1c9a0be2d44c17 fp=5f1c9a0be2d44c17 " TERMS, 1, "twice"));
	T(says("until=2027-05-31 until=2027-05-31 x", 1, "twice"));
	T(says("rule=a/b path=a\\qb " TERMS, 1, "wrong escape"));
	T(says("rule=a/b path= " TERMS, 1, "is empty"));
	T(says("reason=x " TERMS, 1, "the reason comes last"));
	T(says("fp=5f1c9a0be2d44c17 until=2027-05-31 by=a x\x1b[1m", 1,
	    "control byte"));
}

static void
finding(void)
{
	const struct acceptance *e;
	size_t at = 0;

	T(parse("fp=2222222222222222 until=2026-01-01 by=a first\n"
		"rule=s/r path=tests/** until=2027-01-01 by=a tests\n"
		"fp=1111111111111111 until=2027-01-01 by=a one\n"
		"fp=2222222222222222 until=2028-01-01 by=a later\n"
		"rule=s/q path=/a? until=2027-01-01 by=a at the top\n") == 0);
	T(find("x", "s/r", "fp=3333333333333333") == NULL);
	e = find("x", "s/r", "fp=2222222222222222");
	T(e && e->line == 4);
	T(find("tests/a/b.c", "s/r", "fp=-") != NULL);
	T(find("./tests/a", "s/r", "fp=-") != NULL);
	T(find("/top/tests/a", "s/r", "fp=-") == NULL);
	a.top = STR("/top");
	T(find("/top/tests/a", "s/r", "fp=-") != NULL);
	T(find("../tests/a", "s/r", "fp=-") == NULL);
	a.below = STR("src/x");
	T(find("../../tests/a", "s/r", "fp=-") != NULL);
	T(find("../tests/a", "s/r", "fp=-") == NULL);
	T(find("../../../tests/a", "s/r", "fp=-") == NULL);
	a.below = STR("tests/x");
	T(find("../a", "s/r", "fp=-") != NULL);
	T(find("tests/a", "s/other", "fp=-") == NULL);
	T(find("a\\t", "s/q", "fp=-") != NULL);
	T(find("b/at", "s/q", "fp=-") == NULL);
	e = allow_unused(&a, &at);
	T(e && e->line == 3);
	T(allow_unused(&a, &at) == NULL);
}

static int
add(struct baseline *b, const char *path, const char *keys, enum severity sev)
{
	struct rec r = { .path = str_of(path),
		.line = 7,
		.col = 1,
		.severity = sev,
		.rule = STR("secrets/jwt"),
		.keys = str_of(keys) };

	return baseline_add(b, &r);
}

static void
baselines(void)
{
	struct terms t = { "2027-01-31", "Anna K", " why not " };
	struct buf out = { .max = 4096 }, tally = { .max = 99 };
	struct baseline b;

	baseline_init(&b);
	T(add(&b, "a", "fp=2222222222222222", SEV_HIGH) == 0);
	T(add(&b, "x y*[z]", "fp=-", SEV_HIGH) == 0);
	T(add(&b, "b", "fp=2222222222222222", SEV_HIGH) == 0);
	T(add(&b, "a", "fp=1111111111111111", SEV_LOW) == 0);
	T(add(&b, "a", "fp=3333333333333333", SEV_CRITICAL) == 0);
	T(add(&b, "a", "fp=4444444444444444\taccepted=x", SEV_LOW) == 0);
	baseline_end(&b);
	T(b.n == 3 && b.critical == 1);
	for (size_t i = 0; i < b.n; i++)
		T(baseline_put(&out, b.v[i].what, &t, &w) == 0);
	T(str_eqz(buf_str(&out),
	    "fp=1111111111111111 until=2027-01-31 by=Anna\\x20K why not\n"
	    "fp=2222222222222222 until=2027-01-31 by=Anna\\x20K why not\n"
	    "rule=secrets/jwt path=/x\\x20y??z] until=2027-01-31 "
	    "by=Anna\\x20K why not\n"));
	T(baseline_tally(&b, &tally) == 0);
	T(str_eqz(buf_str(&tally), "3 secrets"));
	T(parse(out.p) == 0 && a.n == 3);
	T(find("x y*[z]", "secrets/jwt", "fp=-") != NULL);
	T(find("d/x y*[z]", "secrets/jwt", "fp=-") == NULL);
	t.reason = "until=2029-01-01 x";
	T(baseline_put(&out, STR("fp=1111111111111111"), &t, &w) == -1);
	t.reason = "two\nlines";
	T(baseline_put(&out, STR("fp=1111111111111111"), &t, &w) == -1);
	T(baseline_head[0] == '#' && parse(baseline_head) == 0 && a.n == 0);
	buf_free(&out);
	buf_free(&tally);
	baseline_free(&b);
}

int
main(void)
{
	allow_init(&a);
	lines();
	errors();
	finding();
	baselines();
	allow_free(&a);
	return T_END();
}
