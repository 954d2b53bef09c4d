#include "base.h"
#include "age.h"
#include "b64.h"
#include "crypt.h"
#include "str.h"

/* The post-quantum hybrid takes its place here, in a file of its own. */
static const struct age_type *const types[] = { &age_x25519, &age_scrypt,
	&age_ssh_ed25519, &age_ssh_rsa };

enum { MAC_TEXT = 43, END = 4 + MAC_TEXT + 1 }; /* "--- ", MAC, LF */

#define VERSION_LINE STR("age-encryption.org/v1\n")

static int
fail(const char **why, const char *what)
{
	*why = what;
	return -1;
}

static const struct age_type *
type_of(const struct age_stanza *st)
{
	for (size_t i = 0; i < LEN(types); i++)
		if (str_eqz(st->type, types[i]->name))
			return types[i];
	return NULL;
}

int
age_header_len(struct str s, size_t *seen, size_t *len, const char **why)
{
	struct str v = VERSION_LINE;
	size_t at;

	if (!str_starts(v, str_sub(s, 0, v.n)))
		return fail(why, "not an age file");
	at = str_find(s, STR("\n---"), *seen);
	if (at == STR_NONE) {
		*seen = s.n < 3 ? 0 : s.n - 3;
		return s.n < AGE_HEADER_MAX ? 0 : fail(why, "header too long");
	}
	*seen = at;
	*len = at + 1 + END;
	return s.n >= *len;
}

struct str
age_header_stanzas(struct str header)
{
	return str_sub(header, VERSION_LINE.n, header.n);
}

int
age_header_check(struct str header, const char **why)
{
	struct str rest = age_header_stanzas(header);
	unsigned char mac[32];
	struct age_stanza st;
	size_t n = 0, nscrypt = 0, got;
	int more;

	if (!str_starts(header, VERSION_LINE))
		return fail(why, "not an age file");
	while ((more = age_stanza_next(&rest, &st, why)) > 0) {
		const struct age_type *t = type_of(&st);

		if (t && t->check(&st, why) < 0)
			return -1;
		nscrypt += t == &age_scrypt;
		n++;
	}
	if (more < 0)
		return -1;
	if (n == 0)
		return fail(why, "header without a recipient");
	if (nscrypt && n > 1)
		return fail(why, "a passphrase beside other recipients");
	if (rest.n != END || !str_starts(rest, STR("--- ")) ||
	    rest.p[END - 1] != '\n' ||
	    b64_decode(str_sub(rest, 4, END - 1), 0, mac, sizeof(mac), &got) <
		0)
		return fail(why, "malformed end of the header");
	return 0;
}

bool
age_header_wants_phrase(struct str header)
{
	struct str rest = age_header_stanzas(header);
	struct age_stanza st;
	const char *why;

	return age_stanza_next(&rest, &st, &why) > 0 &&
	    type_of(&st) == &age_scrypt;
}

/* Over every byte as it came, up to and with the three dashes. */
static int
mac_of(struct str header, const unsigned char *file_key, unsigned char mac[32])
{
	unsigned char key[32];
	int rc;

	rc = hkdf_sha256((struct str){ (const char *)file_key, AGE_FILE_KEY },
	    STR(""), STR("header"), key, sizeof(key));
	if (rc == 0)
		rc = hmac_sha256(
		    (struct str){ (char *)key, sizeof(key) }, header, mac);
	crypt_wipe(key, sizeof(key));
	return rc;
}

static int
check_mac(struct str header, const unsigned char *file_key, const char **why)
{
	struct str text = str_sub(header, header.n - END + 4, header.n - 1);
	unsigned char mac[32], want[32];
	size_t n;

	if (b64_decode(text, 0, mac, sizeof(mac), &n) < 0 ||
	    mac_of(str_sub(header, 0, header.n - END + 3), file_key, want) <
		0 ||
	    !crypt_same(mac, want, sizeof(mac)))
		return fail(why, "the header was changed (wrong MAC)");
	return 0;
}

enum age_found
age_header_open(struct str header, const struct age_key *ids, size_t n,
    unsigned char *file_key, size_t *which, const char **why)
{
	enum age_found found = AGE_OTHER;
	struct age_stanza st;
	struct str rest;

	if (age_header_check(header, why) < 0)
		return AGE_BAD;
	for (size_t i = 0; i < n; i++) {
		rest = age_header_stanzas(header);
		while (age_stanza_next(&rest, &st, why) > 0) {
			const struct age_type *t = type_of(&st);

			if (t == NULL || t != ids[i].type)
				continue;
			*which = i;
			found = t->unwrap(&st, &ids[i], file_key, why);
			if (found == AGE_OPENED)
				return check_mac(header, file_key, why) < 0 ?
				    AGE_BAD :
				    AGE_OPENED;
			if (found != AGE_OTHER)
				return found;
		}
	}
	return AGE_OTHER;
}

int
age_header_put(struct buf *out, const struct age_key *to, size_t n,
    const unsigned char *file_key, const char **why)
{
	unsigned char mac[32];

	if (n == 0)
		return fail(why, "no recipient");
	if (buf_adds(out, VERSION_LINE) < 0)
		return fail(why, "no memory");
	for (size_t i = 0; i < n; i++) {
		if (n > 1 && to[i].type == &age_scrypt)
			return fail(
			    why, "a passphrase beside other recipients");
		if (to[i].type->wrap(out, &to[i], file_key, why) < 0)
			return -1;
	}
	if (buf_addz(out, "---") < 0 ||
	    mac_of(buf_str(out), file_key, mac) < 0 || buf_addc(out, ' ') < 0 ||
	    b64_put(out, (struct str){ (char *)mac, sizeof(mac) }, 0) < 0 ||
	    buf_addc(out, '\n') < 0)
		return fail(why, "no memory");
	return out->n < AGE_HEADER_MAX ? 0 : fail(why, "too many recipients");
}

bool
age_is_secret(struct str text)
{
	return str_ifind(text, STR("AGE-SECRET-KEY-"), 0) != STR_NONE ||
	    str_ifind(text, STR("AGE-PLUGIN-"), 0) != STR_NONE ||
	    str_find(text, STR("PRIVATE KEY"), 0) != STR_NONE ||
	    str_starts(text, STR("PuTTY-User-Key-File-"));
}

int
age_recipient(struct str text, struct age_key *k, const char **why)
{
	int rc = 0;

	if (age_is_secret(text))
		return fail(why, "that is a private key, not a recipient");
	for (size_t i = 0; i < LEN(types) && rc == 0; i++)
		if (types[i]->recipient)
			rc = types[i]->recipient(text, k, why);
	if (rc == 0)
		*why = str_starts(text, STR("age1")) ?
		    "a recipient of a plugin or of a later age" :
		    "not a recipient of a known kind";
	return rc > 0 ? 0 : -1;
}

int
age_identity(struct str text, struct age_key *k, const char **why)
{
	int rc = 0;

	for (size_t i = 0; i < LEN(types) && rc == 0; i++)
		if (types[i]->identity)
			rc = types[i]->identity(text, k, why);
	if (rc == 0)
		*why = age_is_secret(text) ?
		    "an identity of a plugin or of a later age" :
		    "not an identity of a known kind";
	return rc > 0 ? 0 : -1;
}

int
age_text(struct buf *out, const struct age_key *k)
{
	return k->type->text ? k->type->text(out, k) : -1;
}

int
age_phrase(struct str phrase, struct age_key *k)
{
	if (phrase.n == 0 || age_key_room(k, &age_scrypt, 0, phrase.n) < 0)
		return -1;
	memcpy(k->sec, phrase.p, phrase.n);
	return 0;
}

int
age_unlock(struct age_key *k, struct str phrase, const char **why)
{
	if (!k->locked || k->type->unlock == NULL)
		return fail(why, "it is not encrypted");
	return k->type->unlock(k, phrase, why);
}
