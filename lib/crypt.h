/* crypt.h - the only door to libcrypto (and libsodium for Argon2id). */
#ifndef TAMIS_CRYPT_H
#define TAMIS_CRYPT_H

enum { SHA256_LEN = 32, AEAD_TAG = 16, AEAD_KEY = 32, AEAD_NONCE = 12 };

struct sha256; /* a running hash */
struct sha256 *sha256_new(void);
int sha256_add(struct sha256 *h, struct str s);
int sha256_end(struct sha256 *h, unsigned char out[SHA256_LEN]); /* frees h */
void sha256_free(struct sha256 *h);
int sha256_of(struct str s, unsigned char out[SHA256_LEN]);

/* 19 MiB, t=2, p=1, the fixed salt of tamis-records(5): about 6 ms. */
int argon2id_fp(struct str s, unsigned char out[32]);

int hmac_sha256(struct str key, struct str msg, unsigned char out[32]);
int hkdf_sha256(struct str ikm, struct str salt, struct str info,
    unsigned char *out, size_t n);

/* ChaCha20-Poly1305 without AAD. out takes n + AEAD_TAG, or n - AEAD_TAG.
   0, or -1: it did not authenticate (out is wiped), or no memory. */
struct aead;
struct aead *aead_new(const unsigned char key[AEAD_KEY]);
int aead_seal(struct aead *a, const unsigned char nonce[AEAD_NONCE],
    struct str in, unsigned char *out);
int aead_open(struct aead *a, const unsigned char nonce[AEAD_NONCE],
    struct str in, unsigned char *out);
void aead_free(struct aead *a);

/* scrypt with N = 2^logn, r = 8, p = 1: takes 2^(logn + 10) bytes. */
int scrypt_raw(
    struct str pass, struct str salt, unsigned logn, unsigned char out[32]);

/* X25519; -1 when the result is all zero. pub = NULL: the base point. out
   must not be one of the two others. */
int x25519(const unsigned char secret[32], const unsigned char pub[32],
    unsigned char out[32]);

int crypt_random(void *p, size_t n);
bool crypt_same(const void *a, const void *b, size_t n); /* constant time */
void crypt_wipe(void *p, size_t n);
/* Guarded, locked memory for keys; crypt_key_free wipes it. */
void *crypt_key_new(size_t n);
void crypt_key_free(void *p);
/* For crypt_ssh: the OSSL_LIB_CTX, or NULL. */
void *crypt_openssl(void);
/* From here on no core is dumped and no other process looks in. */
int crypt_no_core(void);

#endif
