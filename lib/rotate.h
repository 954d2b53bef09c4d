/*
 * rotate.h - new recipients for every link of a chain: a key holder's job.
 * Headers change, what is sealed does not, so that the chain stands.
 */
#ifndef TAMIS_ROTATE_H
#define TAMIS_ROTATE_H

#include "signkey.h"
#include "unlock.h"

enum { ROTATE_WHY = 512 };

struct rotate {
	const char *dir;
	struct unlock *unlock;
	const struct keys *to;
	const struct signkey *signers;
	size_t nsigners;
};

/* How many links; -1 and why: those before are done, and doing it again
   goes on. */
int rotate_run(const struct rotate *r, char why[ROTATE_WHY]);

#endif
