#include "base.h"
#include "b64.h"
#include "bip39.h"
#include "crc.h"
#include "crypt.h"
#include "crypt_sha1.h"
#include "crypt_sign.h"
#include "maker.h"
#include "str.h"

enum { BLOB = 64, BLOCK = 64 };

static int
wrong(struct maker *m, const char *why)
{
	m->why = why;
	return -1;
}

static int
put_be(struct buf *out, size_t v, unsigned width)
{
	int rc = 0;

	while (width-- > 0)
		rc |= buf_addc(out, (char)(v >> (8 * width) & 0xff));
	return rc;
}

static int
put_counted(struct buf *out, struct str s)
{
	return put_be(out, s.n, 4) < 0 ? -1 : buf_adds(out, s);
}

/* ---- PuTTY ------------------------------------------------------------ */

/* What a MAC covers, and HMAC of it: version 2 by SHA-1, 3 by SHA-256. */
static size_t
ppk_mac(struct str in, bool old, unsigned char out[32])
{
	unsigned char key[SHA1_LEN], pad[BLOCK + SHA1_LEN];
	struct buf b = { .max = 4096 };

	if (!old)
		return hmac_sha256(STR(""), in, out) < 0 ? 0 : 32;
	sha1_of(STR("putty-private-key-file-mac-key"), key);
	for (size_t i = 0; i < BLOCK; i++)
		pad[i] = 0x36 ^ (i < SHA1_LEN ? key[i] : 0);
	if (buf_add(&b, pad, BLOCK) == 0 && buf_adds(&b, in) == 0) {
		for (size_t i = 0; i < BLOCK; i++)
			pad[i] ^= 0x36 ^ 0x5c;
		sha1_of(buf_str(&b), pad + BLOCK);
		sha1_of((struct str){ (char *)pad, sizeof(pad) }, out);
	}
	buf_free(&b);
	return SHA1_LEN;
}

static int
put_lines(struct buf *out, const char *name, struct str blob)
{
	struct buf text = { .max = 4096 };
	int rc = b64_put(&text, blob, B64_PAD);

	rc |= buf_addf(out, "%s-Lines: %zu\n", name, (text.n + 63) / 64);
	for (size_t at = 0; at < text.n; at += 64)
		rc |= buf_addf(
		    out, "%.*s\n", FMT(str_sub(buf_str(&text), at, at + 64)));
	buf_free(&text);
	return rc;
}

/* "2" or "3": a key without a passphrase. */
int
make_ppk(struct maker *m, struct str args)
{
	struct buf pub = { .max = 256 }, sec = { .max = 256 },
		   in = { .max = 1024 };
	bool old = str_eqz(args, "2");
	unsigned char sum[32];
	size_t n;
	int rc;

	if (!old && !str_eqz(args, "3"))
		return wrong(m, "{ppk} needs 2 or 3");
	rc = maker_bytes(m, &pub, BLOB);
	rc |= maker_bytes(m, &sec, BLOB);
	rc |= put_counted(&in, STR("ssh-ed25519"));
	rc |= put_counted(&in, STR("none"));
	rc |= put_counted(&in, STR("nobody"));
	rc |= put_counted(&in, buf_str(&pub));
	rc |= put_counted(&in, buf_str(&sec));
	rc |= buf_addf(m->out,
	    "PuTTY-User-Key-File-%.*s: ssh-ed25519\nEncryption: none\n"
	    "Comment: nobody\n",
	    FMT(args));
	rc |= put_lines(m->out, "Public", buf_str(&pub));
	rc |= put_lines(m->out, "Private", buf_str(&sec));
	rc |= buf_addz(m->out, "Private-MAC: ");
	n = rc ? 0 : ppk_mac(buf_str(&in), old, sum);
	for (size_t i = 0; i < n; i++)
		rc |= buf_addf(m->out, "%02x", sum[i]);
	rc |= buf_addc(m->out, '\n');
	buf_free(&pub);
	buf_free(&sec);
	buf_free(&in);
	return rc;
}

/* ---- signify and minisign --------------------------------------------- */

/* "plain" or "locked" */
int
make_signify(struct maker *m, struct str args)
{
	struct buf b = { .max = 256 }, key = { .max = 256 };
	unsigned char sum[DIGEST_MAX];
	int rc = maker_bytes(m, &key, 64);

	rc |= buf_addz(&b, "EdBK");
	rc |= put_be(&b, str_eqz(args, "plain") ? 0 : 42, 4);
	rc |= maker_bytes(m, &b, 16);
	rc |= hash_of(DIGEST_SHA512, buf_str(&key), sum);
	rc |= buf_add(&b, sum, 8);
	rc |= maker_bytes(m, &b, 8);
	rc |= buf_adds(&b, buf_str(&key));
	rc |= b64_put(m->out, buf_str(&b), B64_PAD);
	buf_free(&b);
	buf_free(&key);
	return rc;
}

/* "plain" or "locked" */
int
make_minisign(struct maker *m, struct str args)
{
	struct buf b = { .max = 256 }, key = { .max = 256 };
	bool plain = str_eqz(args, "plain");
	unsigned char sum[32];
	int rc;

	rc = buf_addz(&key, "Ed");
	rc |= maker_bytes(m, &key, 72);
	rc |= blake2b_256(buf_str(&key), sum);
	rc |= buf_add(&b, plain ? "Ed\0\0B2" : "EdScB2", 6);
	rc |= maker_bytes(m, &b, 48);
	rc |= buf_adds(&b, str_sub(buf_str(&key), 2, key.n));
	rc |= buf_add(&b, sum, sizeof(sum));
	rc |= b64_put(m->out, buf_str(&b), B64_PAD);
	buf_free(&b);
	buf_free(&key);
	return rc;
}

/* ---- wallets ---------------------------------------------------------- */

/* "BYTES", 16 to 32 */
int
make_bip39(struct maker *m, struct str args)
{
	char text[BIP39_TEXT];
	struct buf b = { .max = 64 };
	uint64_t n;
	int rc = -1;

	if (str_num(args, 32, &n) < 0 || n < 16 || n % 4)
		return wrong(m, "{bip39} needs 16, 20, 24, 28 or 32");
	if (maker_bytes(m, &b, n) == 0) {
		bip39_words((unsigned char *)b.p, n, text);
		rc = buf_addz(m->out, text);
	}
	buf_free(&b);
	return rc;
}

/* Digits of a number of n bytes, the last first. */
static size_t
base58(unsigned char *b, size_t n, char *out)
{
	size_t len = 0;

	for (size_t at = 0; at < n;) {
		unsigned rest = 0;

		for (size_t i = at; i < n; i++) {
			rest = rest << 8 | b[i];
			b[i] = (unsigned char)(rest / 58);
			rest %= 58;
		}
		out[len++] = base58_digits[rest];
		while (at < n && b[at] == 0)
			at++;
	}
	return len;
}

/* "HEX:BYTES": what it begins with, and so many drawn ones. */
int
make_base58check(struct maker *m, struct str args)
{
	unsigned char sum[SHA256_LEN];
	struct buf b = { .max = 256 };
	char text[512];
	struct str hex;
	uint64_t n;
	size_t len;
	int rc = 0;

	if (!str_cut(&args, ':', &hex) || str_num(args, 128, &n) < 0)
		return wrong(m, "{base58check} needs a prefix and a size");
	for (size_t i = 0; i + 1 < hex.n; i += 2)
		rc |= buf_addc(
		    &b, (char)(str_hex(hex.p[i]) * 16 + str_hex(hex.p[i + 1])));
	rc |= maker_bytes(m, &b, n);
	rc |= sha256_of(buf_str(&b), sum);
	rc |= sha256_of((struct str){ (char *)sum, sizeof(sum) }, sum);
	rc |= buf_add(&b, sum, 4);
	if (rc == 0)
		for (len = base58((unsigned char *)b.p, b.n, text); len > 0;)
			rc |= buf_addc(m->out, text[--len]);
	buf_free(&b);
	return rc;
}

/* "KIND" of the one entry of a key store of Java: 1 a key, 2 a certificate. */
int
make_jks(struct maker *m, struct str args)
{
	uint64_t kind;
	int rc;

	if (str_num(args, 3, &kind) < 0)
		return wrong(m, "{jks} needs the kind of its entry");
	rc = put_be(m->out, 0xfeedfeed, 4);
	rc |= put_be(m->out, 2, 4);
	rc |= put_be(m->out, 1, 4);
	rc |= put_be(m->out, kind, 4);
	rc |= put_be(m->out, 3, 2);
	rc |= buf_addz(m->out, "key");
	rc |= maker_bytes(m, m->out, 8);
	if (kind == 2) {
		rc |= put_be(m->out, 5, 2);
		rc |= buf_addz(m->out, "X.509");
	}
	rc |= put_be(m->out, 200, 4);
	rc |= maker_bytes(m, m->out, 200);
	return rc;
}
