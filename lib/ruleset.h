/*
 * ruleset.h - rules made ready to match: their anchors as literals, their
 * patterns compiled by the first thread that needs one.
 */
#ifndef TAMIS_RULESET_H
#define TAMIS_RULESET_H

#include "check.h"
#include "detector.h"
#include "rules.h"
#include "rx.h"
#include "word.h"

/* Longest match, and how far its proof may look: what a window overlaps. */
enum { MATCH_MAX = 16384, NEAR_MAX = RULE_DISTANCE_MAX };
enum { MARGIN_MAX = 2 * MATCH_MAX };

enum { MATCHER_CHECKS = 4 };

struct lazy; /* a pattern, and once compiled its rx */

struct matcher {
	const struct rule *rule;
	struct lazy *match;
	struct lazy *without; /* rule->without.n of them */
	const struct check *check[MATCHER_CHECKS];
	struct str args[MATCHER_CHECKS];
	size_t nchecks;
	const struct matcher *pair; /* must match nearby, or NULL */
	enum name_class assignment; /* generic.h judges such names, or */
	enum name_class model;	    /* such values at the pattern's place */
	bool off;		    /* --only named another */
};

struct anchor {
	const struct matcher *m;
	struct literal lit; /* .id is the index of this anchor */
};

struct ruleset {
	struct rules rules;
	struct matcher *matcher; /* rules.n, in their order */
	struct anchor *anchor;	 /* built-in ones first: ids stay the same */
	struct literal *literal; /* the same, as the driver wants them, and */
	size_t nanchors, nliterals; /* calls that reverse, as signs */
	struct lazy *lazy;
	size_t nlazy;
	struct lookup *lookup; /* for ruleset_hits */
};

/* NULL with *err set. */
struct ruleset *ruleset_new(const struct setup *s, struct setup_error *err);
void ruleset_free(struct ruleset *rs);

/* Compiled now or before; NULL: it cannot be (no memory). Thread-safe. */
const struct rx *lazy_rx(struct lazy *l);
struct lazy *lazy_at(struct lazy *l, size_t i);

/*
 * The hits of a short text without a Vectorscan database, by end. What
 * does not fit into max is left out.
 */
size_t ruleset_hits(
    const struct ruleset *rs, struct str text, struct hit *v, size_t max);
/* The same from *at on, which moves to where to go on; to the end of the
   text when all were given. */
size_t ruleset_some(const struct ruleset *rs, struct str text, size_t *at,
    struct hit *v, size_t max);
/* Behind the first call that reverses, from at on; or at: there is none. */
size_t ruleset_reverse(const struct ruleset *rs, struct str text, size_t at);

#endif
