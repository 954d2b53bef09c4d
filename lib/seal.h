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

/* The same of bytes as they come; the header is the first thing out. */
struct sealing;
struct sealing *sealing_new(
    struct flow_out *out, const struct keys *to, struct seal_fault *f);
size_t sealing_header(const struct sealing *s); /* its length */
int sealing_add(struct sealing *s, struct str bytes, struct seal_fault *f);
int sealing_end(struct sealing *s, struct seal_fault *f);
void sealing_free(struct sealing *s);

/* Asked for the passphrase of identity i, or of the file itself (KEYS'
   n): 0 and *phrase, or -1 and *why. */
typedef int seal_ask(void *arg, size_t i, struct str *phrase, const char **why);

/* Open: what was written to out is genuine, and whole only if this
   returns 0. Else -1 and *f. */
int seal_open(struct flow_in *in, struct flow_out *out, struct keys *ids,
    seal_ask *ask, void *arg, struct seal_fault *f);

/* The same file under a header for others; nothing else of it is touched,
   nor judged. */
struct seal_rewrap {
	struct flow_in *in;
	struct flow_out *out;
	struct keys *ids;
	const struct keys *to;
	seal_ask *ask;
	void *arg;
	size_t header; /* out: its length */
};
int seal_rewrap(struct seal_rewrap *r, struct seal_fault *f);

#endif
