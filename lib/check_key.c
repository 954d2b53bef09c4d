#include "base.h"
#include "check.h"
#include "lax.h"
#include "str.h"

/* A key of RSA with 16,384 bits has 9.4 KB; a wrapped one a third more. */
enum { DER_MAX = 12 << 10, WRAPPED_MAX = 16 << 10 };

static enum verdict
truth(bool ok)
{
	return ok ? CHECK_TRUE : CHECK_FALSE;
}

void
check_locked(struct check_note *n, struct str how)
{
	size_t k = 0;

	n->shift = -2;
	/* What the file says of its cipher is shown only if it is a name. */
	while (k < how.n &&
	    (strchr("@.-_", how.p[k]) || (how.p[k] >= '0' && how.p[k] <= '9') ||
		((how.p[k] | 0x20) >= 'a' && (how.p[k] | 0x20) <= 'z')))
		k++;
	if (k == how.n && k > 0 && k < 32)
		snprintf(n->text, sizeof(n->text), "encrypted, %.*s", FMT(how));
	else
		snprintf(n->text, sizeof(n->text), "encrypted");
}

/* ---- DER -------------------------------------------------------------- */

/* The element at the head of *s, whose tag is returned; -1: none. */
static int
der_take(struct str *s, struct str *value)
{
	const unsigned char *p = (const unsigned char *)s->p;
	size_t n, head = 2;
	int tag;

	if (s->n < 2)
		return -1;
	tag = p[0];
	n = p[1];
	if (n >= 0x80) {
		size_t more = n & 0x7f;

		if (more == 0 || more > 3 || s->n - 2 < more)
			return -1;
		n = 0;
		for (size_t i = 0; i < more; i++)
			n = n << 8 | p[2 + i];
		head += more;
	}
	if (n > s->n - head)
		return -1;
	*value = str_sub(*s, head, head + n);
	*s = str_sub(*s, head + n, s->n);
	return tag;
}

/* One SEQUENCE and nothing else, whose elements add up; its first tag. */
static int
der_whole(struct str s)
{
	struct str in, value;
	int first = -1, tag;

	if (der_take(&s, &in) != 0x30 || s.n != 0 || in.n == 0)
		return -1;
	while (in.n) {
		if ((tag = der_take(&in, &value)) < 0)
			return -1;
		if (first < 0)
			first = tag;
	}
	return first;
}

enum verdict
check_der(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char der[DER_MAX];
	size_t len;

	(void)match;
	(void)args;
	(void)n;
	return truth(lax_body(secret, der, sizeof(der), &len) == 0 &&
	    der_whole((struct str){ (char *)der, len }) >= 0);
}

/* ---- openssh-key-v1: OpenSSH's PROTOCOL.key --------------------------- */

static bool
ssh_string(struct str *s, struct str *out)
{
	const unsigned char *p = (const unsigned char *)s->p;
	size_t n;

	if (s->n < 4)
		return false;
	n = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
	if (n > s->n - 4)
		return false;
	*out = str_sub(*s, 4, 4 + n);
	*s = str_sub(*s, 4 + n, s->n);
	return true;
}

static enum verdict
openssh(struct str s, struct check_note *n)
{
	static const char magic[] = "openssh-key-v1"; /* with its NUL */
	struct str cipher, kdf, options, public, secret;

	if (!str_starts(s, (struct str){ magic, sizeof(magic) }))
		return CHECK_FALSE;
	s = str_sub(s, sizeof(magic), s.n);
	if (!ssh_string(&s, &cipher) || !ssh_string(&s, &kdf) ||
	    !ssh_string(&s, &options) || s.n < 4)
		return CHECK_FALSE;
	s = str_sub(s, 4, s.n);
	if (!ssh_string(&s, &public) || !ssh_string(&s, &secret) ||
	    secret.n < 8)
		return CHECK_FALSE;
	if (!str_eqz(cipher, "none")) {
		check_locked(n, cipher);
		return CHECK_TRUE;
	}
	return truth(memcmp(secret.p, secret.p + 4, 4) == 0);
}

/* ---- armor ------------------------------------------------------------ */

struct armor {
	struct str label, head, body;
};

/* Behind the line's end at or after i: raw, or "\n" written out. */
static size_t
next_line(struct str s, size_t i)
{
	for (; i < s.n; i++) {
		if (s.p[i] == '\n')
			return i + 1;
		if (s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == 'n')
			return i + 2;
	}
	return s.n;
}

static bool
armor_parse(struct str s, struct armor *a)
{
	size_t at = str_find(s, STR("-----BEGIN "), 0), end, colon;

	if (at == STR_NONE)
		return false;
	s = str_sub(s, at + 11, s.n);
	if ((end = str_find(s, STR("-----"), 0)) == STR_NONE)
		return false;
	a->label = str_sub(s, 0, end);
	s = str_sub(s, end + 5, s.n);
	if ((end = str_find(s, STR("-----END"), 0)) == STR_NONE)
		return false;
	s = str_sub(s, 0, end);
	/* Headers ("Proc-Type: 4,ENCRYPTED") end where no colon follows. */
	colon = str_rchr(s, ':');
	at = colon == STR_NONE ? 0 : next_line(s, colon);
	a->head = str_sub(s, 0, at);
	a->body = str_sub(s, at, s.n);
	return true;
}

static enum verdict
pem(const struct armor *a, struct check_note *n)
{
	unsigned char der[DER_MAX];
	struct str bytes;
	size_t len;
	int first;

	if (str_ends(a->label, STR("PRIVATE KEY BLOCK")))
		return CHECK_UNKNOWN; /* OpenPGP: see pgp */
	if (lax_body(a->body, der, sizeof(der), &len) < 0 || len < 16)
		return CHECK_FALSE;
	bytes = (struct str){ (char *)der, len };
	if (str_eqz(a->label, "OPENSSH PRIVATE KEY"))
		return openssh(bytes, n);
	if (str_find(a->head, STR("ENCRYPTED"), 0) != STR_NONE) {
		check_locked(n, STR(""));
		return len % 8 == 0 ? CHECK_TRUE : CHECK_FALSE;
	}
	if ((first = der_whole(bytes)) < 0)
		return CHECK_FALSE;
	if (str_find(a->label, STR("ENCRYPTED"), 0) != STR_NONE) {
		check_locked(n, STR(""));
		return truth(first == 0x30);
	}
	return truth(first == 0x02);
}

/* RFC 7468, RFC 1421 for headers; a whole PEM may be wrapped in base64. */
enum verdict
check_pem(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char in[WRAPPED_MAX];
	struct armor a;
	size_t len;

	(void)args;
	if (armor_parse(match, &a) || armor_parse(secret, &a))
		return pem(&a, n);
	if (!str_starts(secret, STR("LS0tLS1CRUdJTi")))
		return CHECK_UNKNOWN;
	if (lax_body(secret, in, sizeof(in), &len) < 0)
		return CHECK_UNKNOWN;
	if (!armor_parse((struct str){ (char *)in, len }, &a))
		return CHECK_FALSE;
	return pem(&a, n);
}

enum verdict
check_openssh_key(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char key[DER_MAX];
	struct armor a;
	size_t len;

	(void)args;
	if (!armor_parse(match, &a) && !armor_parse(secret, &a))
		a.body = secret;
	if (lax_body(a.body, key, sizeof(key), &len) < 0)
		return CHECK_FALSE;
	return openssh((struct str){ (char *)key, len }, n);
}

/* wg(8), genkey. Other makers need not clamp: then it cannot be told. */
enum verdict
check_wireguard(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char key[32];
	size_t len;

	(void)match;
	(void)args;
	(void)n;
	if (lax_b64(secret, key, sizeof(key), &len) < 0 || len != 32)
		return CHECK_FALSE;
	return (key[0] & 7) == 0 && (key[31] & 0xc0) == 0x40 ? CHECK_TRUE :
							       CHECK_UNKNOWN;
}
