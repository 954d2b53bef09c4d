/* sshsign.h - a signature as an SSH key makes it: string kind, string sig. */
#ifndef TAMIS_SSHSIGN_H
#define TAMIS_SSHSIGN_H

#include "buf.h"
#include "sshkey.h"

/* Append the signature of data: 0, or -1 and *why. */
int sshsign_make(const struct sshpub *pub, const struct sshsec *sec,
    struct str data, struct buf *out, const char **why);
/* RSA with SHA-1 is refused, and a kind that is not the key's. */
bool sshsign_good(const struct sshpub *pub, struct str data, struct str sig);

#endif
