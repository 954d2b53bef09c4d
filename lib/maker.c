#include "base.h"
#include "b64.h"
#include "crc.h"
#include "crypt.h"
#include "maker.h"
#include "str.h"

enum { BYTES_MAX = 65536 };

uint64_t
maker_random(struct maker *m)
{
	uint64_t x = m->rng += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

size_t
maker_below(struct maker *m, size_t n)
{
	/* The bias of a remainder is nothing to an example. */
	return (size_t)(maker_random(m) >> 16) % n;
}

int
maker_bytes(struct maker *m, struct buf *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (buf_addc(out, (char)maker_below(m, 256)) < 0)
			return -1;
	return 0;
}

static bool
of_token(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') || strchr("_-.+/~", c) != NULL;
}

/*
 * Where the token begins that a checksum ends: at {mark}, else as far
 * back as its characters go ('=' counts right before the checksum only).
 */
static size_t
token(const struct maker *m)
{
	const char *p = m->out->p;
	size_t at = m->out->n;

	if (m->mark != SIZE_MAX)
		return m->mark;
	while (at > 0 && p[at - 1] == '=')
		at--;
	while (at > 0 && p[at - 1] && of_token(p[at - 1]))
		at--;
	return at;
}

/*
 * "WIDTH" or "WIDTH:SKIP": what the checksum covers. Without SKIP what is
 * left out is the token's prefix up to its last '_' if under, else nothing.
 */
static int
covered(struct maker *m, struct str args, bool under, size_t *width,
    struct str *body)
{
	struct str w, all = buf_str(m->out);
	uint64_t n, skip = 0;
	size_t at;

	if (!str_cut(&args, ':', &w) || str_num(w, 64, &n) < 0 || n == 0) {
		m->why = "a checksum needs its width";
		return -1;
	}
	*width = n;
	*body = str_sub(all, token(m), all.n);
	if (args.n && str_num(args, body->n, &skip) < 0) {
		m->why = "a checksum leaves out more than there is";
		return -1;
	}
	at = under && args.n == 0 ? str_rchr(*body, '_') : STR_NONE;
	*body = str_sub(*body, at == STR_NONE ? skip : at + 1, body->n);
	return 0;
}

static int
make_digits(struct maker *m, struct str args, const char *digits, bool under)
{
	char text[64];
	struct str body;
	size_t width;

	if (covered(m, args, under, &width, &body) < 0)
		return -1;
	crc_digits(crc32_of(body), digits, text, width);
	return buf_add(m->out, text, width);
}

static int
make_base36(struct maker *m, struct str args)
{
	return make_digits(m, args, base36_digits, false);
}

static int
make_base62(struct maker *m, struct str args)
{
	return make_digits(m, args, base62_digits, true);
}

/* In hex the '_' before the checksum separates, and is not covered. */
static int
make_hex(struct maker *m, struct str args, const char *digits, bool little)
{
	char text[64];
	struct str body;
	size_t width;
	uint32_t c;

	if (covered(m, args, false, &width, &body) < 0)
		return -1;
	if (str_ends(body, STR("_")))
		body.n--;
	c = crc32_of(body);
	if (little)
		c = __builtin_bswap32(c);
	crc_digits(c, digits, text, width);
	return buf_add(m->out, text, width);
}

static int
make_hex_upper(struct maker *m, struct str args)
{
	return make_hex(m, args, "0123456789ABCDEF", false);
}

static int
make_hex_lower(struct maker *m, struct str args)
{
	return make_hex(m, args, "0123456789abcdef", false);
}

static int
make_hex_little(struct maker *m, struct str args)
{
	return make_hex(m, args, "0123456789abcdef", true);
}

static int
make_b64_little(struct maker *m, struct str args)
{
	struct str body;
	size_t width;
	uint32_t c;
	char le[4];

	if (covered(m, args, false, &width, &body) < 0)
		return -1;
	c = crc32_of(body);
	for (size_t i = 0; i < 4; i++)
		le[i] = (char)(c >> (8 * i) & 0xff);
	return b64_put(m->out, (struct str){ le, 4 }, 0);
}

/* The first characters of base32(SHA-256(what stands before)). */
static int
make_sha256(struct maker *m, struct str args)
{
	unsigned char sum[SHA256_LEN];
	struct str body;
	size_t width;

	if (covered(m, args, false, &width, &body) < 0 ||
	    sha256_of(body, sum) < 0)
		return -1;
	for (size_t i = 0; i < width && i * 5 + 5 <= 256; i++) {
		unsigned v = 0;

		for (size_t k = i * 5; k < i * 5 + 5; k++)
			v = v << 1 | ((unsigned)sum[k / 8] >> (7 - k % 8) & 1u);
		if (buf_addc(m->out, base32_digits[v]) < 0)
			return -1;
	}
	return 0;
}

static int
make_bytes(struct maker *m, struct str args)
{
	uint64_t n;

	if (str_num(args, BYTES_MAX, &n) < 0) {
		m->why = "{bytes} needs a number";
		return -1;
	}
	return maker_bytes(m, m->out, n);
}

static int
make_mark(struct maker *m, struct str args)
{
	(void)args;
	m->mark = m->out->n;
	return 0;
}

/* The digits so far, from the token's beginning, and their check digit. */
static int
make_luhn(struct maker *m, struct str args)
{
	struct str s = buf_str(m->out);
	unsigned sum = 0;

	(void)args;
	s = str_sub(s, token(m), s.n);
	for (size_t i = 0; i < s.n; i++) {
		unsigned d = (unsigned)(s.p[s.n - 1 - i] - '0') % 10;

		if (i % 2 == 0)
			d = d * 2 / 10 + d * 2 % 10;
		sum += d;
	}
	return buf_addc(m->out, (char)('0' + (10 - sum % 10) % 10));
}

static int
make_uuid(struct maker *m, struct str args)
{
	uint64_t a = maker_random(m), b = maker_random(m);

	(void)args;
	return buf_addf(m->out, "%08x-%04x-4%03x-%x%03x-%012llx",
	    (unsigned)(a >> 32), (unsigned)(a >> 16 & 0xffff),
	    (unsigned)(a & 0xfff), (unsigned)(8 + (b >> 62)),
	    (unsigned)(b >> 48 & 0xfff),
	    (unsigned long long)(b & UINT64_C(0xffffffffffff)));
}

const struct make makers[] = {
	{ "azure", make_azure },
	{ "base58check", make_base58check },
	{ "bech32", make_bech32 },
	{ "bip39", make_bip39 },
	{ "bytes", make_bytes },
	{ "cask", make_cask },
	{ "crc32-HEX", make_hex_upper },
	{ "crc32-base36", make_base36 },
	{ "crc32-base62", make_base62 },
	{ "crc32-hex", make_hex_lower },
	{ "crc32-le-base64", make_b64_little },
	{ "crc32-le-hex", make_hex_little },
	{ "jks", make_jks },
	{ "jwt", make_jwt },
	{ "luhn", make_luhn },
	{ "mark", make_mark },
	{ "minisign", make_minisign },
	{ "nkey", make_nkey },
	{ "openssh", make_openssh },
	{ "pem", make_pem },
	{ "pem-json", make_pem_json },
	{ "ppk", make_ppk },
	{ "pypi", make_pypi },
	{ "sha256-base32", make_sha256 },
	{ "signify", make_signify },
	{ "uuid", make_uuid },
	{ "wireguard", make_wireguard },
	{ NULL, NULL },
};

const struct make *
maker_find(struct str name)
{
	for (size_t i = 0; makers[i].name; i++)
		if (str_eqz(name, makers[i].name))
			return &makers[i];
	return NULL;
}
