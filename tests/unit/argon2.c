#include "base.h"
#include "argon2.h"
#include "argon2_fill.h"
#include "crypt.h"

#include "../t.h"

#include <sodium.h>

/* libsodium's, which came first, is the reference. */
static bool
same(unsigned kib, unsigned passes, struct str value)
{
	unsigned char salt[ARGON2_SALT] = "0123456789abcde";
	unsigned char ours[ARGON2_TAG], theirs[ARGON2_TAG] = { 0 };
	struct argon2 *a = argon2_new(kib, passes);
	bool ok = a && argon2_hash(a, value, salt, ours) == 0;

	/* What the memory holds from before has no part in it. */
	ok = ok && argon2_hash(a, value, salt, ours) == 0;
	argon2_free(a);
	if (crypto_pwhash_argon2id(theirs, sizeof(theirs), value.p, value.n,
		salt, passes, (size_t)kib << 10,
		crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0)
		return false;
	return ok && memcmp(ours, theirs, sizeof(ours)) == 0;
}

/* Whatever the CPU has, the bytes are those of the plain way. */
static bool
mixes_the_same(void)
{
	struct argon2_block a, b, x, y;
	bool ok = true;

	for (unsigned round = 0; round < 64; round++) {
		crypt_random(&a, sizeof(a));
		crypt_random(&b, sizeof(b));
		crypt_random(&x, sizeof(x));
		y = x;
		argon2_mix_plain(&x, &a, &b, round % 2);
		argon2_mix_best()(&y, &a, &b, round % 2);
		ok = ok && memcmp(&x, &y, sizeof(x)) == 0;
		argon2_mix_plain(&a, &a, &b, false);
		argon2_mix_best()(&b, &b, &b, false);
	}
	return ok;
}

int
main(void)
{
	static char big[70000];

	memset(big, 'x', sizeof(big));
	T(sodium_init() >= 0);
	T(same(19456, 2, STR("hunter2")));
	T(same(19456, 2, STR("")));
	T(same(8, 1, STR("a")));
	T(same(11, 3, STR("a")));
	T(same(4099, 4, STR("p\0q")));
	T(same(1024, 1, (struct str){ big, sizeof(big) }));
	T(mixes_the_same());
	T(argon2_new(7, 1) == NULL && argon2_new(8, 0) == NULL);
	T(argon2_new(8u << 20, 1) == NULL && argon2_new(8, 65) == NULL);
	return T_END();
}
