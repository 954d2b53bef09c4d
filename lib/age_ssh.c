#include "base.h"
#include "age_ssh.h"
#include "b64.h"
#include "crypt.h"
#include "str.h"

enum { WIRE_MAX = 4096, BOX_MAX = 32768 };

static struct str
pub_of(const struct age_key *k)
{
	return (struct str){ (const char *)k->pub, k->npub };
}

static struct str
sec_of(const struct age_key *k)
{
	return (struct str){ (const char *)k->sec, k->nsec };
}

/* A line of a .pub file, of this kind or of one that nobody takes. */
static bool
is_ssh(struct str text)
{
	return str_starts(text, STR("ssh-")) ||
	    str_starts(text, STR("ecdsa-")) || str_starts(text, STR("sk-"));
}

int
age_ssh_recipient(const struct age_type *t, struct str text, struct age_key *k,
    const char **why)
{
	unsigned char wire[WIRE_MAX];
	struct sshpub pub;
	size_t n;

	if (!is_ssh(text))
		return 0;
	if (sshkey_line(text, wire, sizeof(wire), &n, why) < 0 ||
	    sshkey_wire((struct str){ (char *)wire, n }, &pub, why) < 0)
		return -1;
	if (!str_eqz(pub.type, t->name))
		return 0;
	*why = "no memory";
	if (age_key_room(k, t, n, 0) < 0)
		return -1;
	memcpy(k->pub, wire, n);
	return 1;
}

static int
keep(const struct age_type *t, struct str box, struct age_key *k,
    const char **why)
{
	struct sshpub pub;
	struct sshsec sec;
	struct sshbox b;
	struct str secret;

	if (sshkey_box(box, &b, why) < 0 || sshkey_wire(b.wire, &pub, why) < 0)
		return -1;
	if (!str_eqz(pub.type, t->name))
		return 0;
	secret = str_eqz(b.cipher, "none") ? b.priv : box;
	if (secret.p == b.priv.p && sshkey_secret(b.priv, &pub, &sec, why) < 0)
		return -1;
	*why = "no memory";
	if (age_key_room(k, t, b.wire.n, secret.n) < 0)
		return -1;
	memcpy(k->pub, b.wire.p, b.wire.n);
	memcpy(k->sec, secret.p, secret.n);
	k->locked = secret.p == box.p;
	return 1;
}

int
age_ssh_identity(const struct age_type *t, struct str text, struct age_key *k,
    const char **why)
{
	unsigned char *box;
	size_t n;
	int rc = -1;

	if (!str_starts(text, STR("-----BEGIN ")))
		return 0;
	*why = "no guarded memory";
	if ((box = crypt_key_new(BOX_MAX)) == NULL)
		return -1;
	if (sshkey_pem(text, box, BOX_MAX, &n, why) == 0)
		rc = keep(t, (struct str){ (char *)box, n }, k, why);
	crypt_key_free(box);
	return rc;
}

int
age_ssh_unlock(struct age_key *k, struct str phrase, const char **why)
{
	struct sshpub pub;
	struct sshsec sec;
	struct sshbox b;
	unsigned char *open;

	if (sshkey_box(sec_of(k), &b, why) < 0 ||
	    sshkey_wire(b.wire, &pub, why) < 0)
		return -1;
	*why = "no guarded memory";
	if ((open = crypt_key_new(b.priv.n)) == NULL)
		return -1;
	if (sshkey_unlock(&b, phrase, open, why) < 0 ||
	    sshkey_secret(
		(struct str){ (char *)open, b.priv.n }, &pub, &sec, why) < 0) {
		crypt_key_free(open);
		return -1;
	}
	k->nsec = b.priv.n;
	crypt_key_free(k->sec);
	k->sec = open;
	k->locked = false;
	return 0;
}

int
age_ssh_tag(const struct age_key *k, unsigned char tag[AGE_SSH_TAG])
{
	unsigned char hash[SHA256_LEN];

	if (sha256_of(pub_of(k), hash) < 0)
		return -1;
	memcpy(tag, hash, AGE_SSH_TAG);
	return 0;
}

bool
age_ssh_take_tag(struct str arg, unsigned char tag[AGE_SSH_TAG])
{
	size_t n;

	return b64_decode(arg, 0, tag, AGE_SSH_TAG, &n) == 0 &&
	    n == AGE_SSH_TAG;
}

bool
age_ssh_is_for(const struct age_key *k, struct str arg)
{
	unsigned char tag[AGE_SSH_TAG], own[AGE_SSH_TAG];

	return age_ssh_take_tag(arg, tag) && age_ssh_tag(k, own) == 0 &&
	    memcmp(tag, own, sizeof(tag)) == 0;
}

int
age_ssh_fields(const struct age_key *k, struct sshpub *pub, struct sshsec *sec,
    const char **why)
{
	if (sshkey_wire(pub_of(k), pub, why) < 0)
		return -1;
	return sec ? sshkey_secret(sec_of(k), pub, sec, why) : 0;
}
