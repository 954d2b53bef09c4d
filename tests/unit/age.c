#include "base.h"
#include "age.h"
#include "age_stream.h"
#include "b64.h"
#include "bech32.h"
#include "crypt.h"
#include "str.h"

#include "../t.h"

#define V "age-encryption.org/v1\n"
#define MAC "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
#define A43 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define A64 A43 "AAAAAAAAAAAAAAAAAAAAA"

static bool
well(const char *text)
{
	struct str s = str_of(text);
	size_t seen = 0, len = 0;
	const char *why = NULL;

	return age_header_len(s, &seen, &len, &why) == 1 && len == s.n &&
	    age_header_check(s, &why) == 0;
}

static void
test_form(void)
{
	T(well(V "-> x\n\n" MAC));
	T(well(V "-> grease-!~ a b\nAAAA\n" MAC));
	T(well(V "-> x\n" A64 "\n\n" MAC) && well(V "-> x\n" A64 "\nAA\n" MAC));
	T(well(V "-> X25519 " A43 "\n" A43 "\n" MAC));
	T(!well(V MAC) && !well(V) && !well(MAC) && !well(""));
	T(!well(V "-> x\n" MAC) && !well(V "-> x\n" A64 "\n" MAC));
	T(!well(V "->\n\n" MAC) && !well(V "-> \n\n" MAC));
	T(!well(V "-> x  y\n\n" MAC) && !well(V "-> x \n\n" MAC));
	T(!well(V "->  x\n\n" MAC) && !well(V "-> x\ty\n\n" MAC));
	T(!well(V "-> x\r\n\n" MAC) && !well(V "-> \x80\n\n" MAC));
	T(!well(V "-> x\nAB\n" MAC) && !well(V "-> x\nAA==\n" MAC));
	T(!well(V "-> x\nAA\nAA\n" MAC) && !well(V "-> x\n" A64 "AA\n" MAC));
	T(!well(V "-> x\n\n--- AA\n") && !well(V "-> x\n\n---" A43 "\n"));
	T(!well(V "-> x\n\n---  " A43 "\n") && !well(V "-> x\n\n--- " A43));
	T(!well(V "-> x\n\n--- " A43 " \n") && !well(V "\n-> x\n\n" MAC));
	T(!well("age-encryption.org/v2\n-> x\n\n" MAC));
	/* A known kind must be well-formed, whoever it is for. */
	T(!well(V "-> X25519\n" A43 "\n" MAC));
	T(!well(V "-> X25519 " A43 " x\n" A43 "\n" MAC));
	T(!well(V "-> X25519 " A43 "\nAA\n" MAC));
	T(!well(V "-> ssh-ed25519 AAAA " A43 "\n" A43 "\n" MAC));
	T(well(V "-> ssh-ed25519 AAAAAA " A43 "\n" A43 "\n" MAC));
	T(!well(V "-> ssh-rsa AAAAAA\n\n" MAC));
	T(well(V "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 22\n" A43 "\n" MAC));
	T(!well(V "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 23\n" A43 "\n" MAC));
	T(!well(V "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 018\n" A43 "\n" MAC));
	T(!well(V "-> scrypt AAAAAAAAAAAAAAAAAAAAAA 1\n" A43 "\n-> x\n\n" MAC));
}

/* Two keys: an identity's text is made here, none is in the tree. */
static void
make(struct age_key *id, struct age_key *to)
{
	struct buf b = { .max = 256 };
	unsigned char raw[32];
	const char *why;

	crypt_random(raw, sizeof(raw));
	bech32_put(&b, STR("AGE-SECRET-KEY-"),
	    (struct str){ (char *)raw, sizeof(raw) });
	T(age_is_secret(buf_str(&b)));
	T(age_recipient(buf_str(&b), to, &why) < 0);
	T(age_identity(buf_str(&b), id, &why) == 0);
	b.p[20] = b.p[20] == 'Q' ? 'P' : 'Q';
	T(age_identity(buf_str(&b), to, &why) < 0);
	buf_reset(&b);
	bech32_put(&b, STR("age"), (struct str){ (char *)id->pub, id->npub });
	T(!age_is_secret(buf_str(&b)));
	T(age_recipient(buf_str(&b), to, &why) == 0);
	buf_free(&b);
}

static void
test_keys(void)
{
	unsigned char key[AGE_FILE_KEY], got[AGE_FILE_KEY];
	struct age_key id[3], to[3];
	struct buf h = { .max = 65536 };
	const char *why = NULL;
	size_t which;

	for (size_t i = 0; i < 3; i++)
		make(&id[i], &to[i]);
	crypt_random(key, sizeof(key));
	T(age_header_put(&h, to, 2, key, &why) == 0);
	for (size_t i = 0; i < 2; i++) {
		memset(got, 0, sizeof(got));
		T(age_header_open(buf_str(&h), &id[i], 1, got, &which, &why) ==
		    AGE_OPENED);
		T(memcmp(key, got, sizeof(key)) == 0);
	}
	T(age_header_open(buf_str(&h), &id[2], 1, got, &which, &why) ==
	    AGE_OTHER);
	T(age_header_open(buf_str(&h), id, 3, got, &which, &why) == AGE_OPENED);
	T(age_header_open(buf_str(&h), id, 0, got, &which, &why) == AGE_OTHER);
	/* Any one byte changed: the header opens no more. */
	for (size_t i = 0; i < h.n; i++) {
		h.p[i] ^= 1;
		T(age_header_open(buf_str(&h), id, 3, got, &which, &why) !=
		    AGE_OPENED);
		h.p[i] ^= 1;
	}
	T(age_header_put(&h, to, 0, key, &why) < 0);
	for (size_t i = 0; i < 3; i++) {
		age_key_free(&id[i]);
		age_key_free(&to[i]);
	}
	buf_free(&h);
}

static void
test_stream(void)
{
	unsigned char key[AGE_FILE_KEY] = { 1 }, nonce[AGE_NONCE] = { 2 };
	static unsigned char plain[AGE_CHUNK], one[AGE_SEALED], two[AGE_SEALED];
	struct str full = { (char *)plain, AGE_CHUNK };
	struct str first = { (char *)one, AGE_SEALED };
	struct age_stream *s = age_stream_new(key, nonce);
	bool last;

	T(age_stream_seal(s, str_sub(full, 0, 9), false, one) < 0);
	T(age_stream_seal(s, full, false, one) == 0);
	T(age_stream_seal(s, str_sub(full, 0, 0), true, two) < 0);
	T(age_stream_seal(s, str_sub(full, 0, 9), true, two) == 0);
	T(age_stream_seal(s, full, true, two) < 0);
	age_stream_free(s);

	s = age_stream_new(key, nonce);
	T(age_stream_open(s, (struct str){ (char *)two, 25 }, plain, &last) <
	    0);
	T(age_stream_open(s, first, plain, &last) == 0 && !last);
	T(age_stream_open(s, first, plain, &last) < 0);
	T(age_stream_open(s, (struct str){ (char *)two, 24 }, plain, &last) <
	    0);
	T(age_stream_open(s, (struct str){ (char *)two, 25 }, plain, &last) ==
		0 &&
	    last);
	T(age_stream_open(s, first, plain, &last) < 0);
	age_stream_free(s);
}

int
main(void)
{
	test_form();
	test_keys();
	test_stream();
	return T_END();
}
