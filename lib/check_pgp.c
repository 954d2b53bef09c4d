#include "base.h"
#include "check.h"
#include "crc.h"
#include "lax.h"
#include "str.h"

/* RFC 9580: what is told of a secret key in armor. */
enum { KEY_MAX = 12 << 10, SECRET_KEY = 5, SECRET_SUBKEY = 7 };

/* 4.2: the head of a packet: its tag and body, or -1. Partial lengths, which
   keys may not have, are none. */
static int
packet(struct str *s, struct str *body)
{
	const unsigned char *p = (const unsigned char *)s->p;
	size_t head = 2, n, width;
	int tag;

	if (s->n < 2 || !(p[0] & 0x80))
		return -1;
	if (p[0] & 0x40) {
		tag = p[0] & 0x3f;
		width = p[1] < 192 ? 0 : p[1] < 224 ? 1 : p[1] == 255 ? 4 : 9;
		if (width == 9 || s->n < 2 + width)
			return -1;
		n = p[1];
		if (width == 1)
			n = ((size_t)p[1] - 192) * 256 + p[2] + 192;
	} else {
		tag = p[0] >> 2 & 0xf;
		if ((p[0] & 3) == 3 || s->n < (size_t)1 + (1u << (p[0] & 3)))
			return -1;
		width = 1u << (p[0] & 3);
		head = 1;
		n = 0;
	}
	if (width == 4 || head == 1) {
		n = 0;
		for (size_t i = 0; i < width; i++)
			n = n << 8 | p[head + i];
	}
	head += width;
	if (s->n < head)
		return -1;
	*body = str_sub(*s, head, n > s->n - head ? s->n : head + n);
	*s = str_sub(*s, n > s->n - head ? s->n : head + n, s->n);
	return tag;
}

/* So many multi-precision integers on. */
static bool
skip_numbers(struct str *s, unsigned count)
{
	for (; count; count--) {
		const unsigned char *p = (const unsigned char *)s->p;
		size_t n;

		if (s->n < 2)
			return false;
		n = ((size_t)p[0] << 8 | p[1]) + 7;
		n = 2 + n / 8;
		if (n > s->n)
			return false;
		*s = str_sub(*s, n, s->n);
	}
	return true;
}

/* 5.5.2: version 4, a time, an algorithm; then what is public of it. */
static bool
skip_public(struct str *s)
{
	unsigned algorithm, numbers = 0, curve = 0;

	if (s->n < 6 || s->p[0] != 4)
		return false;
	algorithm = (unsigned char)s->p[5];
	*s = str_sub(*s, 6, s->n);
	switch (algorithm) {
	case 1:
	case 2:
	case 3: numbers = 2; break;  /* RSA */
	case 16: numbers = 3; break; /* Elgamal */
	case 17: numbers = 4; break; /* DSA */
	case 18:
	case 19:
	case 22: numbers = curve = 1; break; /* ECDH, ECDSA, EdDSA */
	default: return false;
	}
	if (curve) {
		if (s->n < 1 || (unsigned char)s->p[0] >= s->n)
			return false;
		*s = str_sub(*s, 1 + (unsigned char)s->p[0], s->n);
	}
	if (!skip_numbers(s, numbers))
		return false;
	if (algorithm == 18) { /* the KDF's parameters */
		if (s->n < 1 || (unsigned char)s->p[0] >= s->n)
			return false;
		*s = str_sub(*s, 1 + (unsigned char)s->p[0], s->n);
	}
	return true;
}

enum lock { LOCK_UNKNOWN, LOCK_NONE, LOCK_PASSPHRASE, LOCK_ABSENT };

/* 5.5.3: the octet that says how the rest is protected. GnuPG's mode 1001
   of S2K 101 says that the secret is not there at all. */
static enum lock
lock_of(struct str s)
{
	struct str body;
	int tag;

	while ((tag = packet(&s, &body)) >= 0) {
		if (tag != SECRET_KEY && tag != SECRET_SUBKEY)
			continue;
		if (!skip_public(&body) || body.n < 1)
			return LOCK_UNKNOWN;
		switch ((unsigned char)body.p[0]) {
		case 0: return LOCK_NONE;
		case 253:
		case 254:
		case 255:
			if (body.n > 8 && body.p[2] == 101 &&
			    memcmp(body.p + 4, "GNU\1", 4) == 0)
				continue;
			return LOCK_PASSPHRASE;
		default: return LOCK_PASSPHRASE;
		}
	}
	return LOCK_ABSENT;
}

/* The body behind headers ("Version: x"), up to the end; its CRC apart. */
static bool
body_of(struct str s, struct str *body, struct str *sum)
{
	size_t at = str_find(s, STR("BLOCK-----"), 0), end, blank;

	if (at == STR_NONE)
		return false;
	s = str_sub(s, at + 10, s.n);
	if ((end = str_find(s, STR("-----END"), 0)) != STR_NONE)
		s = str_sub(s, 0, end);
	blank = str_rchr(s, ':');
	while (blank != STR_NONE && blank < s.n && s.p[blank] != '\n' &&
	    s.p[blank] != '\\')
		blank++;
	s = str_sub(s, blank == STR_NONE ? 0 : blank, s.n);
	if (str_starts(s, STR("\\n")) || str_starts(s, STR("\\r")))
		s = str_sub(s, 2, s.n);
	at = str_rchr(s, '=');
	*sum = STR("");
	if (at != STR_NONE && s.n - at >= 5 && at > 0 &&
	    (s.p[at - 1] == '\n' || s.p[at - 1] == 'n')) {
		*sum = str_sub(s, at + 1, at + 5);
		s = str_sub(s, 0, at);
	}
	*body = s;
	return true;
}

static bool
sum_is(struct str have, struct str key)
{
	unsigned char sum[3];
	size_t n;

	return lax_b64(have, sum, sizeof(sum), &n) == 0 && n == 3 &&
	    crc24_of(key) ==
	    ((uint32_t)sum[0] << 16 | (uint32_t)sum[1] << 8 | sum[2]);
}

/* 6.1: the last line is '=' and the CRC-24 of the rest, or left out. */
enum verdict
check_pgp(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char key[KEY_MAX];
	struct str body, sum, bytes;
	size_t len;

	(void)args;
	if (!body_of(match, &body, &sum) && !body_of(secret, &body, &sum))
		return CHECK_UNKNOWN;
	if (lax_body(body, key, sizeof(key), &len) < 0)
		return CHECK_UNKNOWN;
	bytes = (struct str){ (char *)key, len };
	if (sum.n && !sum_is(sum, bytes))
		return CHECK_FALSE;
	switch (lock_of(bytes)) {
	case LOCK_PASSPHRASE: check_locked(n, STR("")); break;
	case LOCK_ABSENT:
		if (sum.n && len > 0 && (key[0] & 0x80))
			return CHECK_FALSE;
		break;
	case LOCK_NONE:
	case LOCK_UNKNOWN: break;
	}
	return sum.n ? CHECK_TRUE : CHECK_UNKNOWN;
}
