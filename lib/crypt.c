#include "base.h"
#include "crypt.h"

#include <errno.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>

#ifdef __has_feature
#define SANITIZED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

/*
 * libcrypto where bytes come in bulk, libsodium for what is short: it has
 * nothing to start, while the first fetch of libcrypto's providers takes
 * half a millisecond, much for a hook that reads one file.
 */
enum { SHORT = 1024 };

static OSSL_LIB_CTX *openssl;
static const EVP_MD *md_sha256;
static const EVP_CIPHER *cipher_chacha;

static pthread_once_t sodium_once = PTHREAD_ONCE_INIT;
static pthread_once_t openssl_once = PTHREAD_ONCE_INIT;
static int sodium_bad;

static void
start_sodium(void)
{
	sodium_bad = sodium_init() < 0;
}

/*
 * No configuration file: neither its cost nor what it could change. A
 * context of our own, because EVP_MD_fetch crashes when the default one
 * ran out of memory.
 */
static void
start_openssl(void)
{
	if (OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG |
		    OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS,
		NULL) != 1 ||
	    (openssl = OSSL_LIB_CTX_new()) == NULL)
		return;
	md_sha256 = EVP_MD_fetch(openssl, "SHA256", NULL);
	cipher_chacha = EVP_CIPHER_fetch(openssl, "ChaCha20-Poly1305", NULL);
}

static int
need_sodium(void)
{
	return pthread_once(&sodium_once, start_sodium) != 0 || sodium_bad ?
	    -1 :
	    0;
}

static int
need_openssl(void)
{
	return pthread_once(&openssl_once, start_openssl) != 0 ||
		md_sha256 == NULL || cipher_chacha == NULL ?
	    -1 :
	    0;
}

void *
crypt_openssl(void)
{
	return need_openssl() < 0 ? NULL : openssl;
}

static const unsigned char *
bytes(struct str s)
{
	return (const unsigned char *)(s.n ? s.p : "");
}

struct sha256 {
	EVP_MD_CTX *md; /* NULL while all of it fits in head */
	unsigned char head[SHORT];
	size_t n;
};

struct sha256 *
sha256_new(void)
{
	struct sha256 *h = malloc(sizeof(*h));

	if (h != NULL) {
		h->md = NULL;
		h->n = 0;
	}
	return h;
}

static int
sha256_bulk(struct sha256 *h)
{
	if (need_openssl() < 0 || (h->md = EVP_MD_CTX_new()) == NULL)
		return -1;
	if (EVP_DigestInit_ex2(h->md, md_sha256, NULL) == 1 &&
	    EVP_DigestUpdate(h->md, h->head, h->n) == 1)
		return 0;
	EVP_MD_CTX_free(h->md);
	h->md = NULL;
	return -1;
}

int
sha256_add(struct sha256 *h, struct str s)
{
	if (h->md == NULL && s.n <= sizeof(h->head) - h->n) {
		memcpy(h->head + h->n, bytes(s), s.n);
		h->n += s.n;
		return 0;
	}
	if (h->md == NULL && sha256_bulk(h) < 0)
		return -1;
	return EVP_DigestUpdate(h->md, bytes(s), s.n) == 1 ? 0 : -1;
}

int
sha256_end(struct sha256 *h, unsigned char out[SHA256_LEN])
{
	int rc;

	if (h->md == NULL)
		rc = crypto_hash_sha256(out, h->head, h->n);
	else
		rc = EVP_DigestFinal_ex(h->md, out, NULL) == 1 ? 0 : -1;
	sha256_free(h);
	return rc;
}

void
sha256_free(struct sha256 *h)
{
	if (h == NULL)
		return;
	EVP_MD_CTX_free(h->md);
	crypt_wipe(h, sizeof(*h));
	free(h);
}

int
sha256_of(struct str s, unsigned char out[SHA256_LEN])
{
	if (s.n <= SHORT)
		return crypto_hash_sha256(out, bytes(s), s.n);
	if (need_openssl() < 0)
		return -1;
	return EVP_Digest(s.p, s.n, out, NULL, md_sha256, NULL) == 1 ? 0 : -1;
}

int
argon2id_fp(struct str s, unsigned char out[32])
{
	enum { PASSES = 2, KIB = 19456 };
	unsigned char salt[SHA256_LEN]; /* its first half is the salt */

	if (need_sodium() < 0 || sha256_of(STR("tamis-fp-1"), salt) < 0)
		return -1;
	return crypto_pwhash_argon2id(out, 32, (const char *)bytes(s), s.n,
	    salt, PASSES, (size_t)KIB * 1024,
	    crypto_pwhash_argon2id_ALG_ARGON2ID13);
}

int
scrypt_raw(
    struct str pass, struct str salt, unsigned logn, unsigned char out[32])
{
	if (logn > 40 || need_sodium() < 0)
		return -1;
	return crypto_pwhash_scryptsalsa208sha256_ll(bytes(pass), pass.n,
	    bytes(salt), salt.n, (uint64_t)1 << logn, 8, 1, out, 32);
}

int
hmac_sha256(struct str key, struct str msg, unsigned char out[32])
{
	crypto_auth_hmacsha256_state st;

	if (need_sodium() < 0)
		return -1;
	crypto_auth_hmacsha256_init(&st, bytes(key), key.n);
	crypto_auth_hmacsha256_update(&st, bytes(msg), msg.n);
	crypto_auth_hmacsha256_final(&st, out);
	crypt_wipe(&st, sizeof(st));
	return 0;
}

/* RFC 5869; an empty salt and one of 32 zeros are the same to HMAC. */
int
hkdf_sha256(struct str ikm, struct str salt, struct str info,
    unsigned char *out, size_t n)
{
	crypto_auth_hmacsha256_state st;
	unsigned char prk[SHA256_LEN], t[SHA256_LEN];
	unsigned char count = 0;
	size_t take;

	if (n > 255 * sizeof(t) || hmac_sha256(salt, ikm, prk) < 0)
		return -1;
	for (; n; n -= take, out += take) {
		crypto_auth_hmacsha256_init(&st, prk, sizeof(prk));
		if (count++ > 0)
			crypto_auth_hmacsha256_update(&st, t, sizeof(t));
		crypto_auth_hmacsha256_update(&st, bytes(info), info.n);
		crypto_auth_hmacsha256_update(&st, &count, 1);
		crypto_auth_hmacsha256_final(&st, t);
		take = n < sizeof(t) ? n : sizeof(t);
		memcpy(out, t, take);
	}
	crypt_wipe(&st, sizeof(st));
	crypt_wipe(prk, sizeof(prk));
	crypt_wipe(t, sizeof(t));
	return 0;
}

struct aead {
	EVP_CIPHER_CTX *cipher;
};

struct aead *
aead_new(const unsigned char key[AEAD_KEY])
{
	struct aead *a;

	if (need_openssl() < 0 || (a = malloc(sizeof(*a))) == NULL)
		return NULL;
	if ((a->cipher = EVP_CIPHER_CTX_new()) != NULL &&
	    EVP_CipherInit_ex2(a->cipher, cipher_chacha, key, NULL, 1, NULL) ==
		1)
		return a;
	aead_free(a);
	return NULL;
}

int
aead_seal(struct aead *a, const unsigned char nonce[AEAD_NONCE], struct str in,
    unsigned char *out)
{
	int n;

	if (in.n > INT_MAX - AEAD_TAG)
		return -1;
	if (EVP_CipherInit_ex2(a->cipher, NULL, NULL, nonce, 1, NULL) != 1 ||
	    EVP_CipherUpdate(a->cipher, out, &n, bytes(in), (int)in.n) != 1 ||
	    EVP_CipherFinal_ex(a->cipher, out + in.n, &n) != 1)
		return -1;
	return EVP_CIPHER_CTX_ctrl(a->cipher, EVP_CTRL_AEAD_GET_TAG, AEAD_TAG,
		   out + in.n) == 1 ?
	    0 :
	    -1;
}

int
aead_open(struct aead *a, const unsigned char nonce[AEAD_NONCE], struct str in,
    unsigned char *out)
{
	unsigned char tag[AEAD_TAG];
	size_t len;
	int n;

	if (in.n < AEAD_TAG || in.n > INT_MAX)
		return -1;
	len = in.n - AEAD_TAG;
	memcpy(tag, in.p + len, sizeof(tag));
	if (EVP_CipherInit_ex2(a->cipher, NULL, NULL, nonce, 0, NULL) == 1 &&
	    EVP_CIPHER_CTX_ctrl(
		a->cipher, EVP_CTRL_AEAD_SET_TAG, AEAD_TAG, tag) == 1 &&
	    EVP_CipherUpdate(a->cipher, out, &n, bytes(in), (int)len) == 1 &&
	    EVP_CipherFinal_ex(a->cipher, out + len, &n) == 1)
		return 0;
	crypt_wipe(out, len);
	return -1;
}

void
aead_free(struct aead *a)
{
	if (a == NULL)
		return;
	EVP_CIPHER_CTX_free(a->cipher);
	free(a);
}

int
x25519(const unsigned char secret[32], const unsigned char pub[32],
    unsigned char out[32])
{
	if (need_sodium() < 0)
		return -1;
	if (pub == NULL)
		return crypto_scalarmult_base(out, secret);
	return crypto_scalarmult(out, secret, pub);
}

int
crypt_random(void *p, size_t n)
{
	unsigned char *at = p;
	ssize_t got;

	while (n) {
		if ((got = getrandom(at, n, 0)) < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		at += got;
		n -= (size_t)got;
	}
	return 0;
}

bool
crypt_same(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

void
crypt_wipe(void *p, size_t n)
{
	if (n)
		explicit_bzero(p, n);
}

void *
crypt_key_new(size_t n)
{
	return need_sodium() < 0 ? NULL : sodium_malloc(n);
}

void
crypt_key_free(void *p)
{
	sodium_free(p);
}

int
crypt_no_core(void)
{
	struct rlimit none = { 0, 0 };
	int dumpable = 0;

#if SANITIZED
	dumpable = 1; /* the leak check attaches to its own process */
#endif
	if (setrlimit(RLIMIT_CORE, &none) < 0)
		return -1;
	return prctl(PR_SET_DUMPABLE, dumpable) < 0 ? -1 : 0;
}
