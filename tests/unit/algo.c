#include "base.h"
#include "algo.h"
#include "pat.h"
#include "str.h"

#include "../t.h"

static struct algos algos;

static bool
reads(const char *text, enum algo_kind kind, const char *id, unsigned bits)
{
	struct spec s;

	return algos_read(&algos, str_of(text), &s) && s.of[kind] &&
	    str_eqz(s.of[kind]->id, id) && s.bits == bits;
}

static bool
is_none(const char *text)
{
	struct spec s;

	return !algos_read(&algos, str_of(text), &s);
}

static void
test_names(void)
{
	T(reads("DESede/ECB/PKCS5Padding", ALGO_CIPHER, "3DES", 0));
	T(reads("DESede/ECB/PKCS5Padding", ALGO_MODE, "ECB", 0));
	T(reads("aes-128-cbc", ALGO_CIPHER, "AES", 128));
	T(reads("EVP_aes_256_gcm", ALGO_MODE, "GCM", 256));
	T(reads("SHA1withRSA", ALGO_HASH, "SHA-1", 0));
	T(reads("SHA1withRSA", ALGO_PUBLIC, "RSA", 0));
	T(reads("PBEWithMD5AndDES", ALGO_HASH, "MD5", 0));
	T(reads("PBEWithMD5AndDES", ALGO_CIPHER, "DES", 0));
	T(reads("HmacSHA256", ALGO_MAC, "HMAC", 0));
	T(reads("HmacSHA256", ALGO_HASH, "SHA-256", 0));
	T(reads("kCCAlgorithm3DES", ALGO_CIPHER, "3DES", 0));
	T(reads("CALG_SHA_256", ALGO_HASH, "SHA-256", 0));
	T(reads("TLSv1.1", ALGO_TLS, "TLSv1.1", 0));
	T(reads("TLS1_2_VERSION", ALGO_TLS, "TLSv1.2", 0));
	T(reads("NID_X9_62_prime256v1", ALGO_CURVE, "P-256", 0));
	T(reads(
	    "RSA/ECB/OAEPWithSHA-256AndMGF1Padding", ALGO_PADDING, "OAEP", 0));
}

static void
test_no_names(void)
{
	T(is_none("description"));
	T(is_none("nodes"));
	T(is_none(""));
	T(is_none("::"));
	T(is_none("destination_address"));
	T(is_none("1234"));
}

static void
test_errors(void)
{
	struct algos a = { 0 };
	struct where w = { 0 };

	T(algos_parse(&a, STR("id: X\nkind: nonsense\n"), &w) < 0);
	T(w.line == 2 && w.why[0]);
	algos_free(&a);
	T(algos_parse(&a, STR("kind: hash\n"), &w) < 0);
	T(w.line == 1);
	algos_free(&a);
}

int
main(void)
{
	const char *why;
	struct pat *pat = pat_texts("patterns", &why);
	struct str name, text;
	struct where w;

	for (size_t i = 0; pat && pat_file(pat, i, &name, &text); i++)
		if (str_ends(name, STR(".names")))
			T(algos_parse(&algos, text, &w) == 0);
	pat_free(pat);
	test_names();
	test_no_names();
	test_errors();
	algos_free(&algos);
	return T_END();
}
