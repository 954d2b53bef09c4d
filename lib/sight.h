/*
 * sight.h - the cryptography that one source file uses: each call or name
 * that a stanza of calls knows, with what its arguments say.
 */
#ifndef TAMIS_SIGHT_H
#define TAMIS_SIGHT_H

#include "crypto_model.h"
#include "usage.h"
#include "expr.h"

enum { SIGHT_SPECS = 24 };

struct sight {
	const struct call *call;
	const struct call_path *path;
	const struct ast_item *item;
	struct str name; /* as it was resolved */

	struct spec spec[SIGHT_SPECS]; /* what its arguments can mean */
	struct str from[SIGHT_SPECS];  /* in which words */
	const struct ast_item *at[SIGHT_SPECS];
	size_t nspec;
	bool unknown; /* it can mean something else, too */
	bool mixed;   /* a condition holds for one of the values */
	uint64_t number[POLICY_NUMBERS];
	bool known[POLICY_NUMBERS];

	struct {
		enum call_slot slot;
		struct str what; /* "a constant", "the time" */
		struct ast_node at;
	} weak[6]; /* keys and the like that can be predicted */
	size_t nweak;
	struct str url;
	enum usage usage;
	struct str word; /* that says so */
};

/* What is done with each; not 0 stops. */
typedef int sight_each(const struct sight *s, void *arg);
int sights(const struct crypto_model *m, uint32_t files, struct unit *u,
    sight_each *each, void *arg);

#endif
