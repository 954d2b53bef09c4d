#include "base.h"
#include "str.h"
#include "version.h"
#include "../t.h"

/* Rising versions of an ecosystem, blanks between; '=' for the same. */
static const struct {
	const char *eco, *rising;
} orders[] = {
	{ "npm",
	    "0.9.9 1.0.0-0 1.0.0-2 1.0.0-11 1.0.0-a 1.0.0-a.1 1.0.0-a.b "
	    "1.0.0-alpha-1 1.0.0-rc.9 1.0.0-rc.10 1.0.0 = v1.0.0 = 1.0.0+b = "
	    "1.0 1.0.1 1.2.10 99999999999999999999.0.0 "
	    "100000000000000000000.0.0" },
	{ "crates.io", "0.1.0-alpha.1 0.1.0 = 0.1.0+x 0.1.1" },
	{ "Hex", "1.0.0-rc.0 1.0.0 1.10.0" },
	{ "Go",
	    "0.0.0-20180101000000-aaaaaaaaaaaa "
	    "0.0.0-20190101000000-000000000000 0.0.0 1.2.3 "
	    "1.2.4-0.20200101000000-bbbbbbbbbbbb 1.2.4-rc.1 "
	    "1.2.4-rc.1.0.20200101000000-bbbbbbbbbbbb 1.2.4 = "
	    "1.2.4+incompatible 1.19 = 1.19.0 1.19.1" },
	{ "PyPI",
	    "abc-x 0.5-foo 1.dev0 1.0a1.dev1 1.0a1 = 1.0-alpha.1 = 1.0ALPHA1 "
	    "1.0b2 1.0rc1 = 1.0c1 = 1.0-preview-1 1.0 = 1.0.0 = v1.0 1.0+ab "
	    "1.0+ab.1 1.0+5 1.0.post0.dev1 1.0.post0 1.0-1 = 1.0.post1 = "
	    "1.0-r1 "
	    "1.1.dev1 1.1 1.10 1!0.1" },
	{ "Maven",
	    "1.0-alpha-1 = 1.0a1 = 1.0-ALPHA-1 1.0-beta-2 1.0-m3 = "
	    "1.0-milestone-3 1.0-rc-1 = 1.0-cr-1 1.0-SNAPSHOT 1 = 1.0 = 1.0.0 "
	    "= "
	    "1-ga = 1.0.final = 1.0-release 1-sp 1-sp-1 1-foo 1-foo2 1-1 1.1 "
	    "1.2 1.10" },
	{ "RubyGems",
	    "1.0.a.2 = 1.0.a2 1.0.a10 1.0.b1 1.0.rc1 1.0 = 1 = 1.0.0 1.0.1 "
	    "1.2.b1 1.2 1.10" },
	{ "Packagist",
	    "dev-main 1.0-dev 1.0-alpha1 = 1.0a1 1.0-beta1 1.0-RC1 1.0 = v1.0 "
	    "1.0.0 1.0.1 1.0-p1 = 1.0pl1 1.10" },
	{ "NuGet",
	    "1.0.0-ALPHA = 1.0.0-alpha 1.0.0-beta.2 1.0.0-beta.10 1.0.0 = 1.0 "
	    "= "
	    "1.0.0.0 = 1.0.0+x 1.0.0.1-a 1.0.0.1 1.0.1" },
	{ "Pub", "1.0.0-a 1.0.0-a+1 1.0.0 1.0.0+1 1.0.0+2 1.0.1" },
	{ "CRAN", "0.01 = 0.1 0.01.0 = 0.1-0 0.1-2 0.9 0.75 1.0 1.0.0" },
	{ "Hackage", "0 0.9 0.11.3.0 1 1.0 1.0.0 1.0.0.1 1.1" },
	{ "Debian",
	    "1.0~~ 1.0~rc1-1 1.0 = 1.0-0 = 0:1.0 1.0-1~deb7u1 1.0-1 1.0-1+b1 "
	    "1.0a-1 1.0+dfsg-1 1.0.1 1.9 1.10 1:0.1" },
	{ "Ubuntu:22.04:LTS", "2.7.4+a-13ubuntu1 2.7.4+a-13+deb9u1" },
	{ "Red Hat:enterprise_linux:8",
	    "1.0~rc1 1.0 = 1.0 1.0^git1 1.0a = 1.0.a 1.0.1 1.1-1.el8 1.1-2.el8 "
	    "1.10 1:0.1" },
	{ "Alpine:v3.18",
	    "1.02.1 1.2_alpha 1.2_alpha2 1.2_beta 1.2_pre 1.2_rc1 1.2 = 1.2-r0 "
	    "1.2-r1 1.2-r10 1.2_git1 1.2_p1 1.2a 1.2b 1.10" },
};

static const struct {
	const char *eco, *version;
	bool ok;
} validity[] = {
	{ "npm", "latest", false },
	{ "npm", "", false },
	{ "npm", "^1.2.3", false },
	{ "npm", "1 || 2", false },
	{ "npm", "v1", true },
	{ "PyPI", ">=0.6.0,<1", false },
	{ "PyPI", "1.*", false },
	{ "PyPI", "0.9-doduo", true },
	{ "Maven", "[1,2)", false },
	{ "Maven", "${v}", false },
	{ "Maven", "Finchley.SR1", true },
	{ "CRAN", "1.x", false },
	{ "Hackage", "1-2", false },
	{ "Debian", "a:1", false },
	{ "Debian", "1:2", true },
	{ "RubyGems", "~> 1", false },
};

static const char *
rises(const char *eco, const char *text)
{
	static char why[128];
	struct str rest = str_of(text), a = STR(""), b;
	enum grammar g;
	int want = -1;

	if (ecosystem_grammar(str_of(eco), &g) < 0)
		return eco;
	while (str_word(&rest, &b)) {
		if (str_eqz(b, "=")) {
			want = 0;
			continue;
		}
		if (!version_ok(g, b) ||
		    (a.n &&
			(version_cmp(g, a, b) != want ||
			    version_cmp(g, b, a) != -want))) {
			snprintf(why, sizeof(why), "%s: %.*s %.*s", eco, FMT(a),
			    FMT(b));
			return why;
		}
		want = -1;
		a = b;
	}
	return NULL;
}

int
main(void)
{
	static char longest[VERSION_MAX + 2];
	enum grammar g;

	for (size_t i = 0; i < LEN(orders); i++) {
		const char *why = rises(orders[i].eco, orders[i].rising);

		if (why)
			printf("# %s\n", why);
		T(why == NULL);
	}
	for (size_t i = 0; i < LEN(validity); i++) {
		T(ecosystem_grammar(str_of(validity[i].eco), &g) == 0);
		T(version_ok(g, str_of(validity[i].version)) == validity[i].ok);
	}
	memset(longest, '1', sizeof(longest) - 1);
	T(!version_ok(GRAMMAR_SEMVER, str_of(longest)));
	T(version_ok(GRAMMAR_SEMVER, str_of(longest + 1)));
	T(ecosystem_grammar(STR("npmm"), &g) < 0);
	return T_END();
}
