#include "base.h"
#include "check.h"
#include "str.h"
#include "template.h"

#include "../t.h"

static struct buf out = { .max = 1u << 20 };
static struct check_note note;

/* The verdict on what a template makes; no token stands in this file. */
static enum verdict
on(const char *check, const char *tmpl, uint64_t seed)
{
	const char *why;

	buf_reset(&out);
	if (template_expand(str_of(tmpl), seed, &out, &why) < 0) {
		printf("# %s: %s\n", tmpl, why);
		return (enum verdict)99;
	}
	return check_run(str_of(check), buf_str(&out), buf_str(&out), &note);
}

/* Always true as it is made, always false with one character changed. */
static bool
proves(const char *check, const char *tmpl, size_t change)
{
	for (uint64_t seed = 0; seed < 20; seed++) {
		struct check_note n;

		if (on(check, tmpl, seed) != CHECK_TRUE || out.n <= change)
			return false;
		out.p[change] = (out.p[change] | 0x20) == 'a' ? 'B' : 'A';
		if (check_run(str_of(check), buf_str(&out), buf_str(&out),
			&n) != CHECK_FALSE)
			return false;
	}
	return true;
}

static void
test_crc(void)
{
	T(proves("crc32-base62 6", "ghx_{alnum:30}{crc32-base62:6}", 9));
	T(proves("crc32-base62 6 3", "npx{alnum:30}{crc32-base62:6:3}", 9));
	T(proves(
	    "crc32-base36 7", "glx-{base64url:27}.09{crc32-base36:7:0}", 9));
	T(proves("crc32-hex 8", "ATx{base64url:60}={crc32-HEX:8}", 9));
	T(on("crc32-hex 8", "{b64url:x}", 1) == CHECK_UNKNOWN);
	T(proves("crc32-hex 8 5", "zpkx_{base36:32}_{crc32-hex:8:5}", 9));
	T(proves("crc32-le-hex 8", "glsx_{alnum:32}_{crc32-le-hex:8}", 9));
	T(proves(
	    "crc32-le-base64 6 4", "cflx{alnum:54}{crc32-le-base64:6:4}", 9));
	T(proves("sha256-base32 8 8",
	    "gp_{alnum:22}_{alnum:43}{sha256-base32:8}{alnum:8}", 9));
	T(on("crc32-base62", "abc", 1) == CHECK_UNKNOWN);
	T(on("crc32-base62 6", "abc", 1) == CHECK_UNKNOWN);
}

static void
test_published(void)
{
	/* The check value of CRC-32 in base62. */
	T(on("crc32-base62 6", "x_1234567893jZRME", 1) == CHECK_TRUE);
	T(on("crc32-base62 6", "x_1234567893jZRMF", 1) == CHECK_FALSE);
	T(on("crc32-base36 7", "ab-cd.0901qdfao", 1) == CHECK_TRUE);
	/* An address, as Bitcoin's first block has it. */
	T(on("base58check", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", 1) ==
	    CHECK_TRUE);
	T(on("base58check", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", 1) ==
	    CHECK_FALSE);
	T(on("base58 25", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", 1) ==
	    CHECK_TRUE);
	T(on("base58 24", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", 1) ==
	    CHECK_FALSE);
	/* BIP 173's list of valid strings. */
	T(on("bech32", "A12UEL5L", 1) == CHECK_TRUE);
	T(on("bech32 a", "a12uel5l", 1) == CHECK_TRUE);
	T(on("bech32 b", "a12uel5l", 1) == CHECK_FALSE);
	T(on("bech32", "A12UEL5X", 1) == CHECK_FALSE);
	T(on("luhn", "7992739871{luhn}", 1) == CHECK_TRUE);
	T(on("luhn", "79927398710", 1) == CHECK_FALSE);
	T(on("luhn", "0000", 1) == CHECK_FALSE);
	T(proves("crc16", "{nkey:SU}", 20) && proves("crc16", "{nkey:SX}", 9));
	T(proves("bech32 age-secret-key-", "{bech32:AGE-SECRET-KEY-:32}", 30));
	T(proves("marvin32 Default0", "{azure:64:+ASt:Default0}", 9));
	T(proves("marvin32 IoTHub00 Device00", "{azure:32:AIoT:Device00}", 9));
	T(strcmp(note.text, "role Device") == 0);
	T(proves("marvin32 Query000", "{azure:39:AzSe:Query000}", 9));
	T(on("marvin32 maybe Query000 PAdmin00", "{azure:39:AzSe:PAdmin00}",
	      1) == CHECK_TRUE);
	T(strcmp(note.text, "role PAdmin") == 0);
	T(on("marvin32 maybe Query000", "{azure:39:AzSe:Other000}", 1) ==
	    CHECK_UNKNOWN);
	T(proves("cask", "{cask:TEST}", 9));
	T(strcmp(note.text, "made of 2025-06") == 0);
	T(on("cask", "{alnum:52}JQQJ99", 1) == CHECK_FALSE);
}

static void
test_text(void)
{
	T(on("jwt", "{jwt}", 1) == CHECK_TRUE);
	T(strcmp(note.text, "HS256") == 0);
	T(on("jwt", "{jwt:{\"exp\":1709251200}}", 1) == CHECK_TRUE);
	T(strcmp(note.text, "HS256, expires 2024-03-01") == 0);
	T(on("jwt", "{jwt:{\"iss\":\"https://id.example/\\n\"}}", 1) ==
	    CHECK_TRUE);
	T(strcmp(note.text, "HS256, by https://id.example/") == 0);
	T(on("jwt", "gh_1234_{jwt:{\"role\":\"anon\"}}", 1) == CHECK_TRUE);
	T(note.shift < 0);
	T(on("jwt", "{jwt:{\"name\":\"John Doe\"}}", 1) == CHECK_FALSE);
	T(on("jwt", "{jwt:[]}", 1) == CHECK_FALSE);
	T(on("jwt", "eyJhbGciOiJI.eyJh.x", 1) == CHECK_FALSE);
	T(on("jwt", "{b64url:{\"alg\":\"none\"}}.{b64url:{\"a\":1}}.", 1) ==
	    CHECK_TRUE);
	T(strstr(note.text, "alg none") != NULL);
	T(on("base64-json o n", "gl_{b64:{\"o\":\"1\",\"n\":\"x\"}}", 1) ==
	    CHECK_TRUE);
	T(on("base64-json o k", "gl_{b64:{\"o\":\"1\",\"n\":\"x\"}}", 1) ==
	    CHECK_FALSE);
	T(on("base64-json", "gl_eyJhbGciOiJI", 1) == CHECK_FALSE);
	T(on("base64-text", "{b64:deploy:{alnum:12}}", 1) == CHECK_TRUE);
	T(on("base64-text", "{b64:user:password}", 1) == CHECK_FALSE);
	T(on("base64-text", "{b64:nocolon}", 1) == CHECK_FALSE);
	T(on("base64-text", "{b64:{bytes:30}}", 1) == CHECK_FALSE);
	T(on("base64-id", "{b64:123456789012:{bytes:20}}", 1) == CHECK_TRUE);
	T(on("base64-id", "{b64:1234:{bytes:20}}", 1) == CHECK_FALSE);
	T(on("base64-id", "{b64:123456789012}", 1) == CHECK_FALSE);
	T(on("base64-plain", "{b64:{alnum:14}}", 1) == CHECK_UNKNOWN);
	T(on("base64-plain", "", 1) == CHECK_FALSE);
	T(on("base64-plain", "{b64:{bytes:40}}", 1) == CHECK_FALSE);
	T(on("pypi-macaroon", "{pypi:example}", 1) == CHECK_TRUE);
	T(on("pypi-macaroon", "{pypi:example}AAAA", 1) == CHECK_FALSE);
	T(on("pypi-macaroon", "pypi-AgEI{base64url:90}", 1) == CHECK_FALSE);
	T(on("discord", "{b64url:{1-9:18}}.{alnum:6}.{alnum:27}", 1) ==
	    CHECK_TRUE);
	T(on("discord", "{b64url:{a-z:18}}.{alnum:6}.{alnum:27}", 1) ==
	    CHECK_FALSE);
}

static void
test_chars(void)
{
	T(on("mixed", "{alnum:20}", 1) == CHECK_UNKNOWN);
	T(on("mixed", "{hex:40}", 1) == CHECK_FALSE);
	T(on("noise", "{!-~:64}", 1) == CHECK_TRUE);
	T(on("noise", "put your unique phrase here", 1) == CHECK_UNKNOWN);
	T(on("noise", "{a-z:64}", 1) == CHECK_UNKNOWN);
	T(on("random", "{alnum:32}", 1) == CHECK_UNKNOWN);
	T(on("random", "some_function_name_of_ours", 1) == CHECK_FALSE);
	T(on("no-repeat", "{hex:32}", 1) == CHECK_UNKNOWN);
	T(on("no-repeat", "{x:20}", 1) == CHECK_FALSE);
	T(on("no-repeat", "abcabcabcabcabc", 1) == CHECK_FALSE);
	T(on("no-repeat", "0123456789abcdef", 1) == CHECK_FALSE);
	T(on("no-repeat", "sk-12345678", 1) == CHECK_FALSE);
	T(on("uuid", "{uuid}", 1) == CHECK_UNKNOWN);
	T(on("uuid", "00000000-0000-0000-0000-000000000000", 1) == CHECK_FALSE);
	T(on("uuid", "{hex:36}", 1) == CHECK_FALSE);
	T(on("objectid", "PM-65{hex:22}-{hex:34}", 1) == CHECK_UNKNOWN);
	T(on("objectid", "PM-05{hex:22}-{hex:34}", 1) == CHECK_FALSE);
	T(on("objectid", "PM-{hex:23}", 1) == CHECK_FALSE);
	T(on("aws-account", "AKIA{A-HK-Z:1}{base32:15}", 1) == CHECK_UNKNOWN);
	T(on("aws-account", "AKIAQAAAAAAAAAAAAAAA", 1) == CHECK_UNKNOWN);
	T(strcmp(note.text, "account 000000000000") == 0);
	T(on("expires se", "sv=1&se=2024-03-01T0&sig=", 1) == CHECK_UNKNOWN);
	T(strcmp(note.text, "expires 2024-03-01") == 0);
	T(on("expires se", "use=2024-03-01", 1) == CHECK_UNKNOWN &&
	    note.text[0] == '\0');
	T(on("wireguard", "{wireguard}", 1) == CHECK_TRUE);
	T(on("wireguard", "{b64:{bytes:31}}", 1) == CHECK_FALSE);
}

static void
test_keys(void)
{
	T(on("pem", "{pem:RSA PRIVATE KEY:600}", 1) == CHECK_TRUE);
	T(on("pem", "{pem-json:PRIVATE KEY:600}", 1) == CHECK_TRUE);
	T(on("pem", "{pem:EC PRIVATE KEY:32}", 1) == CHECK_TRUE);
	T(note.text[0] == '\0' && note.shift == 0);
	T(on("pem", "{pem:ENCRYPTED PRIVATE KEY:300}", 1) == CHECK_TRUE);
	T(strcmp(note.text, "encrypted") == 0 && note.shift < 0);
	T(on("pem",
	      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
	      "DEK-Info: DES-EDE3-CBC,{HEX:16}\n\n{b64:{bytes:320}}\n"
	      "-----END RSA PRIVATE KEY-----",
	      1) == CHECK_TRUE);
	T(note.shift < 0);
	T(on("pem",
	      "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE"
	      " KEY-----",
	      1) == CHECK_FALSE);
	T(on("pem",
	      "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n"
	      "-----END RSA PRIVATE KEY-----",
	      1) == CHECK_FALSE);
	T(on("pem", "{pem:OPENSSH PRIVATE KEY:90}", 1) == CHECK_FALSE);
	T(on("pem", "{b64:{pem:RSA PRIVATE KEY:600}}", 1) == CHECK_TRUE);
	T(on("pem",
	      "\"-----BEGIN PRIVATE KEY-----\\n\" +\n\t\"MAgCAQACAwEAA"
	      "Q==\\\\n\" +\n\"-----END PRIVATE KEY-----\"",
	      1) == CHECK_FALSE);
	T(on("openssh-key", "{openssh:none}", 1) == CHECK_TRUE);
	T(note.shift == 0);
	T(on("pem", "{openssh:none}", 1) == CHECK_TRUE);
	T(on("pem", "{openssh:aes256-ctr}", 1) == CHECK_TRUE);
	T(strcmp(note.text, "encrypted, aes256-ctr") == 0);
	T(on("der", "{b64:\\x30\\x03\\x02\\x01\\x00}", 1) == CHECK_TRUE);
	T(on("der", "{b64:\\x30\\x04\\x02\\x01\\x00}", 1) == CHECK_FALSE);
	T(on("putty",
	      "PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\n"
	      "Private-Lines: 8\n",
	      1) == CHECK_UNKNOWN);
	T(on("putty", "Encryption: aes256-cbc\r\nPrivate-Lines: 8\r\n", 1) ==
	    CHECK_TRUE);
	T(strcmp(note.text, "encrypted, aes256-cbc") == 0);
	/* The CRC-24 of "123456789" is 21cf02. */
	T(on("pgp",
	      "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n"
	      "{b64:123456789}\n={b64:\\x21\\xcf\\x02}\n"
	      "-----END PGP PRIVATE KEY BLOCK-----",
	      1) == CHECK_TRUE);
	T(on("pgp",
	      "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n"
	      "{b64:123456780}\n={b64:\\x21\\xcf\\x02}\n"
	      "-----END PGP PRIVATE KEY BLOCK-----",
	      1) == CHECK_FALSE);
}

static void
test_stores(void)
{
	/* BIP 39's own vectors, and one with its last word changed. */
	T(on("bip39",
	      "letter advice cage absurd amount doctor acoustic avoid letter "
	      "advice cage above",
	      1) == CHECK_FALSE); /* nine different words only */
	T(on("bip39",
	      "scheme spot photo card baby mountain device kick cradle pact "
	      "join borrow",
	      1) == CHECK_TRUE);
	T(on("bip39",
	      "scheme spot photo card baby mountain device kick cradle pact "
	      "join zebra",
	      1) == CHECK_FALSE);
	T(on("bip39",
	      "panda eyebrow bullet gorilla call smoke muffin taste mesh "
	      "discover soft ostrich alcohol speed nation flash devote level "
	      "hobby quick inner drive ghost inside",
	      1) == CHECK_TRUE);
	T(on("bip39", "{bip39:16}", 1) == CHECK_TRUE);
	T(on("bip39", "twelve words that are none of the list of them", 1) ==
	    CHECK_FALSE);
	T(proves("base58check", "{base58check:80:33}", 9));
	T(proves("putty", "{ppk:2}", 120) && proves("putty", "{ppk:3}", 120));
	T(on("putty",
	      "PuTTY-User-Key-File-3: x\nEncryption: aes256-cbc\n"
	      "Private-Lines: 1\n",
	      1) == CHECK_TRUE);
	T(strcmp(note.text, "encrypted, aes256-cbc") == 0);
	T(proves("signify", "{signify:plain}", 80));
	T(on("signify", "{signify:locked}", 1) == CHECK_TRUE);
	T(strcmp(note.text, "encrypted") == 0 && note.shift < 0);
	T(proves("minisign", "{minisign:plain}", 120));
	T(on("minisign", "{minisign:locked}", 1) == CHECK_TRUE);
	T(note.shift < 0);
	T(on("jks", "{jks:1}", 1) == CHECK_TRUE);
	T(strcmp(note.text, "1 entry") == 0);
	T(on("jks", "{jks:2}", 1) == CHECK_FALSE);
	T(on("jks", "\\xfe\\xed\\xfe\\xed", 1) == CHECK_FALSE);
	T(on("pkcs12", "{bytes:64}", 1) == CHECK_FALSE);
}

/* A packet of a secret key: RSA with two short numbers, then this. */
static enum verdict
on_pgp(const char *rest)
{
	char tmpl[512];

	snprintf(tmpl, sizeof(tmpl),
	    "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n"
	    "{b64:\\x95\\x00\\x40\\x04{bytes:4}\\x01\\x00\\x09\\x01\\xff"
	    "\\x00\\x11\\x01\\x00\\x01%s{bytes:60}}\n"
	    "-----END PGP PRIVATE KEY BLOCK-----",
	    rest);
	return on("pgp", tmpl, 1);
}

static void
test_pgp(void)
{
	T(on_pgp("\\x00") == CHECK_UNKNOWN && note.text[0] == '\0');
	T(on_pgp("\\xfe\\x09\\x03") == CHECK_UNKNOWN);
	T(strcmp(note.text, "encrypted") == 0 && note.shift < 0);
	T(on_pgp("\\xff\\x09\\x65\\x02GNU\\x01") == CHECK_UNKNOWN);
	T(note.text[0] == '\0');
}

int
main(void)
{
	size_t n = 0;

	for (; checks[n].name; n++)
		T(check_find(str_of(checks[n].name)) == &checks[n]);
	T(check_names()[n] == NULL);
	T(check_find(STR("nothing")) == NULL);
	T(check_wrong(STR("crc32-base62")) && check_wrong(STR("jwt 3")));
	T(check_wrong(STR("crc32-hex x")) && !check_wrong(STR("marvin32 x")));
	T(check_wrong(STR("jwtt")) && !check_wrong(STR("crc32-base62 6")));
	test_crc();
	test_published();
	test_text();
	test_chars();
	test_keys();
	test_stores();
	test_pgp();
	buf_free(&out);
	return T_END();
}
