#include "base.h"
#include "check.h"
#include "crypt.h"
#include "crypt_sha1.h"
#include "lax.h"
#include "str.h"

enum {
	LOCKED = -2,
	BLOB_MAX = 12 << 10,
	HMAC_BLOCK = 64,
	INPUT_MAX = HMAC_BLOCK + 2 * BLOB_MAX + 1024
};

/* The rest of the line behind a name, or "": raw, or "\n" written out. */
static struct str
value_of(struct str s, struct str name)
{
	size_t at = str_find(s, name, 0);

	if (at == STR_NONE)
		return STR("");
	s = str_sub(s, at + name.n, s.n);
	for (at = 0; at < s.n; at++)
		if (s.p[at] == '\n' || s.p[at] == '\r' || s.p[at] == '\\')
			break;
	return str_trim(str_sub(s, 0, at));
}

/* What the MAC covers: counted strings, behind the place for HMAC's key. */
struct input {
	unsigned char b[INPUT_MAX];
	size_t n;
};

static bool
put(struct input *in, const void *p, size_t n)
{
	if (n + 4 > sizeof(in->b) - in->n)
		return false;
	for (size_t i = 0; i < 4; i++)
		in->b[in->n++] = (unsigned char)(n >> (24 - 8 * i));
	memcpy(in->b + in->n, p, n);
	in->n += n;
	return true;
}

/* The base64 between "NAME: COUNT" and what comes next. */
static bool
put_blob(struct input *in, struct str s, struct str name, struct str next)
{
	static unsigned char const none[1];
	unsigned char blob[BLOB_MAX];
	size_t at = str_find(s, name, 0), end, n;

	if (at == STR_NONE)
		return false;
	s = str_sub(s, at + name.n, s.n);
	while (s.n && s.p[0] >= '0' && s.p[0] <= '9')
		s = str_sub(s, 1, s.n);
	if ((end = str_find(s, next, 0)) == STR_NONE ||
	    lax_body(str_sub(s, 0, end), blob, sizeof(blob), &n) < 0)
		return false;
	return put(in, n ? blob : none, n);
}

/* HMAC-SHA1, which versions 1 and 2 had; in has room for the key before. */
static void
hmac_sha1(const unsigned char key[SHA1_LEN], struct input *in,
    unsigned char out[SHA1_LEN])
{
	unsigned char outer[HMAC_BLOCK + SHA1_LEN];

	memset(in->b, 0x36, HMAC_BLOCK);
	memset(outer, 0x5c, HMAC_BLOCK);
	for (size_t i = 0; i < SHA1_LEN; i++) {
		in->b[i] ^= key[i];
		outer[i] ^= key[i];
	}
	sha1_of((struct str){ (char *)in->b, in->n }, outer + HMAC_BLOCK);
	sha1_of((struct str){ (char *)outer, sizeof(outer) }, out);
}

static bool
hex_is(struct str hex, const unsigned char *sum, size_t n)
{
	if (hex.n < 2 * n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (str_hex(hex.p[2 * i]) * 16 + str_hex(hex.p[2 * i + 1]) !=
		    sum[i])
			return false;
	return true;
}

/* PuTTY's manual, C.3: the MAC of a key without a passphrase. */
static enum verdict
mac(struct str match, struct str have)
{
	struct str type = value_of(match, STR("PuTTY-User-Key-File-"));
	struct str kind = value_of(type, STR(": "));
	struct str comment = value_of(match, STR("Comment:"));
	unsigned char sum[32], key[SHA1_LEN];
	struct input *in = calloc(1, sizeof(*in));
	enum verdict v = CHECK_UNKNOWN;

	if (in == NULL)
		return v;
	in->n = HMAC_BLOCK;
	if (!put(in, kind.p, kind.n) || !put(in, "none", 4) ||
	    !put(in, comment.p, comment.n) ||
	    !put_blob(in, match, STR("Public-Lines: "), STR("Private-Lines")) ||
	    !put_blob(in, match, STR("Private-Lines: "), STR("Private-MAC")))
		goto out;
	if (str_starts(type, STR("3"))) {
		if (hmac_sha256(STR(""),
			(struct str){
			    (char *)in->b + HMAC_BLOCK, in->n - HMAC_BLOCK },
			sum) < 0)
			goto out;
		v = hex_is(have, sum, 32) ? CHECK_TRUE : CHECK_FALSE;
	} else {
		sha1_of(STR("putty-private-key-file-mac-key"), key);
		hmac_sha1(key, in, sum);
		v = hex_is(have, sum, SHA1_LEN) ? CHECK_TRUE : CHECK_FALSE;
	}
out:
	crypt_wipe(in, sizeof(*in));
	free(in);
	return v;
}

/* PuTTY's manual, appendix C: the sections of a PPK file. */
enum verdict
check_putty(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	struct str cipher = value_of(match, STR("Encryption:"));
	struct str lines = value_of(match, STR("Private-Lines:"));
	struct str have = value_of(match, STR("Private-MAC:"));
	uint64_t count;

	(void)secret;
	(void)args;
	if (cipher.n == 0)
		return CHECK_UNKNOWN;
	if (lines.n && (str_num(lines, 1000, &count) < 0 || count == 0))
		return CHECK_FALSE;
	if (!str_eqz(cipher, "none")) {
		check_locked(n, cipher);
		return lines.n ? CHECK_TRUE : CHECK_UNKNOWN;
	}
	if (have.n == 0)
		return CHECK_UNKNOWN;
	return mac(match, have);
}
