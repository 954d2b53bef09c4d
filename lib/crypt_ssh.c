#include "base.h"
#include "crypt_ssh.h"
#include "crypt.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>

static const unsigned char *
bytes(struct str s)
{
	return (const unsigned char *)(s.n ? s.p : "");
}

int
sha512_of(struct str s, unsigned char out[SHA512_LEN])
{
	return crypto_hash_sha512(out, bytes(s), s.n);
}

int
aes256_ctr(const unsigned char key[32], const unsigned char iv[16],
    struct str in, unsigned char *out)
{
	OSSL_LIB_CTX *lib = crypt_openssl();
	EVP_CIPHER_CTX *ctx;
	EVP_CIPHER *aes;
	int rc = -1, n;

	if (lib == NULL)
		return -1;
	ctx = EVP_CIPHER_CTX_new();
	aes = EVP_CIPHER_fetch(lib, "AES-256-CTR", NULL);
	if (ctx && aes && in.n <= 1u << 30 &&
	    EVP_CipherInit_ex2(ctx, aes, key, iv, 1, NULL) == 1 &&
	    EVP_CipherUpdate(ctx, out, &n, bytes(in), (int)in.n) == 1)
		rc = 0;
	EVP_CIPHER_free(aes);
	EVP_CIPHER_CTX_free(ctx);
	return rc;
}

int
ed25519_pub(const unsigned char seed[32], unsigned char pub[32])
{
	unsigned char *secret = crypt_key_new(crypto_sign_SECRETKEYBYTES);
	int rc = -1;

	if (secret != NULL)
		rc = crypto_sign_seed_keypair(pub, secret, seed);
	crypt_key_free(secret);
	return rc;
}

int
ed25519_pub_to_x25519(const unsigned char pub[32], unsigned char out[32])
{
	return crypto_sign_ed25519_pk_to_curve25519(out, pub);
}

int
ed25519_seed_to_x25519(const unsigned char seed[32], unsigned char out[32])
{
	unsigned char *hash = crypt_key_new(SHA512_LEN);

	if (hash == NULL)
		return -1;
	sha512_of((struct str){ (const char *)seed, 32 }, hash);
	memcpy(out, hash, 32);
	crypt_key_free(hash);
	return 0;
}

size_t
rsa_bits(struct str n)
{
	size_t i = 0, bits;

	while (i < n.n && n.p[i] == 0)
		i++;
	if (i == n.n)
		return 0;
	bits = (n.n - i) * 8;
	for (unsigned top = (unsigned char)n.p[i]; top < 0x80; top <<= 1)
		bits--;
	return bits;
}

static BIGNUM *
number(struct str s)
{
	return s.n <= RSA_MAX_BITS / 8 + 1 ?
	    BN_bin2bn(bytes(s), (int)s.n, NULL) :
	    NULL;
}

EVP_PKEY *
rsa_import(const struct rsa_key *k)
{
	OSSL_LIB_CTX *lib = crypt_openssl();
	BIGNUM *n = number(k->n), *e = number(k->e), *d = number(k->d);
	EVP_PKEY_CTX *ctx =
	    lib ? EVP_PKEY_CTX_new_from_name(lib, "RSA", NULL) : NULL;
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	OSSL_PARAM *params = NULL;
	EVP_PKEY *key = NULL;

	if (n && e && d && ctx && build &&
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) == 1 &&
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e) == 1 &&
	    (k->d.n == 0 ||
		OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_D, d) == 1) &&
	    (params = OSSL_PARAM_BLD_to_param(build)) != NULL &&
	    EVP_PKEY_fromdata_init(ctx) == 1)
		EVP_PKEY_fromdata(ctx, &key,
		    k->d.n ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	EVP_PKEY_CTX_free(ctx);
	BN_free(n);
	BN_free(e);
	BN_clear_free(d);
	return key;
}

typedef int init_fn(EVP_PKEY_CTX *ctx, const OSSL_PARAM params[]);

/* A context for OAEP, ready for one operation. */
static EVP_PKEY_CTX *
oaep(const struct rsa_key *k, struct str label, init_fn *init)
{
	char pad[] = OSSL_PKEY_RSA_PAD_MODE_OAEP, hash[] = "SHA256";
	char text[64];
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(
		    OSSL_ASYM_CIPHER_PARAM_PAD_MODE, pad, 0),
		OSSL_PARAM_construct_utf8_string(
		    OSSL_ASYM_CIPHER_PARAM_OAEP_DIGEST, hash, 0),
		OSSL_PARAM_construct_utf8_string(
		    OSSL_ASYM_CIPHER_PARAM_MGF1_DIGEST, hash, 0),
		OSSL_PARAM_construct_octet_string(
		    OSSL_ASYM_CIPHER_PARAM_OAEP_LABEL, text, label.n),
		OSSL_PARAM_construct_end(),
	};
	OSSL_LIB_CTX *lib = crypt_openssl();
	EVP_PKEY_CTX *ctx = NULL;
	EVP_PKEY *key;

	if (label.n > sizeof(text) || lib == NULL)
		return NULL;
	memcpy(text, label.p, label.n);
	if ((key = rsa_import(k)) != NULL)
		ctx = EVP_PKEY_CTX_new_from_pkey(lib, key, NULL);
	EVP_PKEY_free(key); /* the context holds it */
	if (ctx != NULL && init(ctx, params) != 1) {
		EVP_PKEY_CTX_free(ctx);
		ctx = NULL;
	}
	return ctx;
}

int
rsa_seal(const struct rsa_key *k, struct str label, struct str plain,
    unsigned char *out)
{
	struct rsa_key pub = { .n = k->n, .e = k->e };
	EVP_PKEY_CTX *ctx = oaep(&pub, label, EVP_PKEY_encrypt_init_ex);
	size_t len = (rsa_bits(k->n) + 7) / 8;
	int rc = -1;

	if (ctx && EVP_PKEY_encrypt(ctx, out, &len, bytes(plain), plain.n) == 1)
		rc = 0;
	EVP_PKEY_CTX_free(ctx);
	return rc;
}

int
rsa_open(const struct rsa_key *k, struct str label, struct str sealed,
    unsigned char *out, size_t len)
{
	EVP_PKEY_CTX *ctx = oaep(k, label, EVP_PKEY_decrypt_init_ex);
	size_t n = (rsa_bits(k->n) + 7) / 8;
	unsigned char *plain = crypt_key_new(n ? n : 1);
	int rc = -1;

	if (ctx && plain &&
	    EVP_PKEY_decrypt(ctx, plain, &n, bytes(sealed), sealed.n) == 1 &&
	    n == len) {
		memcpy(out, plain, len);
		rc = 0;
	}
	crypt_key_free(plain);
	EVP_PKEY_CTX_free(ctx);
	return rc;
}
