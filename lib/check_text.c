#include "base.h"
#include "check.h"
#include "date.h"
#include "jsonkey.h"
#include "lax.h"
#include "str.h"

enum { JSON_MAX = 8 << 10, DAY = 86400, PUBLIC = -3 };

static enum verdict
truth(bool ok)
{
	return ok ? CHECK_TRUE : CHECK_FALSE;
}

/* Seconds since 1970 as a date into the note. */
static void
note_date(struct check_note *n, const char *what, struct str seconds)
{
	char day[DATE_LEN + 1];
	uint64_t s;

	seconds = str_sub(seconds, 0, str_chr(seconds, '.', 0));
	if (str_num(seconds, UINT64_C(4102444800), &s) < 0)
		return;
	date_put((int32_t)(s / DAY), day);
	snprintf(n->text, sizeof(n->text), "%s %s", what, day);
}

/* The sample of jwt.io, which half of all documentation quotes. */
static bool
jwt_sample(struct str payload)
{
	struct str name;

	return jsonkey_find(payload, "name", &name) &&
	    str_eqz(name, "John Doe");
}

/* Said by the token: shown as far as it is a name or a URL. */
static struct str
plain(struct str s, size_t max)
{
	size_t n = 0;

	while (n < s.n && n < max &&
	    ((s.p[n] >= '0' && s.p[n] <= '9') ||
		((s.p[n] | 0x20) >= 'a' && (s.p[n] | 0x20) <= 'z') ||
		(s.p[n] && strchr(":/._-", s.p[n]))))
		n++;
	return str_sub(s, 0, n);
}

/* "RS256, by https://issuer, expires 2030-01-01" */
static void
jwt_notes(struct str header, struct str payload, struct check_note *n)
{
	struct str alg = STR(""), iss = STR(""), v;
	struct check_note date = { .shift = 0 };

	if (jsonkey_find(header, "alg", &v))
		alg = plain(v, 12);
	if (jsonkey_find(payload, "iss", &v))
		iss = plain(v, 40);
	if (jsonkey_find(payload, "exp", &v))
		note_date(&date, ", expires", v);
	if (jsonkey_find(payload, "role", &v) && str_eqz(v, "anon")) {
		snprintf(n->text, sizeof(n->text), "role anon: made public");
		n->shift = PUBLIC;
		return;
	}
	snprintf(n->text, sizeof(n->text), "%.*s%s%.*s%.31s",
	    FMT(str_ieq(alg, STR("none")) ? STR("alg none: not signed") : alg),
	    iss.n ? ", by " : "", FMT(iss), date.text);
}

/* RFC 7519, with RFC 7515's compact form. */
enum verdict
check_jwt(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char head[1024], body[JSON_MAX];
	struct str header, payload, part, alg;
	size_t at = str_find(secret, STR("ey"), 0), len;

	(void)match;
	(void)args;
	/* A prefix may stand before it, as GitHub's "ghs_1234_". */
	secret = str_sub(secret, at == STR_NONE ? 0 : at, secret.n);
	if (!str_cut(&secret, '.', &part) ||
	    lax_b64(part, head, sizeof(head), &len) < 0)
		return CHECK_FALSE;
	header = (struct str){ (char *)head, len };
	if (!jsonkey_find(header, "alg", &alg))
		return CHECK_FALSE;
	if (jsonkey_find(header, "enc", &part))
		return CHECK_UNKNOWN; /* RFC 7516: the payload is encrypted */
	if (!str_cut(&secret, '.', &part))
		return CHECK_FALSE;
	if (lax_b64(part, body, sizeof(body), &len) < 0)
		return part.n > sizeof(body) ? CHECK_UNKNOWN : CHECK_FALSE;
	payload = (struct str){ (char *)body, len };
	if (!jsonkey_object(payload, NULL) || jwt_sample(payload))
		return CHECK_FALSE;
	jwt_notes(header, payload, n);
	return CHECK_TRUE;
}

static size_t
run_of_base64(struct str s)
{
	size_t n = 0;

	while (n < s.n &&
	    ((s.p[n] >= '0' && s.p[n] <= '9') ||
		((s.p[n] | 0x20) >= 'a' && (s.p[n] | 0x20) <= 'z') ||
		(s.p[n] && strchr("+/-_", s.p[n]))))
		n++;
	return n % 4 == 1 ? n - 1 : n;
}

enum verdict
check_base64_json(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char text[JSON_MAX];
	size_t at = str_find(secret, STR("ey"), 0), len;
	struct str json, word, value;
	char key[64];

	(void)match;
	if (at == STR_NONE)
		return CHECK_FALSE;
	secret = str_sub(secret, at, secret.n);
	secret.n = run_of_base64(secret);
	if (lax_b64(secret, text, sizeof(text), &len) < 0)
		return secret.n > sizeof(text) ? CHECK_UNKNOWN : CHECK_FALSE;
	json = (struct str){ (char *)text, len };
	if (!jsonkey_object(json, NULL))
		return CHECK_FALSE;
	while (str_word(&args, &word)) {
		snprintf(key, sizeof(key), "%.*s", FMT(word));
		if (!jsonkey_find(json, key, &value))
			return CHECK_FALSE;
	}
	if (jsonkey_find(json, "expiration", &value))
		note_date(n, "expires", value);
	return CHECK_TRUE;
}

/* What documentation puts behind the colon. */
static bool
sample_password(struct str user, struct str password)
{
	static const char *const words[] = { "pass", "passwd", "password",
		"pwd", "secret", "changeme", "open sesame", "opensesame",
		"token", "api_token", "your_password", "xxx", "xxxx" };

	for (size_t i = 0; i < LEN(words); i++)
		if (str_ieq(password, str_of(words[i])))
			return true;
	return user.n && str_ieq(user, password);
}

/* RFC 7617 */
enum verdict
check_base64_text(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char text[1024];
	struct str s, user;
	size_t len;

	(void)match;
	(void)args;
	(void)n;
	if (lax_b64(secret, text, sizeof(text), &len) < 0)
		return CHECK_FALSE;
	for (size_t i = 0; i < len; i++)
		if (text[i] < 0x20 || text[i] == 0x7f)
			return CHECK_FALSE;
	s = (struct str){ (char *)text, len };
	if (str_chr(s, ':', 0) == STR_NONE || !str_cut(&s, ':', &user) ||
	    s.n == 0)
		return CHECK_FALSE;
	return truth(!sample_password(user, s));
}

/* Tokens of Jira and Confluence servers: an id, a colon, 20 random bytes. */
enum verdict
check_base64_id(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char text[256];
	size_t len, i = 0;

	(void)match;
	(void)args;
	(void)n;
	if (lax_b64(secret, text, sizeof(text), &len) < 0)
		return CHECK_FALSE;
	while (i < len && text[i] >= '0' && text[i] <= '9')
		i++;
	return truth(i >= 8 && i < len && text[i] == ':' && len - i > 16);
}

/* A varint of a macaroon. */
static bool
varint(struct str *s, size_t *v)
{
	*v = 0;
	for (unsigned shift = 0; shift < 28 && s->n; shift += 7) {
		unsigned char c = (unsigned char)s->p[0];

		*s = str_sub(*s, 1, s->n);
		*v |= (size_t)(c & 0x7f) << shift;
		if (c < 0x80)
			return true;
	}
	return false;
}

/*
 * Version 2 of libmacaroons' binary form: sections of packets (type,
 * length, bytes), each ended by 0, an empty one, then the signature.
 */
static bool
macaroon(struct str s)
{
	size_t type, len, inside = 0, sections = 0;

	if (s.n == 0 || s.p[0] != 2)
		return false;
	s = str_sub(s, 1, s.n);
	while (varint(&s, &type)) {
		if (type == 0 && inside == 0 && sections > 0)
			return varint(&s, &type) && type == 6 &&
			    varint(&s, &len) && len == 32 && s.n == 32;
		if (type == 0) {
			sections++;
			inside = 0;
			continue;
		}
		if (type > 6 || !varint(&s, &len) || len > s.n)
			return false;
		s = str_sub(s, len, s.n);
		inside++;
	}
	return false;
}

enum verdict
check_pypi_macaroon(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char bytes[2048];
	size_t len;

	(void)match;
	(void)args;
	(void)n;
	if (str_starts(secret, STR("pypi-")))
		secret = str_sub(secret, 5, secret.n);
	if (lax_b64(secret, bytes, sizeof(bytes), &len) < 0)
		return secret.n > sizeof(bytes) ? CHECK_UNKNOWN : CHECK_FALSE;
	return truth(macaroon((struct str){ (char *)bytes, len }));
}

/* Discord's documentation: a bot's token begins with its id. */
enum verdict
check_discord(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char id[32];
	struct str part;
	size_t len;

	(void)match;
	(void)args;
	(void)n;
	if (!str_cut(&secret, '.', &part) ||
	    lax_b64(part, id, sizeof(id), &len) < 0 || len < 17 || len > 20)
		return CHECK_FALSE;
	for (size_t i = 0; i < len; i++)
		if (id[i] < '0' || id[i] > '9')
			return CHECK_FALSE;
	return CHECK_TRUE;
}

/* What base64 hides from nobody: a text. Whether it is a placeholder is for
   those who read it. */
enum verdict
check_base64_plain(
    struct str match, struct str secret, struct str args, struct check_note *n)
{
	unsigned char text[JSON_MAX];
	size_t len;

	(void)match;
	(void)args;
	(void)n;
	if (lax_b64(secret, text, sizeof(text), &len) < 0)
		return secret.n > sizeof(text) ? CHECK_UNKNOWN : CHECK_FALSE;
	for (size_t i = 0; i < len; i++)
		if (text[i] < 0x20 && !strchr("\t\n\r", text[i]))
			return CHECK_FALSE;
	return len > 0 ? CHECK_UNKNOWN : CHECK_FALSE;
}
