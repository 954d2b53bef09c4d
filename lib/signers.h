/*
 * signers.h - keys that are trusted: public keys of minisign, signify and
 * SSH, and OpenSSH's allowed_signers, in any order in one file.
 */
#ifndef TAMIS_SIGNERS_H
#define TAMIS_SIGNERS_H

#include "sig.h"

enum { SIGNERS_MAX = 4096 };

/* { .a = { .max = ceiling } } is empty. */
struct signers {
	struct sig_key *v;
	size_t n, cap;
	struct arena a;
};

/* Add what the text lists, at least one: 0, or -1 and *w. */
int signers_parse(struct signers *k, struct str text, struct where *w);
/* A list of patterns with commas, '*', '?' and, before one, '!'. */
bool signers_match(struct str list, struct str name);
void signers_free(struct signers *k);

#endif
