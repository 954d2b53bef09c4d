/* crypt_pkey.h - signatures with RSA and ECDSA keys. */
#ifndef TAMIS_CRYPT_PKEY_H
#define TAMIS_CRYPT_PKEY_H

#include "crypt_sign.h"
#include "crypt_ssh.h"

/* PKCS #1 v1.5 over a hash. out takes as many bytes as n has without its
   leading zero. 0, or -1. */
int rsa_sign(const struct rsa_key *k, enum digest d, struct str hash,
    unsigned char *out);
bool rsa_verify(
    const struct rsa_key *k, enum digest d, struct str hash, struct str sig);

struct ec_key {
	struct str curve;  /* as SSH names it: "nistp256" */
	struct str point;  /* not compressed */
	struct str scalar; /* empty: public */
};

enum { ECDSA_DER_MAX = 160 };

/* The signature is DER: a sequence of r and s. */
int ecdsa_sign(const struct ec_key *k, struct str hash,
    unsigned char der[ECDSA_DER_MAX], size_t *n);
bool ecdsa_verify(const struct ec_key *k, struct str hash, struct str der);

#endif
