#include "base.h"
#include "crypt_pkey.h"
#include "crypt.h"
#include "str.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

static const unsigned char *
bytes(struct str s)
{
	return (const unsigned char *)(s.n ? s.p : "");
}

typedef int init_fn(EVP_PKEY_CTX *ctx, const OSSL_PARAM params[]);

/* A context for one operation; key, which may be NULL, is taken. */
static EVP_PKEY_CTX *
ready(EVP_PKEY *key, init_fn *init, const OSSL_PARAM *params)
{
	OSSL_LIB_CTX *lib = crypt_openssl();
	EVP_PKEY_CTX *ctx = NULL;

	if (key != NULL && lib != NULL)
		ctx = EVP_PKEY_CTX_new_from_pkey(lib, key, NULL);
	EVP_PKEY_free(key);
	if (ctx != NULL && init(ctx, params) == 1)
		return ctx;
	EVP_PKEY_CTX_free(ctx);
	return NULL;
}

static EVP_PKEY_CTX *
rsa_ready(const struct rsa_key *k, enum digest d, init_fn *init)
{
	char pad[] = OSSL_PKEY_RSA_PAD_MODE_PKCSV15;
	char sha256[] = "SHA256", sha512[] = "SHA512";
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(
		    OSSL_SIGNATURE_PARAM_PAD_MODE, pad, 0),
		OSSL_PARAM_construct_utf8_string(OSSL_SIGNATURE_PARAM_DIGEST,
		    d == DIGEST_SHA256 ? sha256 : sha512, 0),
		OSSL_PARAM_construct_end(),
	};

	return ready(rsa_import(k), init, params);
}

int
rsa_sign(
    const struct rsa_key *k, enum digest d, struct str hash, unsigned char *out)
{
	EVP_PKEY_CTX *ctx = rsa_ready(k, d, EVP_PKEY_sign_init_ex);
	size_t len = (rsa_bits(k->n) + 7) / 8;
	int rc = -1;

	if (ctx && EVP_PKEY_sign(ctx, out, &len, bytes(hash), hash.n) == 1)
		rc = 0;
	EVP_PKEY_CTX_free(ctx);
	return rc;
}

bool
rsa_verify(
    const struct rsa_key *k, enum digest d, struct str hash, struct str sig)
{
	struct rsa_key pub = { .n = k->n, .e = k->e };
	EVP_PKEY_CTX *ctx = rsa_ready(&pub, d, EVP_PKEY_verify_init_ex);
	bool ok = ctx &&
	    EVP_PKEY_verify(ctx, bytes(sig), sig.n, bytes(hash), hash.n) == 1;

	EVP_PKEY_CTX_free(ctx);
	return ok;
}

static const char *
group_of(struct str curve)
{
	static const struct {
		const char *ssh, *group;
	} names[] = { { "nistp256", "P-256" }, { "nistp384", "P-384" },
		{ "nistp521", "P-521" } };

	for (size_t i = 0; i < LEN(names); i++)
		if (str_eqz(curve, names[i].ssh))
			return names[i].group;
	return NULL;
}

static EVP_PKEY *
ec_import(const struct ec_key *k)
{
	OSSL_LIB_CTX *lib = crypt_openssl();
	const char *group = group_of(k->curve);
	EVP_PKEY_CTX *ctx =
	    lib ? EVP_PKEY_CTX_new_from_name(lib, "EC", NULL) : NULL;
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	OSSL_PARAM *params = NULL;
	EVP_PKEY *key = NULL;
	BIGNUM *d = NULL;

	if (k->scalar.n > 0 && k->scalar.n < 128)
		d = BN_bin2bn(bytes(k->scalar), (int)k->scalar.n, NULL);
	if (group && ctx && build && (k->scalar.n == 0 || d != NULL) &&
	    OSSL_PARAM_BLD_push_utf8_string(
		build, OSSL_PKEY_PARAM_GROUP_NAME, group, 0) == 1 &&
	    OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY,
		bytes(k->point), k->point.n) == 1 &&
	    (d == NULL ||
		OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_PRIV_KEY, d) ==
		    1) &&
	    (params = OSSL_PARAM_BLD_to_param(build)) != NULL &&
	    EVP_PKEY_fromdata_init(ctx) == 1)
		EVP_PKEY_fromdata(ctx, &key,
		    d ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	EVP_PKEY_CTX_free(ctx);
	BN_clear_free(d);
	return key;
}

int
ecdsa_sign(const struct ec_key *k, struct str hash,
    unsigned char der[ECDSA_DER_MAX], size_t *n)
{
	EVP_PKEY_CTX *ctx = ready(ec_import(k), EVP_PKEY_sign_init_ex, NULL);
	int rc = -1;

	*n = ECDSA_DER_MAX;
	if (ctx && EVP_PKEY_sign(ctx, der, n, bytes(hash), hash.n) == 1)
		rc = 0;
	EVP_PKEY_CTX_free(ctx);
	return rc;
}

bool
ecdsa_verify(const struct ec_key *k, struct str hash, struct str der)
{
	struct ec_key pub = { .curve = k->curve, .point = k->point };
	EVP_PKEY_CTX *ctx =
	    ready(ec_import(&pub), EVP_PKEY_verify_init_ex, NULL);
	bool ok = ctx &&
	    EVP_PKEY_verify(ctx, bytes(der), der.n, bytes(hash), hash.n) == 1;

	EVP_PKEY_CTX_free(ctx);
	return ok;
}
