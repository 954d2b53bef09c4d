#include "base.h"
#include "crypt.h"

#include "../t.h"

static char text[129];

static const char *
hex(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		snprintf(text + 2 * i, 3, "%02x", p[i]);
	return text;
}

/* FIPS 180-2 vectors, and the seam between the short and the bulk way. */
static void
test_sha256(void)
{
	static char big[3000];
	unsigned char a[SHA256_LEN], b[SHA256_LEN];
	struct sha256 *h;

	T(sha256_of(STR("abc"), a) == 0);
	T(strcmp(hex(a, 32),
	      "ba7816bf8f01cfea414140de5dae2223"
	      "b00361a396177a9cb410ff61f20015ad") == 0);
	T(sha256_of((struct str){ NULL, 0 }, a) == 0);
	T(strncmp(hex(a, 32), "e3b0c44298fc1c14", 16) == 0);
	memset(big, 'x', sizeof(big));
	for (size_t n = 1020; n < 1030; n++) {
		h = sha256_new();
		T(sha256_add(h, (struct str){ big, 500 }) == 0);
		T(sha256_add(h, (struct str){ big, n - 500 }) == 0);
		T(sha256_add(h, (struct str){ NULL, 0 }) == 0);
		T(sha256_end(h, b) == 0);
		T(sha256_of((struct str){ big, n }, a) == 0);
		T(memcmp(a, b, sizeof(a)) == 0);
	}
	h = sha256_new();
	for (int i = 0; i < 1000000 / 1000; i++) {
		memset(big, 'a', 1000);
		sha256_add(h, (struct str){ big, 1000 });
	}
	T(sha256_end(h, a) == 0);
	T(strcmp(hex(a, 32),
	      "cdc76e5c9914fb9281a1c7e284d73e67"
	      "f1809a48a497200e046d39ccc7112cd0") == 0);
}

/* RFC 4231 case 2, RFC 5869 cases 1 and 3. */
static void
test_hmac(void)
{
	unsigned char ikm[22], salt[13], info[10], out[42];

	T(hmac_sha256(STR("Jefe"), STR("what do ya want for nothing?"), out) ==
	    0);
	T(strcmp(hex(out, 32),
	      "5bdcc146bf60754e6a042426089575c7"
	      "5a003f089d2739839dec58b964ec3843") == 0);
	memset(ikm, 0x0b, sizeof(ikm));
	for (size_t i = 0; i < sizeof(salt); i++)
		salt[i] = (unsigned char)i;
	for (size_t i = 0; i < sizeof(info); i++)
		info[i] = (unsigned char)(0xf0 + i);
	T(hkdf_sha256((struct str){ (char *)ikm, sizeof(ikm) },
	      (struct str){ (char *)salt, sizeof(salt) },
	      (struct str){ (char *)info, sizeof(info) }, out,
	      sizeof(out)) == 0);
	T(strcmp(hex(out, 42),
	      "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4"
	      "c5bf34007208d5b887185865") == 0);
	T(hkdf_sha256((struct str){ (char *)ikm, sizeof(ikm) }, STR(""),
	      STR(""), out, sizeof(out)) == 0);
	T(strcmp(hex(out, 42),
	      "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c73"
	      "8d2d9d201395faa4b61a96c8") == 0);
}

static void
test_aead(void)
{
	unsigned char key[AEAD_KEY], nonce[AEAD_NONCE] = { 0 };
	unsigned char sealed[64 + AEAD_TAG], back[64];
	char plain[64];
	struct aead *a;

	memset(key, 7, sizeof(key));
	memset(plain, 'p', sizeof(plain));
	T((a = aead_new(key)) != NULL);
	for (size_t n = 0; n <= sizeof(plain); n += 16) {
		struct str c = { (char *)sealed, n + AEAD_TAG };

		T(aead_seal(a, nonce, (struct str){ plain, n }, sealed) == 0);
		T(aead_open(a, nonce, c, back) == 0);
		T(memcmp(back, plain, n) == 0);
		sealed[n] ^= 1;
		T(aead_open(a, nonce, c, back) == -1);
		for (size_t i = 0; i < n; i++)
			T(back[i] == 0);
		sealed[n] ^= 1;
		nonce[11] ^= 1;
		T(aead_open(a, nonce, c, back) == -1);
	}
	T(aead_open(a, nonce, (struct str){ plain, 15 }, back) == -1);
	aead_free(a);
}

/* RFC 7748, section 5.2 and 6.1. */
static void
test_x25519(void)
{
	unsigned char one[32], two[32], pub1[32], pub2[32], out1[32], out2[32];
	unsigned char zero[32] = { 0 };

	T(crypt_random(one, 32) == 0 && crypt_random(two, 32) == 0);
	T(!crypt_same(one, two, 32));
	T(x25519(one, NULL, pub1) == 0 && x25519(two, NULL, pub2) == 0);
	T(x25519(one, pub2, out1) == 0 && x25519(two, pub1, out2) == 0);
	T(crypt_same(out1, out2, 32));
	T(x25519(one, zero, out1) == -1);
	memset(zero, 0, 32);
	zero[0] = 9;
	T(x25519(zero, zero, out1) == 0);
	T(strcmp(hex(out1, 32),
	      "422c8e7a6227d7bca1350b3e2bb7279f"
	      "7897b87bb6854b783c60e80311ae3079") == 0);
}

static void
test_rest(void)
{
	unsigned char a[32], b[32];
	char *key = crypt_key_new(32);

	T(argon2id_fp(STR("hunter2"), a) == 0);
	T(argon2id_fp(STR("hunter2"), b) == 0 && crypt_same(a, b, 32));
	T(argon2id_fp(STR("hunter3"), b) == 0 && !crypt_same(a, b, 32));
	T(argon2id_fp((struct str){ NULL, 0 }, b) == 0);
	T(key != NULL);
	memset(key, 1, 32);
	crypt_wipe(key, 32);
	T(key[0] == 0 && key[31] == 0);
	crypt_key_free(key);
	crypt_key_free(NULL);
}

int
main(void)
{
	test_sha256();
	test_hmac();
	test_aead();
	test_x25519();
	test_rest();
	return T_END();
}
