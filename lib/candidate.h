/*
 * candidate.h - what the rules claim about places, and which claim stands:
 * one truth a place, a vendor's rule over a generic one, the longest
 * over what it contains.
 */
#ifndef TAMIS_CANDIDATE_H
#define TAMIS_CANDIDATE_H

#include "ruleset.h"
#include "score.h"

/* Of those, so many on either side are looked at: a bound on hostile input. */
enum { CANDIDATES_MAX = 4096, CANDIDATES_NEAR = 128 };

struct candidate {
	const struct matcher *m;
	struct span match, secret;
	size_t public;	  /* bytes at the secret's start that may be shown */
	int severity;	  /* of the rule, moved by what checks found */
	unsigned entropy; /* of the secret, 1/100 bit a byte */
	bool proven;	  /* a checksum or structure says so */
	bool dead;	  /* another claim stands here */
	struct span pair; /* the other half; to == 0: none */
	bool settled;	  /* the pair was found where it was decoded */
	const struct guise *guise; /* of disguise.h; NULL: as it stands */
	bool pair_in;	    /* it is in the match, and is the secret proper */
	const char *reason; /* why it is believed; static text */
	struct score score; /* of the model; empty: no model was asked */
	bool weak;	    /* a door that everybody knows to be open */
	char note[96];	    /* "expired 2024-03-01", or "" */
	char account[16];   /* digits, or "" */
};

struct candidates {
	struct candidate *v; /* CANDIDATES_MAX */
	size_t n;
};

/* By the secret's place. */
void candidates_sort(struct candidates *c);

/*
 * Sort by place, join pairs, and mark the losers dead. Lines for pairs are
 * counted in text.
 */
void candidates_resolve(struct candidates *c, struct str text);

#endif
