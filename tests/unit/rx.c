#include "base.h"
#include "rx.h"
#include "str.h"

#include "../t.h"

static char why[160];

static int
at(const char *pattern, const char *text, size_t from, struct span *v)
{
	struct rx *rx = rx_new(str_of(pattern), why, sizeof(why));
	struct rx_thread *t = rx_thread_new();
	int rc = -2;

	if (rx && t)
		rc = rx_match_at(rx, t, str_of(text), from, v);
	rx_thread_free(t);
	rx_free(rx);
	return rc;
}

static int
find(const char *pattern, struct str text, struct span *v)
{
	struct rx *rx = rx_new(str_of(pattern), why, sizeof(why));
	struct rx_thread *t = rx_thread_new();
	int rc = -2;

	if (rx && t && (rc = rx_find(rx, t, text, 0, v)) >= 0)
		/* The second search uses what the first one compiled. */
		rc = rx_find(rx, t, text, 0, v) == rc ? rc : -3;
	rx_thread_free(t);
	rx_free(rx);
	return rc;
}

static bool
refused(struct str pattern)
{
	struct rx *rx = rx_new(pattern, why, sizeof(why));

	rx_free(rx);
	return rx == NULL && why[0] != '\0';
}

static void
test_shape(void)
{
	struct rx *rx =
	    rx_new(STR("(?<=ab)(?<secret>x+)(y)?"), why, sizeof(why));

	T(rx != NULL);
	T(rx_group(rx, "secret") == 1);
	T(rx_group(rx, "other") == -1);
	T(rx_groups(rx) == 2);
	T(!rx_empty(rx));
	T(rx_before(rx) == 2);
	rx_free(rx);
	rx = rx_new(STR("a*"), why, sizeof(why));
	T(rx && rx_empty(rx));
	rx_free(rx);
}

/* An attempt that would take years ends at the limit, and says so. */
static void
test_limit(void)
{
	static char a[4096];
	struct span v[RX_GROUPS];

	memset(a, 'a', sizeof(a) - 1);
	T(at("(a+)+(a+)+(a+)+(a+)+[bc]", a, 0, v) == -1);
}

int
main(void)
{
	struct span v[RX_GROUPS] = { 0 };

	T(at("a(b)?(c)", "xac", 1, v) == 1);
	T(v[0].from == 1 && v[0].to == 3);
	T(v[1].from == SIZE_MAX && v[2].from == 2 && v[2].to == 3);
	T(v[3].from == SIZE_MAX);
	T(at("a", "xa", 0, v) == 0);
	T(at("(?<=x)a", "xa", 1, v) == 1);
	T(at("\\ba", "xa", 1, v) == 0);
	T(at("a", "xa", 3, v) == 0);
	T(find("a.c", STR("xxabc"), v) == 1 && v[0].from == 2);
	T(find("a\\x00c", STR("xa\0c"), v) == 1 && v[0].from == 1);
	T(find("\\xff", STR("a\xff"), v) == 1);
	T(find("q", STR(""), v) == 0);
	T(find("(1)(2)(3)(4)(5)(6)(7)(8)(9)(a)(b)(c)(d)(e)(f)(g)(h)",
	      STR("123456789abcdefgh"), v) == 1);
	T(v[15].from == 14);
	T(refused(STR("a(")));
	T(strstr(why, "at byte 3") != NULL);
	T(refused(STR("\\C")));
	T(refused(STR("(*UTF)a")));
	T(refused(STR("[z-a]")));
	test_shape();
	test_limit();
	return T_END();
}
