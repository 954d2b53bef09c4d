/*
 * rules.h - rules for secrets, from stanzas; the fields are documented in
 * tamis-rules(5), which a test holds against the table in rulefield.c.
 */
#ifndef TAMIS_RULES_H
#define TAMIS_RULES_H

#include "arena.h"
#include "rule.h"

enum { RULES_MAX = 8192 };

struct rules {		/* all zero is valid and empty */
	struct rule *v; /* sorted by sieve, then id */
	size_t n, cap;
	struct arena mem;	  /* all strings are copies in here */
	const struct rule *twice; /* what rules_end refused, else NULL */
};

/*
 * Parse text and append its rules. A rule of another sieve than the one
 * asked for (NULL: all) is passed over, with whatever fields it has behind
 * its id; an id without one is of "secrets".
 * Patterns and checks are only copied: vet.h looks into them, which mkpatterns
 * does once for patterns/ and whoever reads a user's rules for those. 0,
 * or -1 with *w set.
 */
int rules_parse(struct rules *rs, const char *sieve, struct str file,
    struct str text, struct where *w);
/* Sort, and refuse an id given twice. 0, or -1 with *w and twice set. */
int rules_end(struct rules *rs, struct where *w);
/* By "id" or "sieve/id", after rules_end; or NULL. */
const struct rule *rules_find(const struct rules *rs, struct str id);
/* The line where a value of r stands; value is one of its slices. */
size_t rules_line(const struct rule *r, struct str value);
/* The fields there are, for suggestions; NULL-terminated. */
const char *const *rules_fields(void);
void rules_free(struct rules *rs);

#endif
