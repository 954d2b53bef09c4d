#include "base.h"
#include "bech32.h"
#include "check.h"
#include "crc.h"
#include "crypt.h"
#include "lax.h"
#include "str.h"

enum { BYTES_MAX = 256, DIGITS_MAX = 64 };

static enum verdict
truth(bool ok)
{
	return ok ? CHECK_TRUE : CHECK_FALSE;
}

/* "WIDTH [SKIP]": the checksum at the end of a secret and what it covers. */
struct tail {
	struct str body, sum;
	bool skip; /* SKIP was given */
};

static bool
cut_tail(struct str secret, struct str args, struct tail *t)
{
	uint64_t width, skip = 0;
	struct str word;

	if (!str_word(&args, &word) || str_num(word, DIGITS_MAX, &width) < 0)
		return false;
	t->skip = str_word(&args, &word);
	if (t->skip && str_num(word, BYTES_MAX, &skip) < 0)
		return false;
	if (width >= secret.n || skip > secret.n - width)
		return false;
	t->body = str_sub(secret, skip, secret.n - width);
	t->sum = str_sub(secret, secret.n - width, secret.n);
	return true;
}

static bool
digits_are(const struct tail *t, const char *digits)
{
	char want[DIGITS_MAX];

	crc_digits(crc32_of(t->body), digits, want, t->sum.n);
	return str_eq(t->sum, (struct str){ want, t->sum.n });
}

/* GitHub's blog of 2021-04-05 on its token formats. */
enum verdict
check_crc32_base62(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	struct tail t;
	size_t under;

	(void)match;
	(void)n;
	if (!cut_tail(secret, args, &t))
		return CHECK_UNKNOWN;
	under = t.skip ? STR_NONE : str_rchr(t.body, '_');
	if (under != STR_NONE)
		t.body = str_sub(t.body, under + 1, t.body.n);
	return truth(digits_are(&t, base62_digits));
}

/*
 * GitLab's "routable tokens": before the checksum stand two base36 digits,
 * the payload's length; the checksum covers those and the prefix too.
 */
enum verdict
check_crc32_base36(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	struct tail t;

	(void)match;
	(void)n;
	if (!cut_tail(secret, args, &t))
		return CHECK_UNKNOWN;
	return truth(digits_are(&t, base36_digits));
}

static bool
hex_is(struct str s, uint32_t v)
{
	char want[DIGITS_MAX];

	crc_digits(v, "0123456789abcdef", want, s.n);
	return str_ieq(s, (struct str){ want, s.n });
}

/* In source an Atlassian token's '=' may be escaped; it was not when the
   checksum was taken. */
static struct str
unescape(struct str s, char *out, size_t cap)
{
	static const struct str forms[] = { { "%3D", 3 }, { "%3d", 3 },
		{ "\\u003d", 6 }, { "\\=", 2 } };

	for (size_t i = 0; i < LEN(forms); i++) {
		size_t n = s.n - (s.n >= forms[i].n ? forms[i].n : 0);

		if (!str_ends(s, forms[i]) || n + 1 > cap)
			continue;
		memcpy(out, s.p, n);
		out[n] = '=';
		return (struct str){ out, n + 1 };
	}
	return s;
}

static enum verdict
hex_tail(struct str secret, struct str args, bool little)
{
	char plain[512];
	struct tail t;
	uint32_t c;

	if (!cut_tail(secret, args, &t))
		return CHECK_UNKNOWN;
	t.body = unescape(t.body, plain, sizeof(plain));
	if (str_ends(t.body, STR("_"))) /* it separates, and is not covered */
		t.body.n--;
	c = crc32_of(t.body);
	return truth(hex_is(t.sum, little ? __builtin_bswap32(c) : c));
}

enum verdict
check_crc32_hex(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	(void)match;
	(void)n;
	return hex_tail(secret, args, false);
}

enum verdict
check_crc32_le_hex(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	(void)match;
	(void)n;
	return hex_tail(secret, args, true);
}

static uint32_t
le32(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[3] << 24;
}

enum verdict
check_crc32_le_base64(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char sum[4];
	struct tail t;
	size_t len;

	(void)match;
	(void)n;
	if (!cut_tail(secret, args, &t))
		return CHECK_UNKNOWN;
	return truth(lax_b64(t.sum, sum, sizeof(sum), &len) == 0 && len == 4 &&
	    le32(sum) == crc32_of(t.body));
}

/* "WIDTH [BEHIND]": so many characters follow the checksum. */
enum verdict
check_sha256_base32(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char sum[SHA256_LEN], got[SHA256_LEN];
	uint64_t width, behind = 0;
	struct str word;
	size_t at, len;

	(void)match;
	(void)n;
	if (!str_word(&args, &word) || str_num(word, 48, &width) < 0 ||
	    (str_word(&args, &word) && str_num(word, 64, &behind) < 0) ||
	    width + behind >= secret.n)
		return CHECK_UNKNOWN;
	at = secret.n - width - behind;
	if (sha256_of(str_sub(secret, 0, at), sum) < 0)
		return CHECK_UNKNOWN;
	if (lax_base32(
		str_sub(secret, at, at + width), got, sizeof(got), &len) < 0)
		return CHECK_FALSE;
	/* Bits that fill no byte are left aside. */
	return truth(memcmp(sum, got, len) == 0);
}

/* NATS: github.com/nats-io/nkeys, README. */
enum verdict
check_crc16(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char key[64];
	size_t len;

	(void)match;
	(void)args;
	(void)n;
	if (lax_base32(secret, key, sizeof(key), &len) < 0 || len < 4)
		return CHECK_FALSE;
	return truth((key[len - 2] | key[len - 1] << 8) ==
	    crc16_of((struct str){ (char *)key, len - 2 }));
}

enum verdict
check_bech32(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char key[BECH32_MAX];
	struct str hrp;
	size_t len;

	(void)match;
	(void)n;
	return truth(bech32_decode(secret, &hrp, key, sizeof(key), &len) == 0 &&
	    (args.n == 0 || str_ieq(hrp, args)));
}

static uint64_t
seed_of(struct str s)
{
	uint64_t seed = 0;

	for (size_t i = 0; i < s.n && i < 8; i++)
		seed = seed << 8 | (unsigned char)s.p[i];
	return seed;
}

/* Microsoft's Security.Utilities, "identifiable keys": the seed is eight
   letters, and one key in several roles has one seed each. */
enum verdict
check_marvin32(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char key[BYTES_MAX];
	struct str word;
	bool maybe = str_starts(args, STR("maybe ")), several;
	size_t len;

	(void)match;
	if (maybe)
		(void)str_word(&args, &word);
	several = str_chr(str_trim(args), ' ', 0) != STR_NONE;
	if (lax_b64(secret, key, sizeof(key), &len) < 0 || len < 8)
		return CHECK_FALSE;
	while (str_word(&args, &word)) {
		uint64_t h = marvin_of(
		    (struct str){ (char *)key, len - 4 }, seed_of(word));

		if (le32(key + len - 4) != (uint32_t)(h ^ h >> 32))
			continue;
		while (word.n > 1 && word.p[word.n - 1] == '0')
			word.n--;
		if (several)
			snprintf(n->text, sizeof(n->text), "role %.*s",
			    FMT(str_sub(word, 0, 8)));
		return CHECK_TRUE;
	}
	return maybe ? CHECK_UNKNOWN : CHECK_FALSE;
}

enum verdict
check_luhn(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned sum = 0, count = 0;

	(void)match;
	(void)args;
	(void)n;
	for (size_t i = secret.n; i-- > 0;) {
		unsigned d = (unsigned char)secret.p[i] - (unsigned)'0';

		if (secret.p[i] == ' ' || secret.p[i] == '-')
			continue;
		if (d > 9)
			return CHECK_FALSE;
		if (count++ % 2)
			d = d * 2 / 10 + d * 2 % 10;
		sum += d;
	}
	return truth(count > 1 && sum > 0 && sum % 10 == 0);
}

enum verdict
check_base58(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char key[BYTES_MAX];
	uint64_t want;
	size_t len;

	(void)match;
	(void)n;
	if (str_num(args, BYTES_MAX, &want) < 0)
		return CHECK_UNKNOWN;
	return truth(
	    lax_base58(secret, key, sizeof(key), &len) == 0 && len == want);
}

enum verdict
check_base58check(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char key[BYTES_MAX], sum[SHA256_LEN];
	size_t len;

	(void)match;
	(void)args;
	(void)n;
	if (lax_base58(secret, key, sizeof(key), &len) < 0 || len < 8)
		return CHECK_FALSE;
	if (sha256_of((struct str){ (char *)key, len - 4 }, sum) < 0 ||
	    sha256_of((struct str){ (char *)sum, sizeof(sum) }, sum) < 0)
		return CHECK_UNKNOWN;
	return truth(memcmp(sum, key + len - 4, 4) == 0);
}
