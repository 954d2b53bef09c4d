#include "base.h"
#include "check.h"
#include "str.h"

const struct check checks[] = {
	{ "aws-account", check_aws_account,
	    "the account that an AWS key id holds in base32", 0, 0, false },
	{ "base58", check_base58, "base58 of exactly N bytes", 1, 1, true },
	{ "base58check", check_base58check,
	    "base58 with four bytes of a double SHA-256, as Bitcoin's", 0, 0,
	    false },
	{ "base64-id", check_base64_id,
	    "base64 of a number, a colon and bytes, as tokens of Jira servers",
	    0, 0, false },
	{ "base64-json", check_base64_json,
	    "base64 of a JSON object that has the keys named", 0, 8, false },
	{ "base64-plain", check_base64_plain, "base64 of a text", 0, 0, false },
	{ "base64-text", check_base64_text,
	    "base64 of user:password, as in RFC 7617", 0, 0, false },
	{ "bech32", check_bech32,
	    "the checksum of BIP 173, and the prefix named", 0, 1, false },
	{ "bip39", check_bip39, "12 to 24 words of BIP 39 with their checksum",
	    0, 0, false },
	{ "cask", check_cask,
	    "the Marvin32 of a common annotated key, as Azure's", 0, 0, false },
	{ "crc16", check_crc16,
	    "base32 that ends in CRC-16/XMODEM, as a seed of NATS", 0, 0,
	    false },
	{ "crc32-base36", check_crc32_base36,
	    "ends in N base36 digits of the CRC-32, as routable GitLab tokens",
	    1, 2, true },
	{ "crc32-base62", check_crc32_base62,
	    "ends in N base62 digits of the CRC-32 of what follows the last _, "
	    "as GitHub and npm tokens",
	    1, 2, true },
	{ "crc32-hex", check_crc32_hex,
	    "ends in N hex digits of the CRC-32, as Atlassian tokens", 1, 2,
	    true },
	{ "crc32-le-base64", check_crc32_le_base64,
	    "ends in 6 base64 characters of the CRC-32, low byte first", 1, 2,
	    true },
	{ "crc32-le-hex", check_crc32_le_hex,
	    "ends in 8 hex digits of the CRC-32, low byte first", 1, 2, true },
	{ "der", check_der, "base64 of one whole ASN.1 SEQUENCE", 0, 0, false },
	{ "discord", check_discord,
	    "the first part is base64 of a user's id, 17 to 20 digits", 0, 0,
	    false },
	{ "expires", check_expires,
	    "reads the ISO date of the URL parameter named", 1, 1, false },
	{ "jks", check_jks, "a key store of Java that holds a key", 0, 0,
	    false },
	{ "jwt", check_jwt, "RFC 7519: a JSON header with alg, a JSON payload",
	    0, 0, false },
	{ "keepass", check_keepass, "a data base of KeePass", 0, 0, false },
	{ "keytab", check_keytab, "a keytab of Kerberos whose lengths add up",
	    0, 0, false },
	{ "luhn", check_luhn, "the check digit of ISO/IEC 7812-1", 0, 0,
	    false },
	{ "marvin32", check_marvin32,
	    "base64 that ends in Marvin32 under one of the seeds named, as "
	    "identifiable Azure keys",
	    1, 16, false },
	{ "minisign", check_minisign,
	    "a secret key of minisign, encrypted or with its checksum", 0, 0,
	    false },
	{ "mixed", check_mixed, "has upper-case, lower-case and digits", 0, 0,
	    false },
	{ "no-repeat", check_no_repeat,
	    "is no repetition, no run of one step, no mask", 0, 0, false },
	{ "noise", check_noise,
	    "so many characters and signs that nobody wrote them", 0, 0,
	    false },
	{ "objectid", check_objectid,
	    "24 hex digits that begin with a time since 2007", 0, 0, false },
	{ "openssh-key", check_openssh_key,
	    "openssh-key-v1, encrypted or not; equal check numbers", 0, 0,
	    false },
	{ "pem", check_pem,
	    "RFC 7468 with a body that parses, encrypted or not", 0, 0, false },
	{ "pgp", check_pgp, "OpenPGP armor with its CRC-24", 0, 0, false },
	{ "pkcs12", check_pkcs12, "a file of PKCS #12", 0, 0, false },
	{ "putty", check_putty, "a PPK file, encrypted or not", 0, 0, false },
	{ "pypi-macaroon", check_pypi_macaroon,
	    "a macaroon whose lengths add up", 0, 0, false },
	{ "random", check_random,
	    "long and mixed enough to have been drawn, and no words", 0, 0,
	    false },
	{ "sha256-base32", check_sha256_base32,
	    "N base32 characters of the SHA-256 of what stands before them, "
	    "then M others, as fine-grained GitHub tokens",
	    1, 2, true },
	{ "signify", check_signify,
	    "a secret key of signify, encrypted or with its checksum", 0, 0,
	    false },
	{ "uuid", check_uuid, "a UUID of RFC 9562, not nil", 0, 0, false },
	{ "wireguard", check_wireguard,
	    "a Curve25519 key, clamped as wg genkey does", 0, 0, false },
	{ NULL, NULL, NULL, 0, 0, false },
};

const struct check *
check_find(struct str name)
{
	size_t lo = 0, hi = LEN(checks) - 1;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = str_cmp(name, str_of(checks[mid].name));

		if (c == 0)
			return &checks[mid];
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

const char *const *
check_names(void)
{
	static const char *names[LEN(checks)];

	for (size_t i = 0; i < LEN(checks); i++)
		names[i] = checks[i].name;
	return names;
}

enum verdict
check_run(struct str value, struct str match, struct str secret,
    struct check_note *note)
{
	const struct check *c;
	struct str name;

	*note = (struct check_note){ .shift = 0 };
	if (!str_word(&value, &name) || (c = check_find(name)) == NULL)
		return CHECK_UNKNOWN;
	return c->fn(match, secret, str_trim(value), note);
}

const char *
check_wrong(struct str value)
{
	const struct check *c;
	struct str name, word;
	uint64_t number;
	unsigned n = 0;

	if (!str_word(&value, &name) || (c = check_find(name)) == NULL)
		return "unknown check";
	for (; str_word(&value, &word); n++)
		if (c->numbers && str_num(word, 256, &number) < 0)
			return "no number up to 256 after the check's name";
	if (n < c->nmin)
		return "too few words after the check's name";
	return n > c->nmax ? "too many words after the check's name" : NULL;
}
