#include "base.h"
#include "sig.h"
#include "b64.h"
#include "crypt.h"
#include "crypt_pkey.h"
#include "crypt_sign.h"
#include "signers.h"
#include "sshwire.h"
#include "str.h"

#include "../t.h"

/* A minisign secret key without a passphrase, made here. */
static void
make_key(struct buf *text, struct buf *trust)
{
	unsigned char key[158] = "Ed\0\0B2", pub[42] = "Ed";

	crypt_random(key + 54, 8 + 32);
	ed25519_pub(key + 62, key + 94);
	memcpy(pub + 2, key + 54, 8);
	memcpy(pub + 10, key + 94, 32);
	buf_addz(text, "untrusted comment: x\n");
	b64_put(text, (struct str){ (char *)key, sizeof(key) }, B64_PAD);
	b64_put(trust, (struct str){ (char *)pub, sizeof(pub) }, B64_PAD);
}

static enum sig_is
judge(const struct signers *k, struct str text, struct str message)
{
	struct sig_terms t = { k->v, k->n, STR("file"), 0 };
	struct arena a = { .max = 1 << 20 };
	struct sig_verdict v = { .is = SIG_UNKNOWN };
	const char *why;
	struct sig s;

	if (sig_next(&text, &a, &s, &why) == 1 && text.n == 0)
		sig_judge(&s, &t, message, &v);
	arena_free(&a);
	return v.is;
}

static void
test_round(const struct sig_format *f, bool whole)
{
	struct sig_words w = { STR("c"), STR("t"), STR("file") };
	struct buf text = { .max = 4096 }, trust = { .max = 4096 };
	struct signers k = { .a = { .max = 1 << 20 } };
	struct buf sig = { .max = 4096 };
	/* "untrusted comment: c" and base64 of 74 bytes, with newlines */
	const size_t two = 21 + 101;
	struct sigsec sec;
	struct where where;
	const char *why;

	make_key(&text, &trust);
	T(sigsec_parse(buf_str(&text), &sec, &why) == 0 && !sec.locked);
	T(signers_parse(&k, buf_str(&trust), &where) == 0 && k.n == 1);
	T(f->make(&sig, &sec, whole, STR("message"), &w, &why) == 0);
	T(judge(&k, buf_str(&sig), STR("message")) == SIG_GOOD);
	T(judge(&k, buf_str(&sig), STR("messagf")) == SIG_BAD);
	k.n = 0;
	T(judge(&k, buf_str(&sig), STR("message")) == SIG_UNKNOWN);
	k.n = 1;
	/* Cut anywhere but at its last newline it is not good; but two lines
	   of minisign's legacy kind are a signature of signify's. */
	for (size_t i = 0; i + 1 < sig.n; i++)
		T((whole && f == &sig_minisign && i + 1 >= two && i <= two) ||
		    judge(&k, str_sub(buf_str(&sig), 0, i), STR("message")) !=
			SIG_GOOD);
	for (size_t i = 20; i < sig.n; i++) {
		sig.p[i] ^= 4;
		T(judge(&k, buf_str(&sig), STR("message")) != SIG_GOOD);
		sig.p[i] ^= 4;
	}
	sigsec_free(&sec);
	signers_free(&k);
	buf_free(&text);
	buf_free(&trust);
	buf_free(&sig);
}

static bool
matches(const char *list, const char *name)
{
	return signers_match(str_of(list), str_of(name));
}

static void
test_match(void)
{
	T(matches("file", "file") && !matches("file", "files"));
	T(!matches("", "file") && !matches("fil", "file"));
	T(matches("a,f*", "file") && matches("*", "") && matches("**", "x"));
	T(matches("f??e", "file") && !matches("f?e", "file"));
	T(!matches("!file,*", "file") && matches("!git,*", "file"));
	T(!matches("*,!file", "file") && !matches("!git", "file"));
	T(matches("a*b*c", "aXbYbZc") && !matches("a*b*c", "aXbYbZ"));
}

/* RFC 8032, 7.1, test 2; a key of low order; S above the group's order. */
static void
test_ed25519(void)
{
	static const unsigned char pub[32] = { 0x3d, 0x40, 0x17, 0xc3, 0xe8,
		0x43, 0x89, 0x5a, 0x92, 0xb7, 0x0a, 0xa7, 0x4d, 0x1b, 0x7e,
		0xbc, 0x9c, 0x98, 0x2c, 0xcf, 0x2e, 0xc4, 0x96, 0x8c, 0xc0,
		0xcd, 0x55, 0xf1, 0x2a, 0xf4, 0x66, 0x0c };
	static const unsigned char seed[32] = { 0x4c, 0xcd, 0x08, 0x9b, 0x28,
		0xff, 0x96, 0xda, 0x9d, 0xb6, 0xc3, 0x46, 0xec, 0x11, 0x4e,
		0x0f, 0x5b, 0x8a, 0x31, 0x9f, 0x35, 0xab, 0xa6, 0x24, 0xda,
		0x8c, 0xf6, 0xed, 0x4f, 0xb8, 0xa6, 0xfb };
	static const unsigned char order[32] = { 0xed, 0xd3, 0xf5, 0x5c, 0x1a,
		0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
		0x14, [31] = 0x10 };
	unsigned char sig[64], one[32] = { 1 };
	unsigned carry = 0;

	T(ed25519_sign(seed, STR("r"), sig) == 0);
	T(sig[0] == 0x92 && sig[1] == 0xa0 && sig[63] == 0x00);
	T(ed25519_verify(pub, STR("r"), sig));
	for (size_t i = 0; i < 32; i++) {
		carry += sig[32 + i] + order[i];
		sig[32 + i] = (unsigned char)carry;
		carry >>= 8;
	}
	T(!ed25519_verify(pub, STR("r"), sig));
	memset(sig, 0, sizeof(sig));
	sig[0] = 1;
	T(!ed25519_verify(one, STR("r"), sig));
}

int
main(void)
{
	test_ed25519();
	test_match();
	test_round(&sig_minisign, false);
	test_round(&sig_minisign, true);
	test_round(&sig_signify, true);
	return T_END();
}
