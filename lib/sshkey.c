#include "base.h"
#include "sshkey.h"
#include "b64.h"
#include "bcrypt.h"
#include "crypt.h"
#include "crypt_ssh.h"
#include "sshwire.h"
#include "str.h"

#define BEGIN STR("-----BEGIN OPENSSH PRIVATE KEY-----")
#define FINIS STR("-----END OPENSSH PRIVATE KEY-----")
#define MAGIC ((struct str){ "openssh-key-v1", 15 }) /* with its NUL */

#define EC "ecdsa-sha2-"

enum { POINT = 32, AES_BLOCK = 16 };

static int
fail(const char **why, const char *what)
{
	*why = what;
	return -1;
}

/* What a key of another kind is called, for the message. */
static const char *
unfit(struct str type)
{
	static const struct {
		const char *head, *why;
	} kinds[] = {
		{ "ssh-dss", "a DSA key: it is too weak" },
		{ "ecdsa-", "an ECDSA key: age seals to Ed25519 and RSA only" },
		{ "sk-", "a security key: it signs and cannot decrypt" },
	};

	for (size_t i = 0; i < LEN(kinds); i++)
		if (str_starts(type, str_of(kinds[i].head)))
			return kinds[i].why;
	return "an SSH key of an unknown kind";
}

int
sshkey_any_line(struct str line, unsigned char *out, size_t cap, size_t *n,
    const char **why)
{
	struct str type, text, inner, rest;

	if (!str_word(&line, &type) || !str_word(&line, &text))
		return fail(why, "malformed SSH key: no base64 in it");
	if (b64_decode(text, B64_PAD, out, cap, n) < 0)
		return fail(why, "malformed SSH key: damaged base64");
	rest = (struct str){ (char *)out, *n };
	if (!sshwire_take(&rest, &inner) || !str_eq(inner, type))
		return fail(why, "malformed SSH key: two types in one");
	return 0;
}

int
sshkey_line(struct str line, unsigned char *out, size_t cap, size_t *n,
    const char **why)
{
	struct str rest = line, type, text;

	if (str_word(&rest, &type) && str_word(&rest, &text) &&
	    !str_eqz(type, "ssh-ed25519") && !str_eqz(type, "ssh-rsa"))
		return fail(why, unfit(type));
	return sshkey_any_line(line, out, cap, n, why);
}

static int
rsa_wire(struct str wire, struct sshpub *k, const char **why)
{
	if (!sshwire_number(&wire, &k->e) || !sshwire_number(&wire, &k->n) ||
	    wire.n != 0 || !(k->n.p[k->n.n - 1] & 1) ||
	    !(k->e.p[k->e.n - 1] & 1) || k->e.n > 8)
		return fail(why, "malformed RSA key");
	if (rsa_bits(k->n) < RSA_MIN_BITS)
		return fail(why, "an RSA key below 2048 bits: it is too weak");
	if (rsa_bits(k->n) > RSA_MAX_BITS)
		return fail(why, "an RSA key above 16384 bits");
	return 0;
}

/* The curve is named twice; the point is not compressed. */
static int
ec_wire(struct str wire, struct sshpub *k, const char **why)
{
	static const struct {
		const char *name;
		size_t bytes;
	} curves[] = { { "nistp256", 32 }, { "nistp384", 48 },
		{ "nistp521", 66 } };
	struct str named = str_sub(k->type, strlen(EC), k->type.n);

	if (!sshwire_take(&wire, &k->curve) ||
	    !sshwire_take(&wire, &k->point) || wire.n != 0 ||
	    !str_eq(k->curve, named) || k->point.n == 0 || k->point.p[0] != 4)
		return fail(why, "malformed ECDSA key");
	for (size_t i = 0; i < LEN(curves); i++)
		if (str_eqz(named, curves[i].name) &&
		    k->point.n == 2 * curves[i].bytes + 1)
			return 0;
	return fail(why, "malformed ECDSA key");
}

int
sshkey_any_wire(struct str wire, struct sshpub *k, const char **why)
{
	*k = (struct sshpub){ .pub = { "", 0 } };
	if (!sshwire_take(&wire, &k->type))
		return fail(why, "malformed SSH key");
	if (str_eqz(k->type, "ssh-ed25519")) {
		if (sshwire_take(&wire, &k->pub) && k->pub.n == POINT &&
		    wire.n == 0)
			return 0;
		return fail(why, "malformed Ed25519 key");
	}
	if (str_eqz(k->type, "ssh-rsa"))
		return rsa_wire(wire, k, why);
	if (str_starts(k->type, str_of(EC)))
		return ec_wire(wire, k, why);
	return fail(why, unfit(k->type));
}

int
sshkey_wire(struct str wire, struct sshpub *k, const char **why)
{
	if (sshkey_any_wire(wire, k, why) < 0)
		return -1;
	return k->curve.n ? fail(why, unfit(k->type)) : 0;
}

int
sshkey_pem(struct str text, unsigned char *out, size_t cap, size_t *n,
    const char **why)
{
	struct str line, rest = str_trim(text);

	*n = 0;
	if (!str_cut(&rest, '\n', &line) || !str_eq(str_trim(line), BEGIN))
		return fail(why,
		    "a private key of an old form; ssh-keygen -p -f FILE "
		    "writes it anew");
	/* Lines of 70 columns cut groups of four, so they are joined. */
	while (str_cut(&rest, '\n', &line)) {
		line = str_trim(line);
		if (str_eq(line, FINIS))
			break;
		if (rest.n == 0 || line.n > cap - *n)
			return fail(why, "a private key cut short");
		memcpy(out + *n, line.p, line.n);
		*n += line.n;
	}
	if (rest.n != 0)
		return fail(why, "something follows the private key");
	/* In place: what is written stays behind what is read. */
	if (b64_decode((struct str){ (char *)out, *n }, B64_PAD, out, cap, n) <
	    0)
		return fail(why, "damaged private key");
	return 0;
}

int
sshkey_box(struct str bytes, struct sshbox *b, const char **why)
{
	struct str options;
	uint32_t keys;

	b->salt = (struct str){ "", 0 };
	b->rounds = 0;
	if (!str_starts(bytes, MAGIC))
		return fail(why, "damaged private key");
	bytes = str_sub(bytes, MAGIC.n, bytes.n);
	if (!sshwire_take(&bytes, &b->cipher) ||
	    !sshwire_take(&bytes, &b->kdf) || !sshwire_take(&bytes, &options) ||
	    !sshwire_u32(&bytes, &keys) || keys != 1 ||
	    !sshwire_take(&bytes, &b->wire) ||
	    !sshwire_take(&bytes, &b->priv) || bytes.n != 0)
		return fail(why, "damaged private key");
	if (str_eqz(b->cipher, "none"))
		return str_eqz(b->kdf, "none") && options.n == 0 ?
		    0 :
		    fail(why, "damaged private key");
	if (!str_eqz(b->cipher, "aes256-ctr") || !str_eqz(b->kdf, "bcrypt"))
		return fail(
		    why, "it is locked with a cipher other than aes256-ctr");
	if (!sshwire_take(&options, &b->salt) ||
	    !sshwire_u32(&options, &b->rounds) || options.n != 0 ||
	    b->priv.n % AES_BLOCK != 0)
		return fail(why, "damaged private key");
	if (b->rounds > BCRYPT_ROUNDS_MAX)
		return fail(why, "it is locked with more than 4096 rounds");
	return 0;
}

int
sshkey_unlock(const struct sshbox *b, struct str phrase, unsigned char *out,
    const char **why)
{
	enum { KEY = 32, IV = 16 };
	unsigned char *key = crypt_key_new(KEY + IV);
	int rc = -1;

	*why = "no memory";
	if (key != NULL &&
	    bcrypt_pbkdf(phrase, b->salt, b->rounds, key, KEY + IV) == 0)
		rc = aes256_ctr(key, key + KEY, b->priv, out);
	crypt_key_free(key);
	return rc;
}

/* What fills the last block counts from 1. */
static bool
is_padding(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] != i + 1)
			return false;
	return s.n < 256;
}

static bool
take_ed25519(struct str *s, const struct sshpub *pub, struct sshsec *sec)
{
	unsigned char made[POINT];
	struct str point, both;

	if (!sshwire_take(s, &point) || !str_eq(point, pub->pub) ||
	    !sshwire_take(s, &both) || both.n != (size_t)2 * POINT ||
	    !str_eq(str_sub(both, POINT, both.n), point))
		return false;
	sec->seed = str_sub(both, 0, POINT);
	return ed25519_pub((const unsigned char *)both.p, made) == 0 &&
	    str_eq((struct str){ (char *)made, POINT }, point);
}

static bool
take_rsa(struct str *s, const struct sshpub *pub, struct sshsec *sec)
{
	struct str unused;

	return sshwire_number(s, &sec->n) && str_eq(sec->n, pub->n) &&
	    sshwire_number(s, &sec->e) && str_eq(sec->e, pub->e) &&
	    sshwire_number(s, &sec->d) && sshwire_number(s, &unused) &&
	    sshwire_number(s, &unused) && sshwire_number(s, &unused);
}

/* A point that belongs to another scalar gives signatures that nobody can
   check, and no more. */
static bool
take_ec(struct str *s, const struct sshpub *pub, struct sshsec *sec)
{
	struct str curve, point;

	return sshwire_take(s, &curve) && str_eq(curve, pub->curve) &&
	    sshwire_take(s, &point) && str_eq(point, pub->point) &&
	    sshwire_number(s, &sec->scalar);
}

static bool
take_secret(struct str *s, const struct sshpub *pub, struct sshsec *sec)
{
	if (pub->pub.n)
		return take_ed25519(s, pub, sec);
	return pub->curve.n ? take_ec(s, pub, sec) : take_rsa(s, pub, sec);
}

int
sshkey_secret(struct str priv, const struct sshpub *pub, struct sshsec *s,
    const char **why)
{
	struct str type, comment;
	uint32_t one, two;

	*s = (struct sshsec){ .seed = { "", 0 } };
	if (!sshwire_u32(&priv, &one) || !sshwire_u32(&priv, &two) ||
	    one != two)
		return fail(why, "wrong passphrase");
	if (!sshwire_take(&priv, &type) || !str_eq(type, pub->type) ||
	    !take_secret(&priv, pub, s) || !sshwire_take(&priv, &comment) ||
	    !is_padding(priv))
		return fail(why, "damaged private key");
	return 0;
}
