/* crypt_ssh.h - of libcrypto and libsodium, what SSH keys alone need. */
#ifndef TAMIS_CRYPT_SSH_H
#define TAMIS_CRYPT_SSH_H

enum { SHA512_LEN = 64, RSA_MIN_BITS = 2048, RSA_MAX_BITS = 16384 };

int sha512_of(struct str s, unsigned char out[SHA512_LEN]);

/* Both ways are one. out takes in.n bytes and may be in. */
int aes256_ctr(const unsigned char key[32], const unsigned char iv[16],
    struct str in, unsigned char *out);

/* The public key of a seed. */
int ed25519_pub(const unsigned char seed[32], unsigned char pub[32]);
/* -1: no point of the curve, or one of low order. */
int ed25519_pub_to_x25519(const unsigned char pub[32], unsigned char out[32]);
int ed25519_seed_to_x25519(const unsigned char seed[32], unsigned char out[32]);

/* Numbers as SSH writes them: big-endian, a zero before a high bit. */
struct rsa_key {
	struct str n, e, d; /* d.n = 0: public */
};

size_t rsa_bits(struct str n);
/* For crypt_pkey: the EVP_PKEY, or NULL. */
struct evp_pkey_st *rsa_import(const struct rsa_key *k);
/*
 * OAEP with SHA-256 and a label of 64 bytes at most. rsa_seal writes as
 * many bytes as n has without its leading zero; rsa_open wants what was
 * sealed to be exactly len bytes. 0, or -1.
 */
int rsa_seal(const struct rsa_key *k, struct str label, struct str plain,
    unsigned char *out);
int rsa_open(const struct rsa_key *k, struct str label, struct str sealed,
    unsigned char *out, size_t len);

#endif
