#include "base.h"
#include "check.h"
#include "crc.h"
#include "lax.h"
#include "str.h"

/* Where the parts of a common annotated key stand, in characters. */
enum { CASK_KIND = 57, CASK_YEAR = 58, CASK_MONTH = 59, CASK_BODY = 80 };
#define CASK_SEED UINT64_C(0x44656661756c7430) /* "Default0" */

/*
 * Of the checksum, low byte first, four characters stand there: services
 * write it in base64, Microsoft's library in base62 with zeros behind.
 */
static bool
cask_sum(uint32_t sum, struct str have)
{
	unsigned char three[3];
	uint32_t v = __builtin_bswap32(sum);
	char text[6];
	size_t n = 0, len;

	if (lax_b64(have, three, sizeof(three), &len) == 0 && len == 3 &&
	    ((uint32_t)three[0] << 16 | (uint32_t)three[1] << 8 | three[2]) ==
		v >> 8)
		return true;
	for (uint32_t rest = v; rest; rest /= 62)
		n++;
	memset(text, '0', sizeof(text));
	crc_digits(v, base62_digits, text, n);
	return memcmp(text, have.p, have.n) == 0;
}

/* Microsoft's Security.Utilities, "common annotated security keys". */
enum verdict
check_cask(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char key[64];
	uint64_t h;
	size_t len;
	char year, month;

	(void)match;
	(void)args;
	if (secret.n < CASK_BODY + 4 ||
	    lax_b64(str_sub(secret, 0, CASK_BODY), key, sizeof(key), &len) < 0)
		return CHECK_FALSE;
	h = marvin_of((struct str){ (char *)key, len }, CASK_SEED);
	if (!cask_sum((uint32_t)(h ^ h >> 32),
		str_sub(secret, CASK_BODY, CASK_BODY + 4)))
		return CHECK_FALSE;
	year = secret.p[CASK_YEAR];
	month = secret.p[CASK_MONTH];
	if (year >= 'A' && year <= 'Z' && month >= 'A' && month <= 'L')
		snprintf(n->text, sizeof(n->text), "%s of %d-%02d",
		    secret.p[CASK_KIND] == '9'	   ? "made" :
			secret.p[CASK_KIND] == 'D' ? "derived" :
						     "a hash",
		    2024 + year - 'A', 1 + month - 'A');
	return CHECK_TRUE;
}
