/*
 * crypto_model.h - all that the crypto detector knows: languages, calls,
 * algorithms, policies, findings. Read-only once open, but for grammars'
 * queries, which are compiled by the first thread that needs one.
 */
#ifndef TAMIS_CRYPTO_MODEL_H
#define TAMIS_CRYPTO_MODEL_H

#include <stdatomic.h>

#include "ast.h"
#include "calls.h"
#include "detector.h"
#include "policy.h"

enum { CRYPTO_LANGS = 24, CRYPTO_POLICIES = 4 };

struct crypto_lang {
	struct str name, grammar, text, file;
	enum kind kind;
	uint32_t calls;	   /* bits of the files of calls it uses */
	bool spaces, bare; /* see unit.h */
	_Atomic(struct ast_lang *) ready;
};

struct crypto_model {
	struct algos algos;
	struct calls calls;
	struct crypto_lang lang[CRYPTO_LANGS];
	size_t nlang;
	struct policy policy[CRYPTO_POLICIES]; /* each silent: the next */
	size_t npolicy;
	struct rules rules;
	struct literal *literal;
	uint32_t *files; /* of each literal: who has such a call */
	size_t nliteral;
	bool inventory;
};

/* NULL with *err set. */
struct crypto_model *crypto_model_new(
    const struct setup *s, struct setup_error *err);
void crypto_model_free(struct crypto_model *m);
/* By the kind and the end of the name; NULL: none is known. */
const struct crypto_lang *crypto_lang(
    const struct crypto_model *m, struct str name, enum kind kind);
/* Its grammar and query, compiled now or before. NULL with *w. */
const struct ast_lang *crypto_ready(
    const struct crypto_lang *l, struct where *w);
/* All queries, for mkpatterns. 0, or -1 with *err. */
int crypto_model_vet(const struct crypto_model *m, struct setup_error *err);

#endif
