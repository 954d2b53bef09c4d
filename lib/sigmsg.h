/* sigmsg.h - the message of signatures, read once: its hashes, or all. */
#ifndef TAMIS_SIGMSG_H
#define TAMIS_SIGMSG_H

#include "sig.h"

enum { SIGMSG_WHOLE = 1 << 8, SIGMSG_WHOLE_MAX = 256 << 20 };

struct sigmsg {
	unsigned has; /* 1 << digest, SIGMSG_WHOLE */
	unsigned char hash[4][DIGEST_MAX];
	struct buf whole;
};

/* What a signature is over, as a bit of has. */
unsigned sigmsg_bit(bool whole, enum digest d);
/* Read to the end, in constant memory unless all of it is wanted: 0, or -1
   and *why. Free m in either case. */
int sigmsg_read(struct sigmsg *m, int fd, unsigned want, const char **why);
struct str sigmsg_of(const struct sigmsg *m, bool whole, enum digest d);
void sigmsg_free(struct sigmsg *m);

#endif
