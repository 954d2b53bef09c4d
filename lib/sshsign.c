#include "base.h"
#include "sshsign.h"
#include "crypt.h"
#include "crypt_pkey.h"
#include "sshwire.h"
#include "str.h"

enum { RSA_SIG = RSA_MAX_BITS / 8, EC_NUMBER = 67 };

static int
fail(const char **why, const char *what)
{
	*why = what;
	return -1;
}

static struct str
slice(const unsigned char *p, size_t n)
{
	return (struct str){ (const char *)p, n };
}

static enum digest
ec_digest(struct str curve)
{
	if (str_eqz(curve, "nistp256"))
		return DIGEST_SHA256;
	return str_eqz(curve, "nistp384") ? DIGEST_SHA384 : DIGEST_SHA512;
}

static int
put_both(struct buf *out, struct str kind, struct str sig)
{
	return sshwire_put(out, kind) < 0 ? -1 : sshwire_put(out, sig);
}

static int
make_rsa(const struct sshsec *sec, struct str data, struct buf *out)
{
	struct rsa_key key = { .n = sec->n, .e = sec->e, .d = sec->d };
	unsigned char hash[DIGEST_MAX], sig[RSA_SIG];

	if (hash_of(DIGEST_SHA512, data, hash) < 0 ||
	    rsa_sign(&key, DIGEST_SHA512, slice(hash, 64), sig) < 0)
		return -1;
	return put_both(
	    out, STR("rsa-sha2-512"), slice(sig, (rsa_bits(sec->n) + 7) / 8));
}

/* An INTEGER of DER is written as SSH's numbers are; ours are short. */
static bool
der_number(struct str *der, struct str *out)
{
	size_t n;

	if (der->n < 2 || der->p[0] != 2)
		return false;
	n = (unsigned char)der->p[1];
	if (n > EC_NUMBER || n > der->n - 2)
		return false;
	*out = str_sub(*der, 2, 2 + n);
	*der = str_sub(*der, 2 + n, der->n);
	return true;
}

/* Off with the head of the SEQUENCE. */
static struct str
der_inside(struct str der)
{
	size_t head = der.n > 2 && (der.p[1] & 0x80) ? 3 : 2;

	return str_sub(der, head, der.n);
}

static int
make_ec(const struct sshpub *pub, const struct sshsec *sec, struct str data,
    struct buf *out)
{
	struct ec_key key = { pub->curve, pub->point, sec->scalar };
	unsigned char hash[DIGEST_MAX], der[ECDSA_DER_MAX];
	enum digest d = ec_digest(pub->curve);
	struct buf both = { .max = 256 };
	struct str left, r, s;
	size_t n;
	int rc = -1;

	if (hash_of(d, data, hash) < 0 ||
	    ecdsa_sign(&key, slice(hash, digest_len(d)), der, &n) < 0)
		return -1;
	left = der_inside(slice(der, n));
	if (der_number(&left, &r) && der_number(&left, &s) &&
	    put_both(&both, r, s) == 0)
		rc = put_both(out, pub->type, buf_str(&both));
	buf_free(&both);
	return rc;
}

int
sshsign_make(const struct sshpub *pub, const struct sshsec *sec,
    struct str data, struct buf *out, const char **why)
{
	unsigned char sig[ED25519_SIG];
	int rc;

	if (pub->curve.n)
		rc = make_ec(pub, sec, data, out);
	else if (pub->e.n)
		rc = make_rsa(sec, data, out);
	else if ((rc = ed25519_sign(
		      (const unsigned char *)sec->seed.p, data, sig)) == 0)
		rc = put_both(out, pub->type, slice(sig, sizeof(sig)));
	return rc < 0 ? fail(why, "the key does not sign") : 0;
}

static bool
good_rsa(
    const struct sshpub *pub, struct str kind, struct str data, struct str sig)
{
	struct rsa_key key = { .n = pub->n, .e = pub->e };
	unsigned char hash[DIGEST_MAX];
	enum digest d;

	if (str_eqz(kind, "rsa-sha2-256"))
		d = DIGEST_SHA256;
	else if (str_eqz(kind, "rsa-sha2-512"))
		d = DIGEST_SHA512;
	else
		return false;
	return sig.n == (rsa_bits(pub->n) + 7) / 8 &&
	    hash_of(d, data, hash) == 0 &&
	    rsa_verify(&key, d, slice(hash, digest_len(d)), sig);
}

static int
put_der(struct buf *b, struct str number)
{
	if (number.n > EC_NUMBER || buf_addc(b, 2) < 0 ||
	    buf_addc(b, (char)number.n) < 0)
		return -1;
	return buf_adds(b, number);
}

static bool
good_ec(const struct sshpub *pub, struct str data, struct str sig)
{
	struct ec_key key = { .curve = pub->curve, .point = pub->point };
	struct buf inner = { .max = 256 }, der = { .max = 256 };
	unsigned char hash[DIGEST_MAX];
	enum digest d = ec_digest(pub->curve);
	struct str r, s;
	bool ok;

	ok = sshwire_number(&sig, &r) && sshwire_number(&sig, &s) &&
	    sig.n == 0 && put_der(&inner, r) == 0 && put_der(&inner, s) == 0 &&
	    buf_addc(&der, 0x30) == 0 &&
	    (inner.n < 0x80 || buf_addc(&der, (char)0x81) == 0) &&
	    buf_addc(&der, (char)inner.n) == 0 &&
	    buf_adds(&der, buf_str(&inner)) == 0 &&
	    hash_of(d, data, hash) == 0 &&
	    ecdsa_verify(&key, slice(hash, digest_len(d)), buf_str(&der));
	buf_free(&inner);
	buf_free(&der);
	return ok;
}

bool
sshsign_good(const struct sshpub *pub, struct str data, struct str sig)
{
	struct str kind, inside;

	if (!sshwire_take(&sig, &kind) || !sshwire_take(&sig, &inside) ||
	    sig.n != 0)
		return false;
	if (pub->e.n)
		return good_rsa(pub, kind, data, inside);
	if (!str_eq(kind, pub->type))
		return false;
	if (pub->curve.n)
		return good_ec(pub, data, inside);
	return inside.n == ED25519_SIG &&
	    ed25519_verify((const unsigned char *)pub->pub.p, data,
		(const unsigned char *)inside.p);
}
