#include "base.h"
#include "bip39.h"
#include "check.h"
#include "crypt_sign.h"
#include "lax.h"
#include "str.h"

/*
 * Files that hold keys, and what stands for one: Java's key stores, PKCS #12,
 * the secret keys of signify and minisign, BIP 39's words.
 */
enum { LOCKED = -2 };

static enum verdict
truth(bool ok)
{
	return ok ? CHECK_TRUE : CHECK_FALSE;
}

static bool
be_take(struct str *s, size_t width, size_t *v)
{
	if (s->n < width)
		return false;
	*v = 0;
	for (size_t i = 0; i < width; i++)
		*v = *v << 8 | (unsigned char)s->p[i];
	*s = str_sub(*s, width, s->n);
	return true;
}

static bool
be_skip(struct str *s, size_t width)
{
	size_t n;

	if (!be_take(s, width, &n) || n > s->n)
		return false;
	*s = str_sub(*s, n, s->n);
	return true;
}

/*
 * "JKS" and "JCEKS" of the JDK: a magic, a version, so many entries; each
 * has its kind, an alias and a date. What holds certificates alone, as a
 * store of trust, is no secret. What is longer than a match is not told.
 */
enum verdict
check_jks(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	enum { KEY = 1, CERTIFICATE = 2, SECRET = 3 };
	size_t magic, version, entries, kind, date;

	(void)secret;
	(void)args;
	if (!be_take(&match, 4, &magic) || !be_take(&match, 4, &version) ||
	    !be_take(&match, 4, &entries) || version < 1 || version > 2)
		return CHECK_FALSE;
	snprintf(n->text, sizeof(n->text), "%zu entr%s", entries,
	    entries == 1 ? "y" : "ies");
	for (size_t i = 0; i < entries; i++) {
		if (!be_take(&match, 4, &kind) || !be_skip(&match, 2) ||
		    !be_take(&match, 8, &date))
			return CHECK_UNKNOWN;
		if (kind == KEY || kind == SECRET)
			return CHECK_TRUE;
		if (kind != CERTIFICATE)
			return CHECK_FALSE;
		if ((version == 2 && !be_skip(&match, 2)) ||
		    !be_skip(&match, 4))
			return CHECK_UNKNOWN;
	}
	return CHECK_FALSE;
}

/* RFC 7292: a SEQUENCE, version 3, then a content of the type "data". */
enum verdict
check_pkcs12(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	static const char head[] = "\x02\x01\x03\x30";
	static const char data[] = "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07";
	unsigned char raw[64];
	size_t len;

	(void)match;
	(void)args;
	(void)n;
	if (lax_b64(str_sub(secret, 0, 64), raw, sizeof(raw), &len) == 0)
		secret = (struct str){ (char *)raw, len };
	secret = str_sub(secret, 0, 64);
	return truth(secret.n >= 24 && secret.p[0] == 0x30 &&
	    str_find(secret, (struct str){ head, sizeof(head) - 1 }, 0) < 6 &&
	    str_find(secret, (struct str){ data, sizeof(data) - 1 }, 0) < 24);
}

/*
 * signify(1): "Ed", "BK", rounds of bcrypt (0: no passphrase), a salt, the
 * first 8 bytes of SHA-512 of the key, a number, the key.
 */
enum verdict
check_signify(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	enum { ROUNDS = 4, SUM = 24, KEY = 40, ALL = 104 };
	unsigned char b[ALL + 1], sum[DIGEST_MAX];
	size_t len;

	(void)match;
	(void)args;
	if (lax_b64(secret, b, sizeof(b), &len) < 0 || len != ALL ||
	    memcmp(b, "EdBK", 4) != 0)
		return CHECK_FALSE;
	if (b[ROUNDS] | b[ROUNDS + 1] | b[ROUNDS + 2] | b[ROUNDS + 3]) {
		n->shift = LOCKED;
		snprintf(n->text, sizeof(n->text), "encrypted");
		return CHECK_TRUE;
	}
	if (hash_of(DIGEST_SHA512, (struct str){ (char *)b + KEY, ALL - KEY },
		sum) < 0)
		return CHECK_UNKNOWN;
	return truth(memcmp(sum, b + SUM, 8) == 0);
}

/*
 * minisign's page, "Secret key format": algorithm, KDF ("Sc", or none),
 * BLAKE2b; salt, limits; then number, key and checksum, which scrypt hides.
 */
enum verdict
check_minisign(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	enum { KDF = 2, BODY = 54, KEY = 72, SUM = 126, ALL = 158 };
	unsigned char b[ALL + 1], text[2 + KEY], sum[32];
	size_t len;

	(void)match;
	(void)args;
	if (lax_b64(secret, b, sizeof(b), &len) < 0 || len != ALL ||
	    memcmp(b, "Ed", 2) != 0 || memcmp(b + 4, "B2", 2) != 0)
		return CHECK_FALSE;
	if (memcmp(b + KDF, "Sc", 2) == 0) {
		n->shift = LOCKED;
		snprintf(n->text, sizeof(n->text), "encrypted");
		return CHECK_TRUE;
	}
	memcpy(text, b, 2);
	memcpy(text + 2, b + BODY, KEY);
	if (blake2b_256((struct str){ (char *)text, sizeof(text) }, sum) < 0)
		return CHECK_UNKNOWN;
	return truth(memcmp(sum, b + SUM, sizeof(sum)) == 0);
}

/* Documentation repeats one word; who drew twelve has ten others. */
enum verdict
check_bip39(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	size_t different;

	(void)match;
	(void)args;
	(void)n;
	return truth(bip39_is(secret, &different) && different > 9);
}

/* KeePass: two magics, then the version of the format, low byte first. */
enum verdict
check_keepass(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	(void)secret;
	(void)args;
	if (match.n < 12)
		return CHECK_UNKNOWN;
	snprintf(n->text, sizeof(n->text), "format %u",
	    (unsigned)(unsigned char)match.p[10]);
	return truth(match.p[10] >= 1 && match.p[10] <= 4 && match.p[11] == 0);
}

/*
 * MIT's keytab, version 2: entries with their size, a principal as counted
 * parts, a kind, a time, a key. It is under no password.
 */
enum verdict
check_keytab(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	size_t size, parts, v;
	struct str entry;

	(void)secret;
	(void)args;
	(void)n;
	match = str_sub(match, 2, match.n);
	if (!be_take(&match, 4, &size) || size > match.n)
		return CHECK_UNKNOWN;
	entry = str_sub(match, 0, size);
	if (!be_take(&entry, 2, &parts) || parts == 0 || parts > 8 ||
	    !be_skip(&entry, 2))
		return CHECK_FALSE;
	for (; parts; parts--)
		if (!be_skip(&entry, 2))
			return CHECK_FALSE;
	/* The kind of name, the time, the key's number and its type. */
	return truth(be_take(&entry, 4 + 4 + 1 + 2, &v) && be_skip(&entry, 2));
}
