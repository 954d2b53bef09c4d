#include "base.h"
#include "sshkey.h"
#include "b64.h"
#include "bcrypt.h"
#include "crypt.h"
#include "crypt_ssh.h"
#include "str.h"

#define BEGIN STR("-----BEGIN OPENSSH PRIVATE KEY-----")
#define FINIS STR("-----END OPENSSH PRIVATE KEY-----")
#define MAGIC ((struct str){ "openssh-key-v1", 15 }) /* with its NUL */

enum { POINT = 32, AES_BLOCK = 16 };

static int
fail(const char **why, const char *what)
{
	*why = what;
	return -1;
}

static bool
take_u32(struct str *s, uint32_t *v)
{
	if (s->n < 4)
		return false;
	*v = 0;
	for (size_t i = 0; i < 4; i++)
		*v = *v << 8 | (unsigned char)s->p[i];
	*s = str_sub(*s, 4, s->n);
	return true;
}

static bool
take(struct str *s, struct str *out)
{
	uint32_t n;

	if (!take_u32(s, &n) || n > s->n)
		return false;
	*out = str_sub(*s, 0, n);
	*s = str_sub(*s, n, s->n);
	return true;
}

/* Not negative, and no zero that is not needed. */
static bool
take_number(struct str *s, struct str *out)
{
	if (!take(s, out) || out->n == 0 || (out->p[0] & 0x80))
		return false;
	return out->p[0] != 0 || (out->n > 1 && (out->p[1] & 0x80));
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
sshkey_line(struct str line, unsigned char *out, size_t cap, size_t *n,
    const char **why)
{
	struct str type, text, inner, rest;

	if (!str_word(&line, &type) || !str_word(&line, &text))
		return fail(why, "malformed SSH key: no base64 in it");
	if (!str_eqz(type, "ssh-ed25519") && !str_eqz(type, "ssh-rsa"))
		return fail(why, unfit(type));
	if (b64_decode(text, B64_PAD, out, cap, n) < 0)
		return fail(why, "malformed SSH key: damaged base64");
	rest = (struct str){ (char *)out, *n };
	if (!take(&rest, &inner) || !str_eq(inner, type))
		return fail(why, "malformed SSH key: two types in one");
	return 0;
}

int
sshkey_wire(struct str wire, struct sshpub *k, const char **why)
{
	*k = (struct sshpub){ .pub = { "", 0 } };
	if (!take(&wire, &k->type))
		return fail(why, "malformed SSH key");
	if (str_eqz(k->type, "ssh-ed25519")) {
		if (take(&wire, &k->pub) && k->pub.n == POINT && wire.n == 0)
			return 0;
		return fail(why, "malformed Ed25519 key");
	}
	if (!str_eqz(k->type, "ssh-rsa"))
		return fail(why, unfit(k->type));
	if (!take_number(&wire, &k->e) || !take_number(&wire, &k->n) ||
	    wire.n != 0 || !(k->n.p[k->n.n - 1] & 1) ||
	    !(k->e.p[k->e.n - 1] & 1) || k->e.n > 8)
		return fail(why, "malformed RSA key");
	if (rsa_bits(k->n) < RSA_MIN_BITS)
		return fail(why, "an RSA key below 2048 bits: it is too weak");
	if (rsa_bits(k->n) > RSA_MAX_BITS)
		return fail(why, "an RSA key above 16384 bits");
	return 0;
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
	if (!take(&bytes, &b->cipher) || !take(&bytes, &b->kdf) ||
	    !take(&bytes, &options) || !take_u32(&bytes, &keys) || keys != 1 ||
	    !take(&bytes, &b->wire) || !take(&bytes, &b->priv) || bytes.n != 0)
		return fail(why, "damaged private key");
	if (str_eqz(b->cipher, "none"))
		return str_eqz(b->kdf, "none") && options.n == 0 ?
		    0 :
		    fail(why, "damaged private key");
	if (!str_eqz(b->cipher, "aes256-ctr") || !str_eqz(b->kdf, "bcrypt"))
		return fail(
		    why, "it is locked with a cipher other than aes256-ctr");
	if (!take(&options, &b->salt) || !take_u32(&options, &b->rounds) ||
	    options.n != 0 || b->priv.n % AES_BLOCK != 0)
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

	if (!take(s, &point) || !str_eq(point, pub->pub) || !take(s, &both) ||
	    both.n != (size_t)2 * POINT ||
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

	return take_number(s, &sec->n) && str_eq(sec->n, pub->n) &&
	    take_number(s, &sec->e) && str_eq(sec->e, pub->e) &&
	    take_number(s, &sec->d) && take_number(s, &unused) &&
	    take_number(s, &unused) && take_number(s, &unused);
}

int
sshkey_secret(struct str priv, const struct sshpub *pub, struct sshsec *s,
    const char **why)
{
	struct str type, comment;
	uint32_t one, two;

	*s = (struct sshsec){ .seed = { "", 0 } };
	if (!take_u32(&priv, &one) || !take_u32(&priv, &two) || one != two)
		return fail(why, "wrong passphrase");
	if (!take(&priv, &type) || !str_eq(type, pub->type) ||
	    !(pub->pub.n ? take_ed25519(&priv, pub, s) :
			   take_rsa(&priv, pub, s)) ||
	    !take(&priv, &comment) || !is_padding(priv))
		return fail(why, "damaged private key");
	return 0;
}
