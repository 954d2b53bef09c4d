#include "base.h"
#include "age_ssh.h"
#include "b64.h"
#include "crypt.h"
#include "str.h"

enum { TAG = 4, WIRE_MAX = 4096, BOX_MAX = 32768 };

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

static int
tag_of(const struct age_key *k, unsigned char tag[TAG])
{
	unsigned char hash[SHA256_LEN];

	if (sha256_of(pub_of(k), hash) < 0)
		return -1;
	memcpy(tag, hash, TAG);
	return 0;
}

static bool
take_tag(struct str arg, unsigned char tag[TAG])
{
	size_t n;

	return b64_decode(arg, 0, tag, TAG, &n) == 0 && n == TAG;
}

bool
age_ssh_is_tag(struct str arg)
{
	unsigned char tag[TAG];

	return take_tag(arg, tag);
}

int
age_ssh_head(struct buf *out, const struct age_key *k)
{
	unsigned char tag[TAG];

	return tag_of(k, tag) < 0 || buf_addf(out, "%s ", k->type->name) < 0 ?
	    -1 :
	    b64_put(out, (struct str){ (char *)tag, sizeof(tag) }, 0);
}

int
age_ssh_text(struct buf *out, const struct age_key *k)
{
	return buf_addf(out, "%s ", k->type->name) < 0 ?
	    -1 :
	    b64_put(out, pub_of(k), B64_PAD);
}

enum age_found
age_ssh_match(const struct age_key *id, struct str arg, struct sshpub *pub,
    struct sshsec *sec, const char **why)
{
	unsigned char tag[TAG], own[TAG];

	if (!take_tag(arg, tag) || tag_of(id, own) < 0 ||
	    memcmp(tag, own, sizeof(tag)) != 0)
		return AGE_OTHER;
	if (id->locked)
		return AGE_LOCKED;
	return age_ssh_fields(id, pub, sec, why) < 0 ? AGE_BAD : AGE_OPENED;
}

int
age_ssh_fields(const struct age_key *k, struct sshpub *pub, struct sshsec *sec,
    const char **why)
{
	if (sshkey_wire(pub_of(k), pub, why) < 0)
		return -1;
	return sec ? sshkey_secret(sec_of(k), pub, sec, why) : 0;
}
