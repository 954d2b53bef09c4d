#include "base.h"
#include "chance.h"
#include "check.h"
#include "date.h"
#include "lax.h"
#include "str.h"

/*
 * Six bytes of what follows the prefix hold the account. Keys that begin
 * AKIAI or AKIAJ are older than that, and give no account.
 */
enum verdict
check_aws_account(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char b[16];
	uint64_t v = 0;
	size_t len;

	(void)match;
	(void)args;
	if (secret.n != 20)
		return CHECK_UNKNOWN;
	if (lax_base32(str_sub(secret, 4, 20), b, sizeof(b), &len) < 0)
		return CHECK_FALSE;
	for (size_t i = 0; i < 6; i++)
		v = v << 8 | b[i];
	v = (v & UINT64_C(0x7fffffffff80)) >> 7;
	if (secret.p[4] != 'I' && secret.p[4] != 'J' &&
	    v <= UINT64_C(999999999999))
		snprintf(n->account, sizeof(n->account), "%012llu",
		    (unsigned long long)v);
	if (n->account[0])
		snprintf(n->text, sizeof(n->text), "account %s", n->account);
	return CHECK_UNKNOWN;
}

enum verdict
check_mixed(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	bool upper = false, lower = false, digit = false;

	(void)match;
	(void)args;
	(void)n;
	for (size_t i = 0; i < secret.n; i++) {
		char c = secret.p[i];

		upper |= c >= 'A' && c <= 'Z';
		lower |= c >= 'a' && c <= 'z';
		digit |= c >= '0' && c <= '9';
	}
	return upper && lower && digit ? CHECK_UNKNOWN : CHECK_FALSE;
}

/* A name in the vendor's own words stands where a token could. */
enum verdict
check_random(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	struct shape h = chance_shape(secret);

	(void)match;
	(void)args;
	(void)n;
	return chance_random(secret, &h) ? CHECK_UNKNOWN : CHECK_FALSE;
}

/* Braces, dots and brackets in it mean nothing: nobody wrote it. */
enum verdict
check_noise(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	struct shape h = chance_shape(secret);

	(void)match;
	(void)args;
	(void)n;
	return h.n >= 40 && h.digit >= 3 && h.punct >= 5 && h.entropy >= 430 ?
	    CHECK_TRUE :
	    CHECK_UNKNOWN;
}

/* The longest run whose characters rise or fall by the same step. */
static size_t
longest_run(struct str s, int step)
{
	size_t best = 1, run = 1;

	for (size_t i = 1; i < s.n; i++) {
		run = s.p[i] - s.p[i - 1] == step ? run + 1 : 1;
		best = run > best ? run : best;
	}
	return best;
}

static bool
periodic(struct str s)
{
	for (size_t p = 1; p <= 5 && p * 3 <= s.n; p++)
		if (memcmp(s.p, s.p + p, s.n - p) == 0)
			return true;
	return false;
}

enum verdict
check_no_repeat(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	/* In 40 random hex digits a run of eight comes once in 10^7. */
	size_t most = secret.n < 16 ? (secret.n + 1) / 2 + 1 : 8;

	(void)match;
	(void)args;
	(void)n;
	if (secret.n < 4)
		return CHECK_UNKNOWN;
	if (periodic(secret))
		return CHECK_FALSE;
	for (int step = -1; step <= 1; step++)
		if (longest_run(secret, step) >= most)
			return CHECK_FALSE;
	return CHECK_UNKNOWN;
}

enum verdict
check_uuid(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	bool same = true;

	(void)match;
	(void)args;
	(void)n;
	if (secret.n != 36)
		return CHECK_FALSE;
	for (size_t i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? secret.p[i] != '-' : str_hex(secret.p[i]) < 0)
			return CHECK_FALSE;
		same &= dash || secret.p[i] == secret.p[0];
	}
	return same ? CHECK_FALSE : CHECK_UNKNOWN;
}

/* MongoDB's manual: an ObjectId begins with seconds since 1970. */
enum verdict
check_objectid(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	size_t run = 0;

	(void)match;
	(void)args;
	(void)n;
	for (size_t i = 0; i <= secret.n; i++) {
		uint32_t when = 0;

		if (i < secret.n && str_hex(secret.p[i]) >= 0) {
			run++;
			continue;
		}
		for (size_t k = i - run; run == 24 && k < i - 16; k++)
			when = when << 4 | (uint32_t)str_hex(secret.p[k]);
		if (run == 24) /* 2007 to 2040 */
			return when > 1167609600u && when < 2208988800u ?
			    CHECK_UNKNOWN :
			    CHECK_FALSE;
		run = 0;
	}
	return CHECK_FALSE;
}

/* A parameter as "se=2030-01-01T..." of Azure's signatures. */
enum verdict
check_expires(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	char day[DATE_LEN + 1];
	int32_t d;

	(void)secret;
	for (size_t at = 0; args.n; at += args.n) {
		if ((at = str_find(match, args, at)) == STR_NONE)
			break;
		if (at + args.n >= match.n || match.p[at + args.n] != '=' ||
		    (at > 0 && !strchr("?&; \"'", match.p[at - 1])) ||
		    date_parse(str_sub(match, at + args.n + 1,
				   at + args.n + 1 + DATE_LEN),
			&d) < 0)
			continue;
		date_put(d, day);
		snprintf(n->text, sizeof(n->text), "expires %s", day);
		break;
	}
	return CHECK_UNKNOWN;
}
