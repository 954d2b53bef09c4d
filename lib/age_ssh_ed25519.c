#include "base.h"
#include "age_ssh.h"
#include "b64.h"
#include "crypt.h"
#include "crypt_ssh.h"
#include "str.h"

enum { POINT = 32 };

#define INFO STR("age-encryption.org/v1/ssh-ed25519")

static int
parse(const struct age_stanza *st, struct str *tag, unsigned char share[POINT])
{
	struct str arg[2];
	size_t n;

	if (age_stanza_args(st, arg, 2) < 0 ||
	    b64_decode(arg[1], 0, share, POINT, &n) < 0 || n != POINT)
		return -1;
	*tag = arg[0];
	return 0;
}

static int
check(const struct age_stanza *st, const char **why)
{
	unsigned char share[POINT];
	struct str arg;

	if (parse(st, &arg, share) == 0 && age_ssh_is_tag(arg) &&
	    age_stanza_body_len(st) == AGE_WRAPPED)
		return 0;
	*why = "malformed ssh-ed25519 stanza";
	return -1;
}

/*
 * The key agreement on the curve's other form, with a tweak that binds it
 * to this SSH key: the same key signs elsewhere.
 */
static int
derive(const struct age_key *k, const unsigned char *sec,
    const unsigned char *peer, const unsigned char *share,
    const unsigned char *point, unsigned char key[32])
{
	unsigned char first[POINT], shared[POINT], tweak[POINT];
	unsigned char salt[2 * POINT];
	struct str wire = { (const char *)k->pub, k->npub };
	int rc = -1;

	memcpy(salt, share, POINT);
	memcpy(salt + POINT, point, POINT);
	if (hkdf_sha256(STR(""), wire, INFO, tweak, sizeof(tweak)) == 0 &&
	    x25519(sec, peer, first) == 0 && x25519(tweak, first, shared) == 0)
		rc = hkdf_sha256((struct str){ (char *)shared, POINT },
		    (struct str){ (char *)salt, sizeof(salt) }, INFO, key, 32);
	crypt_wipe(first, sizeof(first));
	crypt_wipe(shared, sizeof(shared));
	return rc;
}

static enum age_found
unwrap(const struct age_stanza *st, const struct age_key *id,
    unsigned char *file_key, const char **why)
{
	unsigned char share[POINT], point[POINT], body[AGE_WRAPPED], key[32];
	enum age_found found;
	struct sshpub pub;
	struct sshsec sec;
	unsigned char *scalar;
	struct str tag;

	if (parse(st, &tag, share) < 0 ||
	    age_stanza_body(st, body, sizeof(body)) < 0)
		return AGE_BAD;
	if ((found = age_ssh_match(id, tag, &pub, &sec, why)) != AGE_OPENED)
		return found;
	found = AGE_BAD;
	*why = "an ssh-ed25519 stanza with a share of low order";
	if ((scalar = crypt_key_new(POINT)) == NULL)
		return AGE_BAD;
	if (ed25519_seed_to_x25519((const unsigned char *)sec.seed.p, scalar) ==
		0 &&
	    ed25519_pub_to_x25519((const unsigned char *)pub.pub.p, point) ==
		0 &&
	    derive(id, scalar, share, share, point, key) == 0)
		found = age_unwrap_key(key, body, file_key) == 0 ? AGE_OPENED :
								   AGE_OTHER;
	crypt_key_free(scalar);
	crypt_wipe(key, sizeof(key));
	return found;
}

static int
wrap(struct buf *out, const struct age_key *to, const unsigned char *file_key,
    const char **why)
{
	unsigned char sec[POINT], share[POINT], point[POINT], key[32];
	unsigned char body[AGE_WRAPPED];
	struct buf head = { .max = 128 };
	struct sshpub pub;
	int rc = -1;

	if (age_ssh_fields(to, &pub, NULL, why) < 0)
		return -1;
	*why = "an Ed25519 key of low order";
	if (ed25519_pub_to_x25519((const unsigned char *)pub.pub.p, point) < 0)
		return -1;
	*why = "no random bytes, or no memory";
	if (crypt_random(sec, sizeof(sec)) == 0 &&
	    x25519(sec, NULL, share) == 0 &&
	    derive(to, sec, point, share, point, key) == 0 &&
	    age_wrap_key(key, file_key, body) == 0 &&
	    age_ssh_head(&head, to) == 0 && buf_addc(&head, ' ') == 0 &&
	    b64_put(&head, (struct str){ (char *)share, POINT }, 0) == 0)
		rc = age_stanza_put(out, buf_str(&head),
		    (struct str){ (char *)body, sizeof(body) });
	crypt_wipe(sec, sizeof(sec));
	crypt_wipe(key, sizeof(key));
	buf_free(&head);
	return rc;
}

static int
recipient(struct str text, struct age_key *k, const char **why)
{
	return age_ssh_recipient(&age_ssh_ed25519, text, k, why);
}

static int
identity(struct str text, struct age_key *k, const char **why)
{
	return age_ssh_identity(&age_ssh_ed25519, text, k, why);
}

const struct age_type age_ssh_ed25519 = { .name = "ssh-ed25519",
	.check = check,
	.unwrap = unwrap,
	.wrap = wrap,
	.recipient = recipient,
	.identity = identity,
	.text = age_ssh_text,
	.unlock = age_ssh_unlock };
