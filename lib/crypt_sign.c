#include "base.h"
#include "crypt_sign.h"
#include "crypt.h"

#include <openssl/evp.h>
#include <sodium.h>

static const struct {
	const char *name;
	size_t len;
} digests[] = { [DIGEST_SHA256] = { "SHA256", 32 },
	[DIGEST_SHA384] = { "SHA384", 48 },
	[DIGEST_SHA512] = { "SHA512", 64 },
	[DIGEST_BLAKE2B] = { "BLAKE2B-512", 64 } };

static const unsigned char *
bytes(struct str s)
{
	return (const unsigned char *)(s.n ? s.p : "");
}

size_t
digest_len(enum digest d)
{
	return digests[d].len;
}

struct hash {
	EVP_MD_CTX *ctx;
};

struct hash *
hash_new(enum digest d)
{
	OSSL_LIB_CTX *lib = crypt_openssl();
	struct hash *h = lib ? calloc(1, sizeof(*h)) : NULL;
	EVP_MD *md;

	if (h == NULL)
		return NULL;
	md = EVP_MD_fetch(lib, digests[d].name, NULL);
	h->ctx = EVP_MD_CTX_new();
	if (md == NULL || h->ctx == NULL ||
	    EVP_DigestInit_ex2(h->ctx, md, NULL) != 1) {
		hash_free(h);
		h = NULL;
	}
	EVP_MD_free(md); /* the context holds it */
	return h;
}

int
hash_add(struct hash *h, struct str s)
{
	return EVP_DigestUpdate(h->ctx, bytes(s), s.n) == 1 ? 0 : -1;
}

int
hash_end(struct hash *h, unsigned char out[DIGEST_MAX])
{
	int rc = EVP_DigestFinal_ex(h->ctx, out, NULL) == 1 ? 0 : -1;

	hash_free(h);
	return rc;
}

void
hash_free(struct hash *h)
{
	if (h != NULL)
		EVP_MD_CTX_free(h->ctx);
	free(h);
}

int
hash_of(enum digest d, struct str s, unsigned char out[DIGEST_MAX])
{
	struct hash *h = hash_new(d);

	if (h == NULL)
		return -1;
	if (hash_add(h, s) == 0)
		return hash_end(h, out);
	hash_free(h);
	return -1;
}

int
blake2b_256(struct str s, unsigned char out[32])
{
	return crypto_generichash(out, 32, bytes(s), s.n, NULL, 0);
}

int
ed25519_sign(const unsigned char seed[32], struct str msg,
    unsigned char sig[ED25519_SIG])
{
	unsigned char *secret = crypt_key_new(crypto_sign_SECRETKEYBYTES);
	unsigned char pub[ED25519_PUB];
	int rc = -1;

	/* The public half is made anew: with another one beside it, two
	   signatures would give the secret away. */
	if (secret && crypto_sign_seed_keypair(pub, secret, seed) == 0)
		rc = crypto_sign_detached(sig, NULL, bytes(msg), msg.n, secret);
	crypt_key_free(secret);
	return rc;
}

bool
ed25519_verify(const unsigned char pub[ED25519_PUB], struct str msg,
    const unsigned char sig[ED25519_SIG])
{
	return crypto_sign_verify_detached(sig, bytes(msg), msg.n, pub) == 0;
}

int
scrypt_limits(struct str pass, const unsigned char salt[32], uint64_t ops,
    uint64_t mem, unsigned char *out, size_t n)
{
	const uint64_t sensitive =
	    crypto_pwhash_scryptsalsa208sha256_OPSLIMIT_SENSITIVE;

	if (ops > 4 * sensitive || mem > (uint64_t)2 << 30)
		return -1;
	return crypto_pwhash_scryptsalsa208sha256(
	    out, n, (const char *)bytes(pass), pass.n, salt, ops, (size_t)mem);
}
