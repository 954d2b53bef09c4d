/* rulefield.h - the fields a rule's stanza may have, and their values. */
#ifndef TAMIS_RULEFIELD_H
#define TAMIS_RULEFIELD_H

#include "rule.h"

struct arena;

enum { RULEFIELD_MUST = 1, RULEFIELD_REPEAT = 2 };

/*
 * Put a value into the rule's member; slices of it are kept. NULL, or
 * what is wrong with it ("must be yes or no").
 */
typedef const char *rulefield_take(
    struct arena *mem, struct rule *r, void *member, struct str value);

struct rulefield {
	const char *name;
	size_t len;
	rulefield_take *take;
	size_t member; /* offset in struct rule */
	unsigned flags;
};

/* Sorted by name, ends in { NULL }; tamis-rules(5) lists the same. */
extern const struct rulefield rulefields[];
enum { RULEFIELD_COUNT = 30 };

#endif
