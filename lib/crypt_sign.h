/* crypt_sign.h - of libcrypto and libsodium, what signatures need. */
#ifndef TAMIS_CRYPT_SIGN_H
#define TAMIS_CRYPT_SIGN_H

enum { ED25519_PUB = 32, ED25519_SIG = 64, DIGEST_MAX = 64 };

enum digest { DIGEST_SHA256, DIGEST_SHA384, DIGEST_SHA512, DIGEST_BLAKE2B };

size_t digest_len(enum digest d);

struct hash; /* a running one */
struct hash *hash_new(enum digest d);
int hash_add(struct hash *h, struct str s);
int hash_end(struct hash *h, unsigned char out[DIGEST_MAX]); /* frees h */
void hash_free(struct hash *h);
int hash_of(enum digest d, struct str s, unsigned char out[DIGEST_MAX]);
int blake2b_256(struct str s, unsigned char out[32]);

int ed25519_sign(const unsigned char seed[32], struct str msg,
    unsigned char sig[ED25519_SIG]);
/* Keys of low order and a second spelling of a signature are refused. */
bool ed25519_verify(const unsigned char pub[ED25519_PUB], struct str msg,
    const unsigned char sig[ED25519_SIG]);

/* scrypt as libsodium chooses N, r and p from two limits. 0, or -1: no
   memory, or above 2 GiB or 4 times what libsodium calls sensitive. */
int scrypt_limits(struct str pass, const unsigned char salt[32], uint64_t ops,
    uint64_t mem, unsigned char *out, size_t n);

#endif
