#include "base.h"
#include "b64.h"
#include "sig.h"
#include "sshsign.h"
#include "sshwire.h"
#include "str.h"

#define BEGIN STR("-----BEGIN SSH SIGNATURE-----\n")
#define FINIS STR("-----END SSH SIGNATURE-----")
#define MAGIC STR("SSHSIG")

enum { VERSION_1 = 1, BLOB_MAX = 16384, COLUMNS = 70, SPACE_MAX = 255 };

static int
fail(const char **why, const char *what)
{
	*why = what;
	return -1;
}

/* The lines between, joined, into out. */
static int
unarmor(struct str *text, char *out, size_t *n)
{
	struct str line;
	bool crlf = false;

	*n = 0;
	*text = str_sub(*text, BEGIN.n, text->n);
	while (str_cut(text, '\n', &line)) {
		crlf = line.n && line.p[line.n - 1] == '\r';
		line.n -= crlf;
		if (str_eq(line, FINIS))
			return 0;
		if (line.n == 0 || line.n > BLOB_MAX - *n)
			return -1;
		memcpy(out + *n, line.p, line.n);
		*n += line.n;
	}
	return -1;
}

static int
parse_blob(struct str blob, struct sig *s, const char **why)
{
	struct str reserved, digest, from;
	uint32_t version;

	if (!str_starts(blob, MAGIC))
		return fail(why, "no SSH signature");
	blob = str_sub(blob, MAGIC.n, blob.n);
	if (!sshwire_u32(&blob, &version) || !sshwire_take(&blob, &s->id))
		return fail(why, "an SSH signature cut short");
	if (version != VERSION_1)
		return fail(why, "an SSH signature of another version");
	from = blob;
	if (!sshwire_take(&blob, &s->space) ||
	    !sshwire_take(&blob, &reserved) || !sshwire_take(&blob, &digest))
		return fail(why, "an SSH signature cut short");
	s->data = str_sub(from, 0, from.n - blob.n);
	if (!sshwire_take(&blob, &s->bytes) || blob.n != 0)
		return fail(why, "an SSH signature of the wrong length");
	if (s->space.n == 0 || s->space.n > SPACE_MAX ||
	    str_chr(s->space, '\0', 0) != STR_NONE)
		return fail(why, "an SSH signature without a namespace");
	if (str_eqz(digest, "sha256"))
		s->digest = DIGEST_SHA256;
	else if (str_eqz(digest, "sha512"))
		s->digest = DIGEST_SHA512;
	else
		return fail(why, "an SSH signature over an unknown hash");
	return 1;
}

static int
parse(struct str *text, struct arena *a, struct sig *s, const char **why)
{
	char *blob;
	size_t n;

	if (!str_starts(*text, BEGIN) &&
	    !str_starts(*text, STR("-----BEGIN SSH SIGNATURE-----\r\n")))
		return 0;
	if ((blob = arena_new(a, BLOB_MAX)) == NULL)
		return fail(why, "no memory");
	/* In place: what is written stays behind what is read. */
	if (unarmor(text, blob, &n) < 0 ||
	    b64_decode((struct str){ blob, n }, B64_PAD, (unsigned char *)blob,
		BLOB_MAX, &n) < 0)
		return fail(why, "a damaged SSH signature");
	return parse_blob((struct str){ blob, n }, s, why);
}

/* What the key signs: the parameters and the hash of the message. */
static int
put_signed(struct buf *b, struct str parameters, struct str hash)
{
	if (buf_adds(b, MAGIC) < 0 || buf_adds(b, parameters) < 0)
		return -1;
	return sshwire_put(b, hash);
}

static bool
good(const struct sig *s, const struct sig_key *k, struct str message,
    const char **why)
{
	struct buf data = { .max = 2048 };
	struct sshpub pub;
	bool ok;

	*why = "not of this file, or damaged";
	(void)k; /* its wire form is the signature's */
	ok = sshkey_any_wire(s->id, &pub, why) == 0 &&
	    put_signed(&data, s->data, message) == 0 &&
	    sshsign_good(&pub, buf_str(&data), s->bytes);
	buf_free(&data);
	return ok;
}

static int
put_armored(struct buf *out, struct str blob)
{
	struct buf text = { .max = (size_t)2 * BLOB_MAX };
	int rc = -1;

	if (b64_put(&text, blob, B64_PAD) < 0 || buf_adds(out, BEGIN) < 0)
		goto out;
	for (size_t i = 0; i < text.n; i += COLUMNS)
		if (buf_adds(out, str_sub(buf_str(&text), i, i + COLUMNS)) <
			0 ||
		    buf_addc(out, '\n') < 0)
			goto out;
	if (buf_adds(out, FINIS) == 0)
		rc = buf_addc(out, '\n');
out:
	buf_free(&text);
	return rc;
}

static int
make(struct buf *out, const struct sigsec *k, bool whole, struct str message,
    const struct sig_words *w, const char **why)
{
	struct buf blob = { .max = BLOB_MAX }, data = { .max = 2048 };
	struct buf sig = { .max = BLOB_MAX }, par = { .max = 1024 };
	int rc = -1;

	(void)whole; /* a hash is signed always */
	*why = "no memory";
	if (!k->ssh)
		return fail(why, "no SSH key; it signs as minisign or signify");
	if (w->space.n == 0 || w->space.n > SPACE_MAX)
		return fail(why, "a namespace has 1 to 255 bytes");
	if (sshwire_put(&par, w->space) == 0 &&
	    sshwire_put(&par, STR("")) == 0 &&
	    sshwire_put(&par, STR("sha512")) == 0 &&
	    put_signed(&data, buf_str(&par), message) == 0 &&
	    sigsec_ssh(k, buf_str(&data), &sig, why) == 0 &&
	    buf_adds(&blob, MAGIC) == 0 &&
	    sshwire_put_u32(&blob, VERSION_1) == 0 &&
	    sshwire_put(&blob, k->wire) == 0 &&
	    buf_adds(&blob, buf_str(&par)) == 0 &&
	    sshwire_put(&blob, buf_str(&sig)) == 0)
		rc = put_armored(out, buf_str(&blob));
	buf_free(&blob);
	buf_free(&data);
	buf_free(&sig);
	buf_free(&par);
	return rc;
}

const struct sig_format sig_ssh = { .name = "ssh",
	.suffix = ".sig",
	.parse = parse,
	.good = good,
	.make = make,
	.digest = DIGEST_SHA512 };
