/*
 * version.h - which of two versions is the newer, by the rules of where
 * they come from. Numbers have any length; nothing is allocated.
 */
#ifndef TAMIS_VERSION_H
#define TAMIS_VERSION_H

#include "ecosystem.h"

enum { VERSION_MAX = 1024 }; /* bytes; a longer one has no order */

/*
 * Has it a place in the order? What a grammar does not allow but the
 * ecosystem's own tools order all the same, has: "0.9-doduo" of PyPI.
 */
bool version_ok(enum grammar g, struct str v);
/* -1, 0 or 1. Both must be version_ok. */
int version_cmp(enum grammar g, struct str a, struct str b);

/* ---- one for each grammar ------------------------------------------- */

typedef int version_order(struct str a, struct str b);

version_order version_alpine, version_composer, version_cran, version_debian,
    version_gem, version_hackage, version_legacy, version_maven, version_nuget,
    version_pep440, version_pub, version_rpm, version_semver;

/* ---- for these ------------------------------------------------------- */

int version_digits(struct str a, struct str b); /* as numbers; "" is 0 */
int version_sign(int c);
bool version_is_number(struct str s); /* digits, one at least */
/* The run of digits at *s, cut off it; may be empty. */
struct str version_take_digits(struct str *s);
struct str version_take_letters(struct str *s);

#endif
