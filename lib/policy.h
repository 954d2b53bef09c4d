/*
 * policy.h - what a policy says of an algorithm: stanzas as tamis-policy(5)
 * has them. It knows names and numbers, no source.
 */
#ifndef TAMIS_POLICY_H
#define TAMIS_POLICY_H

#include "algo.h"

enum verdict {
	VERDICT_SILENT,
	VERDICT_ACCEPTABLE,
	VERDICT_UNLISTED, /* not recommended: not the same as insecure */
	VERDICT_LEGACY,
	VERDICT_FORBIDDEN
};
extern const char *const verdicts[VERDICT_FORBIDDEN + 2];

enum policy_number {
	POLICY_BITS,
	POLICY_ITERATIONS,
	POLICY_COST,
	POLICY_NUMBERS
};

enum { POLICY_WHENS = 4, POLICY_NAMES = 64, POLICY_ROWS = 4096 };

struct policy_row {
	struct str id;
	enum algo_kind kind;
	struct str name[POLICY_NAMES]; /* none: all of the kind */
	struct str with[POLICY_NAMES]; /* and of these hashes; none: any */
	struct str use;		       /* "password": then only */
	size_t nname, nwith;
	struct policy_when {
		enum policy_number what;
		bool below; /* what < n; else what >= n */
		uint64_t n;
	} when[POLICY_WHENS];
	size_t nwhen;
	enum verdict verdict;
	struct str document, edition, section, until, note, basis, instead;
	size_t line;
};

struct policy {
	struct str name, title, note, silent; /* silent: whom to ask then */
	struct str file;
	struct policy_row *row;
	size_t n, cap;
	struct arena mem;
};

struct policy_question {
	enum algo_kind kind;
	struct str name, with, use;
	uint64_t number[POLICY_NUMBERS];
	bool known[POLICY_NUMBERS];
};

/* Names are held against the algorithms. 0, or -1 with *w. */
int policy_parse(struct policy *p, const struct algos *a, struct str file,
    struct str text, struct where *w);
void policy_free(struct policy *p);
/* The strictest row that speaks of it, or NULL: the policy is silent. */
const struct policy_row *policy_judge(
    const struct policy *p, const struct policy_question *q);

#endif
