#include "base.h"
#include "ecosystem.h"
#include "str.h"

#include <ctype.h>

const struct ecosystem ecosystems[ECO_COUNT] = {
	[ECO_NONE] = { NULL, "generic" },
	[ECO_ACTIONS] = { "GitHub Actions", "githubactions" },
	[ECO_CONAN] = { "ConanCenter", "conan" },
	[ECO_CPAN] = { NULL, "cpan" },
	[ECO_CRAN] = { "CRAN", "cran" },
	[ECO_CRATES] = { "crates.io", "cargo" },
	[ECO_GO] = { "Go", "golang" },
	[ECO_HACKAGE] = { "Hackage", "hackage" },
	[ECO_HEX] = { "Hex", "hex" },
	[ECO_JULIA] = { "Julia", "julia" },
	[ECO_MAVEN] = { "Maven", "maven" },
	[ECO_NPM] = { "npm", "npm" },
	[ECO_NUGET] = { "NuGet", "nuget" },
	[ECO_PACKAGIST] = { "Packagist", "composer" },
	[ECO_PUB] = { "Pub", "pub" },
	[ECO_PYPI] = { "PyPI", "pypi" },
	[ECO_RUBYGEMS] = { "RubyGems", "gem" },
	[ECO_SWIFT] = { "SwiftURL", "swift" },
	[ECO_COCOAPODS] = { NULL, "cocoapods" },
	[ECO_CONDA] = { NULL, "conda" },
	[ECO_DOCKER] = { NULL, "docker" },
	[ECO_GITHUB] = { NULL, "github" },
	[ECO_TERRAFORM] = { NULL, "terraform" },
};

/* Sorted. Which grammar an ecosystem has: its own documentation, and the
   ordering that the OSV schema names for it. */
static const struct {
	const char *name;
	enum grammar grammar;
} grammars[] = {
	{ "AlmaLinux", GRAMMAR_RPM },
	{ "Alpaquita", GRAMMAR_ALPINE },
	{ "Alpine", GRAMMAR_ALPINE },
	{ "Azure Linux", GRAMMAR_RPM },
	{ "BellSoft Hardened Containers", GRAMMAR_ALPINE },
	{ "Bioconductor", GRAMMAR_SEMVER },
	{ "Bitnami", GRAMMAR_SEMVER },
	{ "CRAN", GRAMMAR_CRAN },
	{ "Chainguard", GRAMMAR_ALPINE },
	{ "ConanCenter", GRAMMAR_SEMVER },
	{ "Debian", GRAMMAR_DEBIAN },
	{ "Docker Hardened Images", GRAMMAR_SEMVER },
	{ "Echo", GRAMMAR_DEBIAN },
	{ "GHC", GRAMMAR_SEMVER },
	{ "GitHub Actions", GRAMMAR_SEMVER },
	{ "Go", GRAMMAR_SEMVER },
	{ "Hackage", GRAMMAR_HACKAGE },
	{ "Hex", GRAMMAR_SEMVER },
	{ "Julia", GRAMMAR_SEMVER },
	{ "Mageia", GRAMMAR_RPM },
	{ "Maven", GRAMMAR_MAVEN },
	{ "MinimOS", GRAMMAR_ALPINE },
	{ "NuGet", GRAMMAR_NUGET },
	{ "Packagist", GRAMMAR_COMPOSER },
	{ "Photon OS", GRAMMAR_RPM },
	{ "Pub", GRAMMAR_PUB },
	{ "PyPI", GRAMMAR_PEP440 },
	{ "Red Hat", GRAMMAR_RPM },
	{ "Rocky Linux", GRAMMAR_RPM },
	{ "RubyGems", GRAMMAR_GEM },
	{ "SUSE", GRAMMAR_RPM },
	{ "SwiftURL", GRAMMAR_SEMVER },
	{ "Ubuntu", GRAMMAR_DEBIAN },
	{ "Wolfi", GRAMMAR_ALPINE },
	{ "crates.io", GRAMMAR_SEMVER },
	{ "npm", GRAMMAR_SEMVER },
	{ "openEuler", GRAMMAR_RPM },
	{ "openSUSE", GRAMMAR_RPM },
};

static struct str
without_suffix(struct str osv)
{
	return str_sub(osv, 0, str_chr(osv, ':', 0));
}

int
ecosystem_grammar(struct str osv, enum grammar *g)
{
	osv = without_suffix(osv);
	for (size_t i = 0; i < LEN(grammars); i++)
		if (str_eqz(osv, grammars[i].name)) {
			*g = grammars[i].grammar;
			return 0;
		}
	return -1;
}

const char *const *
ecosystem_names(void)
{
	static const char *names[LEN(grammars) + 1];

	for (size_t i = 0; i < LEN(grammars); i++)
		names[i] = grammars[i].name;
	return names;
}

enum eco
ecosystem_of(struct str osv)
{
	osv = without_suffix(osv);
	for (size_t i = 1; i < ECO_COUNT; i++)
		if (ecosystems[i].osv && str_eqz(osv, ecosystems[i].osv))
			return (enum eco)i;
	return ECO_NONE;
}

static char
lower(char c)
{
	return (char)tolower((unsigned char)c);
}

int
ecosystem_name(struct buf *out, enum eco e, struct str name)
{
	bool fold = e == ECO_PYPI || e == ECO_PACKAGIST || e == ECO_NUGET ||
	    e == ECO_ACTIONS;

	if (!fold)
		return buf_adds(out, name);
	for (size_t i = 0; i < name.n; i++) {
		char c = lower(name.p[i]);

		if (e == ECO_PYPI && (c == '_' || c == '.' || c == '-')) {
			if (i && strchr("-_.", name.p[i - 1]))
				continue;
			c = '-';
		}
		if (buf_addc(out, c) < 0)
			return -1;
	}
	return 0;
}

/* What a purl leaves as it is: RFC 3986's unreserved, and ':'. */
static int
percent(struct buf *out, struct str s, const char *also)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = (c < 0x80 && isalnum(c)) ||
		    (c && strchr("-._~:", c)) || (c && strchr(also, c));

		if ((plain ? buf_addc(out, (char)c) :
			     buf_addf(out, "%%%02X", c)) < 0)
			return -1;
	}
	return 0;
}

int
ecosystem_purl(struct buf *out, enum eco e, struct str name, struct str version)
{
	size_t colon = e == ECO_MAVEN ? str_chr(name, ':', 0) : STR_NONE;

	if (buf_addf(out, "pkg:%s/", ecosystems[e].purl) < 0)
		return -1;
	if (colon != STR_NONE) {
		if (percent(out, str_sub(name, 0, colon), "/") < 0 ||
		    buf_addc(out, '/') < 0)
			return -1;
		name = str_sub(name, colon + 1, name.n);
	}
	if (percent(out, name, "/") < 0)
		return -1;
	if (version.n == 0)
		return 0;
	return buf_addc(out, '@') < 0 ? -1 : percent(out, version, "");
}
