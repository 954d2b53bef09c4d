#include "base.h"
#include "b64.h"
#include "bech32.h"
#include "crc.h"
#include "maker.h"
#include "str.h"

enum { KEY_MAX = 65536, LINE = 64 };

static int
wrong(struct maker *m, const char *why)
{
	m->why = why;
	return -1;
}

/* "SIZE:SIGNATURE:SEED": Microsoft's identifiable keys. */
int
make_azure(struct maker *m, struct str args)
{
	unsigned char key[64];
	struct buf text = { .max = 256 };
	struct str size, sig;
	uint64_t n, seed = 0, sum;
	size_t at, len;
	int rc = -1;

	if (!str_cut(&args, ':', &size) || !str_cut(&args, ':', &sig) ||
	    str_num(size, sizeof(key), &n) < 0 || n < 8 || sig.n != 4 ||
	    args.n != 8)
		return wrong(m, "{azure} needs size, signature and seed");
	for (size_t i = 0; i < 8; i++)
		seed = seed << 8 | (unsigned char)args.p[i];
	/* The signature stands in the text, right before the checksum. */
	at = (n - 4) * 8 / 6 - 4;
	if (maker_bytes(m, &text, n) < 0)
		goto out;
	memcpy(key, text.p, n);
	buf_reset(&text);
	if (b64_put(&text, (struct str){ (char *)key, n }, B64_PAD) < 0)
		goto out;
	memcpy(text.p + at, sig.p, 4);
	if (b64_decode(buf_str(&text), B64_PAD, key, sizeof(key), &len) < 0)
		goto out;
	/* Bits between the two are zero. */
	if ((n - 4) * 8 % 6)
		key[n - 5] &= (unsigned char)(0xff << ((n - 4) * 8 % 6));
	sum = marvin_of((struct str){ (char *)key, n - 4 }, seed);
	for (size_t i = 0; i < 4; i++)
		key[n - 4 + i] = (unsigned char)((sum ^ sum >> 32) >> (8 * i));
	rc = b64_put(m->out, (struct str){ (char *)key, n }, B64_PAD);
out:
	buf_free(&text);
	return rc;
}

/* "SIGN": a common annotated key of 84 characters, of June 2025. */
int
make_cask(struct maker *m, struct str args)
{
	unsigned char key[64];
	size_t at = m->out->n, len;
	uint64_t sum;
	char le[4];

	if (args.n != 4)
		return wrong(m, "{cask} needs a signature");
	for (size_t i = 0; i < 52; i++)
		if (buf_addc(m->out, base62_digits[maker_below(m, 62)]) < 0)
			return -1;
	if (buf_addz(m->out, "JQQJ99BFACAAAAAAAAAAAAAA") < 0 ||
	    buf_adds(m->out, args) < 0 ||
	    b64_decode(str_sub(buf_str(m->out), at, at + 80), 0, key,
		sizeof(key), &len) < 0)
		return -1;
	sum = marvin_of(
	    (struct str){ (char *)key, len }, UINT64_C(0x44656661756c7430));
	sum ^= sum >> 32;
	for (size_t i = 0; i < 4; i++)
		le[i] = (char)(sum >> (8 * i) & 0xff);
	if (b64_put(m->out, (struct str){ le, 3 }, 0) < 0)
		return -1;
	return 0;
}

/* "HRP:BYTES" */
int
make_bech32(struct maker *m, struct str args)
{
	struct buf b = { .max = 4096 };
	struct str hrp;
	uint64_t n;
	int rc = -1;

	if (!str_cut(&args, ':', &hrp) || str_num(args, 2048, &n) < 0)
		return wrong(m, "{bech32} needs a prefix and a size");
	if (maker_bytes(m, &b, n) == 0)
		rc = bech32_put(m->out, hrp, buf_str(&b));
	buf_free(&b);
	return rc;
}

/* The payload may be given; else there is a subject and a date. */
int
make_jwt(struct maker *m, struct str args)
{
	struct buf b = { .max = KEY_MAX };
	int rc = -1;

	if (args.n == 0)
		args = STR("{\"sub\":\"1001\",\"iat\":1700000000}");
	if (maker_bytes(m, &b, 32) == 0 &&
	    b64_put(m->out, STR("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"),
		B64_URL) == 0 &&
	    buf_addc(m->out, '.') == 0 && b64_put(m->out, args, B64_URL) == 0 &&
	    buf_addc(m->out, '.') == 0)
		rc = b64_put(m->out, buf_str(&b), B64_URL);
	buf_free(&b);
	return rc;
}

/* "SU": a seed of NATS, of a user here. */
int
make_nkey(struct maker *m, struct str args)
{
	static const struct {
		char letter;
		unsigned char value;
	} types[] = { { 'U', 20 << 3 }, { 'A', 0 }, { 'O', 14 << 3 },
		{ 'N', 13 << 3 }, { 'C', 2 << 3 }, { 'X', 23 << 3 } };
	struct buf b = { .max = 64 };
	uint32_t acc = 0, sum;
	size_t bits = 0, t = 0;
	int rc = -1;

	while (t < LEN(types) &&
	    (args.n != 2 || args.p[0] != 'S' || args.p[1] != types[t].letter))
		t++;
	if (t == LEN(types))
		return wrong(m, "{nkey} needs SU, SA, SO, SN, SC or SX");
	if (buf_addc(&b, (char)(18 << 3 | types[t].value >> 5)) < 0 ||
	    buf_addc(&b, (char)((types[t].value & 31) << 3)) < 0 ||
	    maker_bytes(m, &b, 32) < 0)
		goto out;
	sum = crc16_of(buf_str(&b));
	if (buf_addc(&b, (char)(sum & 0xff)) < 0 ||
	    buf_addc(&b, (char)(sum >> 8)) < 0)
		goto out;
	rc = 0;
	for (size_t i = 0; i < b.n; i++) {
		acc = acc << 8 | (unsigned char)b.p[i];
		for (bits += 8; bits >= 5; bits -= 5)
			rc |= buf_addc(
			    m->out, base32_digits[acc >> (bits - 5) & 31]);
	}
	if (bits)
		rc |= buf_addc(m->out, base32_digits[acc << (5 - bits) & 31]);
out:
	buf_free(&b);
	return rc;
}

/* ---- DER and PEM ------------------------------------------------------ */

static int
put_tlv(struct buf *out, unsigned char tag, struct str s)
{
	if (buf_addc(out, (char)tag) < 0)
		return -1;
	if (s.n < 128)
		buf_addc(out, (char)s.n);
	else if (s.n < 256)
		buf_add(out, (char[]){ (char)0x81, (char)s.n }, 2);
	else
		buf_add(out,
		    (char[]){ (char)0x82, (char)(s.n >> 8), (char)s.n }, 3);
	return buf_adds(out, s);
}

/* What stands in a key of that label before its secret, and its tag. */
static int
put_head(struct buf *out, struct str label, unsigned char *tag)
{
	static const char rsa[] =
	    "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05";
	static const char pbes2[] =
	    "\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d";

	*tag = 4; /* OCTET STRING */
	if (str_eqz(label, "ENCRYPTED PRIVATE KEY"))
		return buf_add(out, pbes2, sizeof(pbes2) - 1);
	if (str_eqz(label, "EC PRIVATE KEY"))
		return buf_add(out, "\x02\x01\x01", 3);
	if (buf_add(out, "\x02\x01\x00", 3) < 0)
		return -1;
	if (str_eqz(label, "PRIVATE KEY")) /* with the NUL: its NULL's length */
		return buf_add(out, rsa, sizeof(rsa));
	*tag = 2; /* INTEGER */
	return 0;
}

static int
put_pem(struct maker *m, struct str label, struct str der, const char *eol)
{
	struct buf text = { .max = KEY_MAX };
	int rc = b64_put(&text, der, B64_PAD);

	rc |= buf_addf(m->out, "-----BEGIN %.*s-----%s", FMT(label), eol);
	for (size_t at = 0; at < text.n && rc == 0; at += LINE)
		rc = buf_addf(m->out, "%.*s%s",
		    FMT(str_sub(buf_str(&text), at, at + LINE)), eol);
	rc |= buf_addf(m->out, "-----END %.*s-----", FMT(label));
	buf_free(&text);
	return rc;
}

/* "LABEL:BYTES" */
static int
pem(struct maker *m, struct str args, const char *eol)
{
	struct buf secret = { .max = KEY_MAX }, in = { .max = KEY_MAX },
		   der = { .max = KEY_MAX };
	struct str label;
	unsigned char tag;
	uint64_t n;
	int rc = -1;

	if (!str_cut(&args, ':', &label) || str_num(args, 8192, &n) < 0 ||
	    n == 0)
		return wrong(m, "{pem} needs a label and a size");
	if (maker_bytes(m, &secret, n) == 0) {
		secret.p[0] = (char)((secret.p[0] & 0x3f) | 0x40);
		if (put_head(&in, label, &tag) == 0 &&
		    put_tlv(&in, tag, buf_str(&secret)) == 0 &&
		    put_tlv(&der, 0x30, buf_str(&in)) == 0)
			rc = put_pem(m, label, buf_str(&der), eol);
	}
	buf_free(&secret);
	buf_free(&in);
	buf_free(&der);
	return rc;
}

int
make_pem(struct maker *m, struct str args)
{
	return pem(m, args, "\n");
}

int
make_pem_json(struct maker *m, struct str args)
{
	return pem(m, args, "\\n");
}

/* ---- keys made of counted strings ------------------------------------- */

static int
put_string(struct buf *out, struct str s)
{
	char n[4] = { 0, 0, (char)(s.n >> 8), (char)s.n };

	return buf_add(out, n, 4) < 0 ? -1 : buf_adds(out, s);
}

static int
put_ed25519(struct maker *m, struct buf *out)
{
	struct buf key = { .max = 64 };
	int rc = maker_bytes(m, &key, 32);

	rc |= put_string(out, STR("ssh-ed25519"));
	rc |= put_string(out, buf_str(&key));
	buf_free(&key);
	return rc;
}

/* The secret part: two equal numbers, the key, padding 1 2 3 ... */
static int
put_secret(struct maker *m, struct buf *out, bool plain)
{
	struct buf b = { .max = 64 };
	int rc = maker_bytes(m, &b, 64);

	if (!plain) {
		rc |= buf_adds(out, buf_str(&b));
		rc |= buf_adds(out, buf_str(&b));
	} else {
		rc |= buf_add(out, b.p, 4);
		rc |= buf_add(out, b.p, 4);
		rc |= put_ed25519(m, out);
		rc |= put_string(out, buf_str(&b));
		rc |= put_string(out, STR("nobody"));
		for (char c = 1; out->n % 8; c++)
			rc |= buf_addc(out, c);
	}
	buf_free(&b);
	return rc;
}

/* "none", or the name of a cipher */
int
make_openssh(struct maker *m, struct str args)
{
	struct buf all = { .max = KEY_MAX }, part = { .max = KEY_MAX };
	bool plain = args.n == 0 || str_eqz(args, "none");
	int rc;

	rc = buf_add(&all, "openssh-key-v1", sizeof("openssh-key-v1"));
	rc |= put_string(&all, plain ? STR("none") : args);
	rc |= put_string(&all, plain ? STR("none") : STR("bcrypt"));
	rc |= put_string(&all, plain ? STR("") : STR("\0\0\0\0\0\0\0\x10"));
	rc |= buf_add(&all, "\0\0\0\1", 4);
	rc |= put_ed25519(m, &part);
	rc |= put_string(&all, buf_str(&part));
	buf_reset(&part);
	rc |= put_secret(m, &part, plain);
	rc |= put_string(&all, buf_str(&part));
	if (rc == 0)
		rc =
		    put_pem(m, STR("OPENSSH PRIVATE KEY"), buf_str(&all), "\n");
	buf_free(&all);
	buf_free(&part);
	return rc;
}

/* A macaroon of the index HOST: "pypi-" and what follows it. */
int
make_pypi(struct maker *m, struct str args)
{
	struct buf b = { .max = 1024 };
	struct maker id = { .out = &b, .rng = maker_random(m) };
	int rc;

	if (args.n == 0 || args.n > 64)
		return wrong(m, "{pypi} needs the index's host");
	rc = buf_add(&b, "\2\1", 2);
	rc |= buf_addc(&b, (char)args.n);
	rc |= buf_adds(&b, args);
	rc |= buf_add(&b, "\2\x24", 2);
	rc |= maker_find(STR("uuid"))->fn(&id, STR(""));
	rc |= buf_add(&b, "\0\2\x03[3]\0\0\6\x20", 10);
	rc |= maker_bytes(&id, &b, 32);
	rc |= buf_addz(m->out, "pypi-");
	rc |= b64_put(m->out, buf_str(&b), B64_URL);
	buf_free(&b);
	return rc;
}

/* 32 bytes clamped as wg genkey does, in base64. */
int
make_wireguard(struct maker *m, struct str args)
{
	struct buf b = { .max = 64 };
	int rc = maker_bytes(m, &b, 32);

	(void)args;
	if (rc == 0) {
		b.p[0] = (char)(b.p[0] & 0xf8);
		b.p[31] = (char)((b.p[31] & 0x7f) | 0x40);
		rc = b64_put(m->out, buf_str(&b), B64_PAD);
	}
	buf_free(&b);
	return rc;
}
