/*
 * seal.h - age files as streams: one pass, chunk by chunk, and no byte of
 * a chunk that did not authenticate.
 */
#ifndef TAMIS_SEAL_H
#define TAMIS_SEAL_H

#include "flow.h"
#include "keys.h"

enum seal_at { SEAL_READ, SEAL_WRITE, SEAL_OPEN, SEAL_SEAL };

/* What failed, for "cannot VERB 'THING': WHY". */
struct seal_fault {
	enum seal_at at;
	char why[160];
};

/* Seal all of in to the recipients: 0, or -1 and *f. */
int seal_put(
    int in, struct flow_out *out, const struct keys *to, struct seal_fault *f);

/* Asked for the passphrase of identity i, or of the file itself (KEYS'
   n): 0 and *phrase, or -1 and *why. */
typedef int seal_ask(void *arg, size_t i, struct str *phrase, const char **why);

/* Open: what was written to out is genuine, and whole only if this
   returns 0. Else -1 and *f. */
int seal_open(struct flow_in *in, struct flow_out *out, struct keys *ids,
    seal_ask *ask, void *arg, struct seal_fault *f);

#endif
