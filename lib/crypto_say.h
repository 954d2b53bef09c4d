/* crypto_say.h - what was seen, held against the policy, as findings. */
#ifndef TAMIS_CRYPTO_SAY_H
#define TAMIS_CRYPTO_SAY_H

#include "sight.h"

struct crypto_say {
	const struct crypto_model *m;
	struct unit *u;
	struct emit *e;
	struct buf message, keys, subject;
	/* The last findings: one place is told one thing once. */
	struct {
		struct str rule;
		struct span span;
	} told[32];
	size_t ntold;
	struct span mac; /* the last call that takes a hash for its own */
};

/* A sight_each. */
int crypto_say(const struct sight *s, void *arg);

#endif
