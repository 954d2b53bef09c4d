#include "base.h"
#include "age_ssh.h"
#include "crypt.h"
#include "crypt_ssh.h"
#include "str.h"

enum { BODY_MAX = RSA_MAX_BITS / 8, ADVISED_BITS = 3072 };

#define LABEL STR("age-encryption.org/v1/ssh-rsa")

static int
check(const struct age_stanza *st, const char **why)
{
	size_t n = age_stanza_body_len(st);
	struct str arg;

	if (age_stanza_args(st, &arg, 1) == 0 && age_ssh_is_tag(arg) && n > 0 &&
	    n <= BODY_MAX)
		return 0;
	*why = "malformed ssh-rsa stanza";
	return -1;
}

static enum age_found
unwrap(const struct age_stanza *st, const struct age_key *id,
    unsigned char *file_key, const char **why)
{
	size_t n = age_stanza_body_len(st);
	unsigned char body[BODY_MAX];
	enum age_found found;
	struct rsa_key key;
	struct sshpub pub;
	struct sshsec sec;
	struct str arg;

	if (check(st, why) < 0 || age_stanza_args(st, &arg, 1) < 0 ||
	    age_stanza_body(st, body, n) < 0)
		return AGE_BAD;
	if ((found = age_ssh_match(id, arg, &pub, &sec, why)) != AGE_OPENED)
		return found;
	key = (struct rsa_key){ sec.n, sec.e, sec.d };
	return rsa_open(&key, LABEL, (struct str){ (char *)body, n }, file_key,
		   AGE_FILE_KEY) == 0 ?
	    AGE_OPENED :
	    AGE_OTHER;
}

static int
wrap(struct buf *out, const struct age_key *to, const unsigned char *file_key,
    const char **why)
{
	unsigned char body[BODY_MAX];
	struct buf head = { .max = 128 };
	struct rsa_key key;
	struct sshpub pub;
	int rc = -1;

	if (age_ssh_fields(to, &pub, NULL, why) < 0)
		return -1;
	*why = "an RSA key that does not encrypt, or no memory";
	key = (struct rsa_key){ pub.n, pub.e, { "", 0 } };
	if (rsa_seal(&key, LABEL,
		(struct str){ (const char *)file_key, AGE_FILE_KEY },
		body) == 0 &&
	    age_ssh_head(&head, to) == 0)
		rc = age_stanza_put(out, buf_str(&head),
		    (struct str){ (char *)body, (rsa_bits(pub.n) + 7) / 8 });
	buf_free(&head);
	return rc;
}

static int
recipient(struct str text, struct age_key *k, const char **why)
{
	int rc = age_ssh_recipient(&age_ssh_rsa, text, k, why);
	struct sshpub pub;

	if (rc == 1 && age_ssh_fields(k, &pub, NULL, why) == 0 &&
	    rsa_bits(pub.n) < ADVISED_BITS)
		k->caution = "an RSA key below 3072 bits; a longer one, or "
			     "Ed25519, is advised";
	return rc;
}

static int
identity(struct str text, struct age_key *k, const char **why)
{
	return age_ssh_identity(&age_ssh_rsa, text, k, why);
}

const struct age_type age_ssh_rsa = { .name = "ssh-rsa",
	.check = check,
	.unwrap = unwrap,
	.wrap = wrap,
	.recipient = recipient,
	.identity = identity,
	.text = age_ssh_text,
	.unlock = age_ssh_unlock };
