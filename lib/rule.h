/* rule.h - one rule for secrets, as its stanza in tamis-rules(5) says. */
#ifndef TAMIS_RULE_H
#define TAMIS_RULE_H

#include "rec.h"

/* How far away context may be, in bytes. */
enum { RULE_LIST_MAX = 64, RULE_DISTANCE_MAX = 4096 };

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
	struct list not_context; /* words of which none may stand near */
	size_t distance;	 /* ... within so many bytes; 0 = 256 */
	struct list without;	 /* patterns that, found in the secret, veto */
	struct list
	    placeholder;   /* values that are no secret, whole, any case */
	struct str model;  /* "password": the value is weighed as one */
	struct str pair;   /* the id of a rule whose match must be near */
	size_t pair_lines; /* within so many lines; 0 = 10 */
	struct list path, not_path; /* globs on the place of output */
	bool generic;		    /* yields to every rule that is not */
	bool stored;	/* a file for credentials: "password" is one, too */
	bool guessable; /* a human may have chosen it: fp by Argon2id */

	struct str fix, why; /* what to do; why it matters: one line each */
	struct list revoke;  /* how to revoke it at the provider */
	struct list see;     /* where the format is documented */
	unsigned cwe;	     /* 798 unless said */
	struct list yes, no; /* templates that must and must not be found */

	struct str file; /* where it was read, for --explain */
	size_t line;	 /* of its first field */
	struct str text; /* the stanza; the values above lie in it */
	size_t seq;	 /* how many were read before it */
};

#endif
