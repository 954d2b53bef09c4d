/* verify.h - the files of one link: are they what its manifest says? */
#ifndef TAMIS_VERIFY_H
#define TAMIS_VERIFY_H

#include "chain.h"
#include "payload.h"
#include "unlock.h"

/* Without a key: 0, or -1 and why. */
int verify_link(struct vault *v, const struct trust *t, const struct link *l,
    char why[CHAIN_WHY]);
/* What it holds, into a directory, or NULL: only looked at. last: the refs
   are this link's. */
int verify_open(struct vault *v, struct unlock *u, const struct link *l,
    const char *into, bool last, char why[CHAIN_WHY]);

#endif
