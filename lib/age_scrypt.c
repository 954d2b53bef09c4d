#include "base.h"
#include "age_type.h"
#include "b64.h"
#include "crypt.h"
#include "str.h"

/*
 * 2^18 takes 256 MiB and about a second here. Above 2^22 (4 GiB) a file
 * is refused before anything is computed: who wrote it wants the machine.
 */
enum { SALT = 16, WORK = 18, WORK_MAX = 22 };

#define INFO STR("age-encryption.org/v1/scrypt")

static int
parse(const struct age_stanza *st, unsigned char salt[SALT], unsigned *work)
{
	struct str arg[2];
	uint64_t v;
	size_t n;

	if (age_stanza_args(st, arg, 2) < 0 || arg[0].n != b64_len(SALT, 0) ||
	    b64_decode(arg[0], 0, salt, SALT, &n) < 0)
		return -1;
	if (arg[1].n == 0 || arg[1].n > 2 || arg[1].p[0] == '0' ||
	    str_num(arg[1], 99, &v) < 0)
		return -1;
	*work = (unsigned)v;
	return 0;
}

static int
check(const struct age_stanza *st, const char **why)
{
	unsigned char salt[SALT];
	unsigned work;

	*why = "malformed scrypt stanza";
	if (parse(st, salt, &work) < 0 ||
	    age_stanza_body_len(st) != AGE_WRAPPED)
		return -1;
	*why = "its passphrase would take more than 4 GiB to try (scrypt "
	       "work factor above 22)";
	return work > WORK_MAX ? -1 : 0;
}

static int
derive(const struct age_key *id, const unsigned char salt[SALT], unsigned work,
    unsigned char key[32])
{
	char full[64];
	struct str info = INFO;

	memcpy(full, info.p, info.n);
	memcpy(full + info.n, salt, SALT);
	return scrypt_raw((struct str){ (const char *)id->sec, id->nsec },
	    (struct str){ full, info.n + SALT }, work, key);
}

static enum age_found
unwrap(const struct age_stanza *st, const struct age_key *id,
    unsigned char *file_key, const char **why)
{
	unsigned char salt[SALT], body[AGE_WRAPPED], key[32];
	enum age_found found = AGE_OTHER;
	unsigned work;

	if (check(st, why) < 0 || parse(st, salt, &work) < 0 ||
	    age_stanza_body(st, body, sizeof(body)) < 0)
		return AGE_BAD;
	if (derive(id, salt, work, key) < 0) {
		*why = "not enough memory for its passphrase (scrypt)";
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
	unsigned char salt[SALT], key[32], body[AGE_WRAPPED];
	struct buf head = { .max = 128 };
	int rc = -1;

	*why = "no random bytes, or no memory";
	if (crypt_random(salt, sizeof(salt)) == 0 &&
	    derive(to, salt, WORK, key) == 0 &&
	    age_wrap_key(key, file_key, body) == 0 &&
	    buf_addz(&head, "scrypt ") == 0 &&
	    b64_put(&head, (struct str){ (char *)salt, SALT }, 0) == 0 &&
	    buf_addf(&head, " %d", WORK) == 0)
		rc = age_stanza_put(out, buf_str(&head),
		    (struct str){ (char *)body, sizeof(body) });
	crypt_wipe(key, sizeof(key));
	buf_free(&head);
	return rc;
}

const struct age_type age_scrypt = {
	.name = "scrypt", .check = check, .unwrap = unwrap, .wrap = wrap
};
