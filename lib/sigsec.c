#include "base.h"
#include "sigsec.h"
#include "b64.h"
#include "bcrypt.h"
#include "crypt.h"
#include "crypt_sign.h"
#include "crypt_ssh.h"
#include "sig_ed.h"
#include "sshsign.h"
#include "str.h"

/* Room for the key as it was read, and for it unlocked. */
enum { HALF = 16384, MINISIGN = 158, PUBLIC = 42 };

/* Where things are. */
enum {
	MINI_SALT = 6,
	MINI_OPS = 38,
	MINI_MEM = 46,
	MINI_REST = 54, /* id, seed and point, checksum: locked */
	MINI_LEN = MINISIGN - MINI_REST,
	FY_ROUNDS = 4,
	FY_SALT = 8,
	FY_SUM = 24,
	FY_ID = 32,
	FY_SECRET = 40,
	SECRET = 64
};

static int
fail(const char **why, const char *what)
{
	*why = what;
	return -1;
}

static const unsigned char *
at(const struct sigsec *k, size_t offset)
{
	return (const unsigned char *)k->bytes.p + offset;
}

static uint64_t
little(const unsigned char *p)
{
	uint64_t v = 0;

	for (int i = 7; i >= 0; i--)
		v = v << 8 | p[i];
	return v;
}

/* The point must be the seed's, or the key is not whole. */
static int
take_secret(struct sigsec *k, const unsigned char *id,
    const unsigned char *secret, const char **why)
{
	unsigned char pub[ED25519_PUB];

	if (ed25519_pub(secret, pub) < 0 ||
	    memcmp(pub, secret + 32, sizeof(pub)) != 0)
		return fail(why, "damaged private key");
	k->id = id;
	k->seed = secret;
	k->locked = false;
	return 0;
}

/* The checksum is over the kind, the id and the secret. */
static int
minisign_unlock(struct sigsec *k, struct str phrase, const char **why)
{
	unsigned char *clear = k->mem + HALF, *mask = clear + MINI_LEN;
	unsigned char *summed = mask + MINI_LEN, sum[32];

	memset(mask, 0, MINI_LEN);
	if (k->locked &&
	    scrypt_limits(phrase, at(k, MINI_SALT), little(at(k, MINI_OPS)),
		little(at(k, MINI_MEM)), mask, MINI_LEN) < 0)
		return fail(why, "its passphrase takes too much memory");
	for (size_t i = 0; i < MINI_LEN; i++)
		clear[i] = at(k, MINI_REST)[i] ^ mask[i];
	memcpy(summed, k->bytes.p, 2);
	memcpy(summed + 2, clear, SIGSEC_ID + SECRET);
	if (blake2b_256((struct str){ (char *)summed, 2 + SIGSEC_ID + SECRET },
		sum) < 0)
		return fail(why, "no memory");
	/* minisign writes zeros for the sum of a key without a passphrase;
	   that the point is the seed's is seen all the same. */
	if (k->locked &&
	    !crypt_same(sum, clear + SIGSEC_ID + SECRET, sizeof(sum)))
		return fail(why, "wrong passphrase");
	return take_secret(k, clear, clear + SIGSEC_ID, why);
}

static uint32_t
rounds_of(const struct sigsec *k)
{
	const unsigned char *p = at(k, FY_ROUNDS);

	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static int
signify_unlock(struct sigsec *k, struct str phrase, const char **why)
{
	unsigned char *clear = k->mem + HALF, *mask = clear + SECRET;
	unsigned char sum[SHA512_LEN];
	struct str salt = str_sub(k->bytes, FY_SALT, FY_SUM);

	memset(mask, 0, SECRET);
	if (k->locked &&
	    bcrypt_pbkdf(phrase, salt, rounds_of(k), mask, SECRET) < 0)
		return fail(why, "it is locked with more than 4096 rounds");
	for (size_t i = 0; i < SECRET; i++)
		clear[i] = at(k, FY_SECRET)[i] ^ mask[i];
	sha512_of((struct str){ (char *)clear, SECRET }, sum);
	if (!crypt_same(sum, at(k, FY_SUM), FY_ID - FY_SUM))
		return fail(why,
		    k->locked ? "wrong passphrase" : "damaged private key");
	return take_secret(k, at(k, FY_ID), clear, why);
}

static int
ssh_unlock(struct sigsec *k, struct str phrase, const char **why)
{
	struct str priv = k->box.priv;

	if (k->locked) {
		priv.p = (char *)k->mem + HALF;
		if (sshkey_unlock(&k->box, phrase, k->mem + HALF, why) < 0)
			return -1;
	}
	if (sshkey_secret(priv, &k->pub, &k->sec, why) < 0)
		return -1;
	k->locked = false;
	return 0;
}

int
sigsec_unlock(struct sigsec *k, struct str phrase, const char **why)
{
	if (k->ssh)
		return ssh_unlock(k, phrase, why);
	return k->bytes.n == MINISIGN ? minisign_unlock(k, phrase, why) :
					signify_unlock(k, phrase, why);
}

/* "Ed", then how it is locked. */
static int
ed_locked(struct sigsec *k, const char **why)
{
	struct str kdf = str_sub(k->bytes, 2, 4);

	if (!str_starts(k->bytes, STR("Ed")))
		return fail(why, "a private key of an unknown kind");
	if (k->bytes.n == SIGSEC_SIGNIFY && str_eqz(kdf, "BK")) {
		k->locked = rounds_of(k) != 0;
		return 0;
	}
	if (k->bytes.n != MINISIGN || memcmp(at(k, 4), "B2", 2) != 0)
		return fail(why, "a private key of an unknown kind");
	k->locked = str_eqz(kdf, "Sc");
	return k->locked || memcmp(kdf.p, "\0\0", 2) == 0 ?
	    0 :
	    fail(why, "it is locked in an unknown way");
}

static int
parse_ed(struct str text, struct sigsec *k, const char **why)
{
	struct str comment, line;
	size_t n;

	if (!sig_ed_line(&text, &comment) || !sig_ed_line(&text, &line) ||
	    text.n != 0 || b64_decode(line, B64_PAD, k->mem, HALF, &n) < 0)
		return fail(why, "damaged private key");
	if (n == PUBLIC)
		return fail(why, "it is a public key");
	if (n != MINISIGN && n != SIGSEC_SIGNIFY)
		return fail(why, "damaged private key");
	k->bytes = (struct str){ (char *)k->mem, n };
	return ed_locked(k, why);
}

static int
parse_ssh(struct str text, struct sigsec *k, const char **why)
{
	size_t n;

	k->ssh = true;
	if (sshkey_pem(text, k->mem, HALF, &n, why) < 0)
		return -1;
	k->bytes = (struct str){ (char *)k->mem, n };
	if (sshkey_box(k->bytes, &k->box, why) < 0)
		return -1;
	k->wire = k->box.wire;
	k->locked = !str_eqz(k->box.cipher, "none");
	return sshkey_any_wire(k->wire, &k->pub, why);
}

static int
parse_public(struct str text, struct sigsec *k, const char **why)
{
	size_t n;

	k->ssh = k->away = true;
	if (str_chr(text, '\n', 0) != STR_NONE)
		return fail(why, "it is no private key");
	if (sshkey_any_line(text, k->mem, HALF, &n, why) < 0)
		return -1;
	k->wire = (struct str){ (char *)k->mem, n };
	return sshkey_any_wire(k->wire, &k->pub, why);
}

int
sigsec_parse(struct str text, struct sigsec *k, const char **why)
{
	int rc;

	*k = (struct sigsec){ .mem = crypt_key_new((size_t)2 * HALF) };
	if (k->mem == NULL)
		return fail(why, "no guarded memory");
	if (str_starts(text, STR("untrusted comment: ")))
		rc = parse_ed(text, k, why);
	else if (str_starts(text, STR("-----BEGIN ")))
		rc = parse_ssh(text, k, why);
	else if (str_starts(text, STR("ssh-")) ||
	    str_starts(text, STR("ecdsa-")) || str_starts(text, STR("sk-")))
		rc = parse_public(str_trim(text), k, why);
	else
		rc = fail(why, "it is no private key of a known kind");
	if (rc == 0 && !k->locked && !k->away)
		rc = sigsec_unlock(k, (struct str){ "", 0 }, why);
	return rc;
}

int
sigsec_ssh(
    const struct sigsec *k, struct str data, struct buf *out, const char **why)
{
	size_t before = out->n;

	if (!k->away)
		return sshsign_make(&k->pub, &k->sec, data, out, why);
	if (k->agent == NULL)
		return fail(why,
		    "a public key: there is no agent to sign (SSH_AUTH_SOCK)");
	if (k->agent(k->arg, k->wire, data, out, why) < 0)
		return -1;
	return sshsign_good(
		   &k->pub, data, str_sub(buf_str(out), before, out->n)) ?
	    0 :
	    fail(why, "the agent's signature is wrong");
}

void
sigsec_free(struct sigsec *k)
{
	crypt_key_free(k->mem);
	*k = (struct sigsec){ 0 };
}
