#include "base.h"
#include "age_type.h"
#include "b64.h"
#include "bech32.h"
#include "crypt.h"
#include "str.h"

enum { POINT = 32 };

#define INFO STR("age-encryption.org/v1/X25519")

static int
share_of(const struct age_stanza *st, unsigned char share[POINT])
{
	struct str arg;
	size_t n;

	if (age_stanza_args(st, &arg, 1) < 0 ||
	    b64_decode(arg, 0, share, POINT, &n) < 0)
		return -1;
	return n == POINT ? 0 : -1;
}

static int
check(const struct age_stanza *st, const char **why)
{
	unsigned char share[POINT];

	if (share_of(st, share) == 0 && age_stanza_body_len(st) == AGE_WRAPPED)
		return 0;
	*why = "malformed X25519 stanza";
	return -1;
}

/* The wrap key of both sides; -1 when the shared secret is all zero. */
static int
derive(const unsigned char *sec, const unsigned char *peer,
    const unsigned char *share, const unsigned char *pub, unsigned char key[32])
{
	unsigned char shared[POINT], salt[2 * POINT];
	int rc = -1;

	memcpy(salt, share, POINT);
	memcpy(salt + POINT, pub, POINT);
	if (x25519(sec, peer, shared) == 0)
		rc = hkdf_sha256((struct str){ (char *)shared, sizeof(shared) },
		    (struct str){ (char *)salt, sizeof(salt) }, INFO, key, 32);
	crypt_wipe(shared, sizeof(shared));
	return rc;
}

static enum age_found
unwrap(const struct age_stanza *st, const struct age_key *id,
    unsigned char *file_key, const char **why)
{
	unsigned char share[POINT], body[AGE_WRAPPED], key[32];
	enum age_found found = AGE_OTHER;

	if (share_of(st, share) < 0 ||
	    age_stanza_body(st, body, sizeof(body)) < 0 ||
	    derive(id->sec, share, share, id->pub, key) < 0) {
		*why = "an X25519 stanza with a share of low order";
		return AGE_BAD;
	}
	if (age_unwrap_key(key, body, file_key) == 0)
		found = AGE_OPENED;
	crypt_wipe(key, sizeof(key));
	return found;
}

static int
wrap(struct buf *out, const struct age_key *to, const unsigned char *file_key,
    const char **why)
{
	unsigned char sec[POINT], share[POINT], key[32], body[AGE_WRAPPED];
	struct buf head = { .max = 128 };
	int rc = -1;

	*why = "no random bytes, or no memory";
	if (crypt_random(sec, sizeof(sec)) < 0 || x25519(sec, NULL, share) < 0)
		goto out;
	if (derive(sec, to->pub, share, to->pub, key) < 0) {
		*why = "a recipient of low order";
		goto out;
	}
	if (age_wrap_key(key, file_key, body) == 0 &&
	    buf_addz(&head, "X25519 ") == 0 &&
	    b64_put(&head, (struct str){ (char *)share, POINT }, 0) == 0)
		rc = age_stanza_put(out, buf_str(&head),
		    (struct str){ (char *)body, sizeof(body) });
out:
	crypt_wipe(sec, sizeof(sec));
	crypt_wipe(key, sizeof(key));
	buf_free(&head);
	return rc;
}

static int
recipient(struct str text, struct age_key *k, const char **why)
{
	unsigned char raw[POINT];
	struct str hrp;
	size_t n;

	if (!str_starts(text, STR("age1")) && !str_starts(text, STR("AGE1")))
		return 0;
	*why = "malformed recipient (a letter is wrong, or missing)";
	if (bech32_decode(text, &hrp, raw, sizeof(raw), &n) < 0)
		return -1;
	if (!str_ieq(hrp, STR("age")))
		return 0;
	if (n != POINT || age_key_room(k, &age_x25519, POINT, 0) < 0)
		return -1;
	memcpy(k->pub, raw, POINT);
	return 1;
}

static int
identity(struct str text, struct age_key *k, const char **why)
{
	struct str hrp;
	size_t n;

	if (!str_starts(text, STR("AGE-SECRET-KEY-1")))
		return 0;
	*why = "malformed identity (a letter is wrong, or missing)";
	if (age_key_room(k, &age_x25519, POINT, POINT) < 0)
		return -1;
	if (bech32_decode(text, &hrp, k->sec, POINT, &n) == 0 && n == POINT &&
	    str_eqz(hrp, "AGE-SECRET-KEY-") &&
	    x25519(k->sec, NULL, k->pub) == 0)
		return 1;
	age_key_free(k);
	return -1;
}

static int
text(struct buf *out, const struct age_key *k)
{
	return bech32_put(
	    out, STR("age"), (struct str){ (const char *)k->pub, k->npub });
}

const struct age_type age_x25519 = { .name = "X25519",
	.check = check,
	.unwrap = unwrap,
	.wrap = wrap,
	.recipient = recipient,
	.identity = identity,
	.text = text };
