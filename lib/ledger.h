/*
 * ledger.h - what the repository remembers of its backup chains, so that a
 * folder that was rolled back, emptied or is not mounted is known. In
 * tamis/ in the git directory; where that cannot be written, nothing is
 * remembered.
 */
#ifndef TAMIS_LEDGER_H
#define TAMIS_LEDGER_H

#include "chain.h"

struct ledger {
	int dir;	/* -1: there is none */
	char name[80];	/* of the file */
	char path[512]; /* the same, for a person */
};

void ledger_open(struct ledger *l, const char *gitdir, const char *where);
/* Does the chain go on from what is remembered? 0, or -1 and why. */
int ledger_check(
    const struct ledger *l, const struct chain *c, char *why, size_t whylen);
void ledger_write(const struct ledger *l, uint64_t sequence,
    const unsigned char hash[MANIFEST_HASH]);
void ledger_close(struct ledger *l);

#endif
