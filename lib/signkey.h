/*
 * signkey.h - a key that signs, from its file: unlocked, or in an agent,
 * and in the form that its kind of file means.
 */
#ifndef TAMIS_SIGNKEY_H
#define TAMIS_SIGNKEY_H

#include "sig.h"

struct signkey {
	struct sigsec sec;
	const struct sig_format *format;
	bool whole; /* the message itself is signed: what signify reads */
	int agent;
};

/* Before the sandbox. fd: where a passphrase is read from, or -1. Ends the
   process when it cannot. k must not move after. */
void signkey_open(struct signkey *k, const char *path, int fd);
/* The signature of a text: 0, or -1 and *why. A minisign key makes one that
   signify reads too. name is told in the trusted comment. */
int signkey_sign(const struct signkey *k, struct str text, const char *name,
    struct buf *out, const char **why);
void signkey_close(struct signkey *k);

#endif
