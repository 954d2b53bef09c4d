/* ecosystem.h - where packages come from, by OSV's names, and their names. */
#ifndef TAMIS_ECOSYSTEM_H
#define TAMIS_ECOSYSTEM_H

#include "buf.h"

enum eco {
	ECO_NONE, /* no feed of advisories; the purl is "generic" */
	ECO_ACTIONS,
	ECO_CONAN,
	ECO_CPAN,
	ECO_CRAN,
	ECO_CRATES,
	ECO_GO,
	ECO_HACKAGE,
	ECO_HEX,
	ECO_JULIA,
	ECO_MAVEN,
	ECO_NPM,
	ECO_NUGET,
	ECO_PACKAGIST,
	ECO_PUB,
	ECO_PYPI,
	ECO_RUBYGEMS,
	ECO_SWIFT,
	ECO_COCOAPODS,
	ECO_CONDA,
	ECO_DOCKER,
	ECO_GITHUB,
	ECO_TERRAFORM,
	ECO_COUNT
};

enum grammar {
	GRAMMAR_SEMVER,
	GRAMMAR_ALPINE,
	GRAMMAR_COMPOSER,
	GRAMMAR_CRAN,
	GRAMMAR_DEBIAN,
	GRAMMAR_GEM,
	GRAMMAR_HACKAGE,
	GRAMMAR_MAVEN,
	GRAMMAR_NUGET,
	GRAMMAR_PEP440,
	GRAMMAR_PUB,
	GRAMMAR_RPM
};

struct ecosystem {
	const char *osv;  /* as advisories name it; NULL: none does */
	const char *purl; /* a purl's type */
};

extern const struct ecosystem ecosystems[ECO_COUNT];

/* Of OSV's name, a suffix (":v3.18") left aside: 0, or -1. */
int ecosystem_grammar(struct str osv, enum grammar *g);
/* Every name that has a grammar; NULL-terminated, sorted. */
const char *const *ecosystem_names(void);
/* ECO_NONE: OSV's name of no ecosystem of ours. */
enum eco ecosystem_of(struct str osv);

/* Append a package's name as the feed writes it: PyPI in lower case with
   '-' for runs of "-_.", Packagist and NuGet in lower case. 0, or -1. */
int ecosystem_name(struct buf *out, enum eco e, struct str name);
/* Append a purl; a namespace is what stands before the name's last '/'
   (of Maven its ':'). version may be empty. 0, or -1. */
int ecosystem_purl(
    struct buf *out, enum eco e, struct str name, struct str version);

#endif
