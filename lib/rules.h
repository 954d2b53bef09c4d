/*
 * rules.h - rules for secrets, from stanzas; the fields are documented in
 * tamis-rules(5), which a test holds against the table in rules.c.
 */
#ifndef TAMIS_RULES_H
#define TAMIS_RULES_H

#include "arena.h"
#include "rec.h"

enum { RULES_MAX = 8192, RULE_LIST_MAX = 64 };

/* The words of a list field, or the lines of a repeated one. */
struct list {
	struct str *v;
	size_t n;
};

/* A run of bytes of one class before the anchor that belongs to the match. */
struct lookback {
	uint64_t set[4]; /* bit b: byte b belongs */
	size_t max;	 /* 0: the match starts at the keyword */
};

struct rule {
	struct str id;	  /* "github-pat", without the sieve */
	struct str sieve; /* "secrets" unless the id named one */
	struct str title; /* "GitHub personal access token" */
	enum severity severity;

	struct list keyword; /* literals that start an attempt, any case if */
	bool nocase;	     /* this is set */
	struct lookback back;
	struct str match;    /* PCRE2, tried once where the keyword stands */
	struct str secret;   /* the group that is the secret; "" = the whole */
	struct list check;   /* "name arg ..." each: see check.h */
	unsigned entropy;    /* floor in 1/100 bit a byte; 0 none */
	struct list context; /* words of which one must stand near ... */
	size_t distance;     /* ... within so many bytes; 0 = 256 */
	struct list without; /* patterns that, found in the secret, veto */
	struct list
	    placeholder;   /* values that are no secret, whole, any case */
	struct str pair;   /* the id of a rule whose match must be near */
	size_t pair_lines; /* within so many lines; 0 = 10 */
	struct list path, not_path; /* globs on the place of output */
	bool generic;		    /* yields to every rule that is not */
	bool guessable; /* a human may have chosen it: fp by Argon2id */

	struct str fix, why; /* what to do; why it matters: one line each */
	struct list revoke;  /* how to revoke it at the provider */
	struct list see;     /* where the format is documented */
	unsigned cwe;	     /* 798 unless said */
	struct list yes, no; /* templates that must and must not be found */

	struct str file; /* where it was read, for --explain */
	size_t line;
};

struct rules {
	struct rule *v; /* sorted by sieve, then id */
	size_t n;
	struct arena mem; /* all strings are copies in here */
};

/*
 * Parse text and append its rules. A rule of another sieve than the one
 * asked for is passed over; an id without one is of "secrets". 0, or -1
 * with *w set.
 */
int rules_parse(struct rules *rs, const char *sieve, struct str file,
    struct str text, struct where *w);
/* Sort, and refuse an id given twice. 0, or -1 with *w set. */
int rules_end(struct rules *rs, struct where *w);
const struct rule *rules_find(const struct rules *rs, struct str id);
/* The fields there are, for suggestions; NULL-terminated. */
const char *const *rules_fields(void);
void rules_free(struct rules *rs);

#endif
