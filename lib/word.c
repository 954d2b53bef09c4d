#include "base.h"
#include "str.h"
#include "word.h"

#include <stdatomic.h>

/* Heads: the last word that counts. English, French, German, neighbours. */
static const char passwords[] =
    " password passwords passwd passwds passphrase passcode pwd pass psk "
    "passwort kennwort kennwoerter motdepasse mdp motpasse contrasena "
    "wachtwoord passw passwrd pword userpass ";
static const char secrets[] =
    " secret secrets credential credentials creds cred geheimnis ";
static const char tokens[] = " token tokens jeton jetons bearer jwt ";
static const char keys[] = " key keys cle schluessel clef ";
/* Words run together, by their ends. */
static const char *const ends[] = { "password", "passwd", "passphrase",
	"passwort", "kennwort", "motdepasse", "passcode", NULL };
static const char *const key_ends[] = { "apikey", "secretkey", "accesskey",
	"privatekey", "authkey", "masterkey", "signingkey", "encryptionkey",
	"storagekey", "accountkey", "sharedkey", "licensekey", NULL };
/* "pass" and "pwd" and "mdp" run together need one of these in front. */
static const char fronts[] =
    " db user usr my mysql pg postgres root admin smtp mail imap ftp ssh key "
    "store http proxy redis ldap login web auth cert rpc default database "
    "mongo oracle sql svc service app bind sudo su master vpn wifi host "
    "site account ";
/* A key is a secret only when one of these says what for. */
static const char key_kinds[] =
    " api access secret private auth encryption encrypt crypto cipher "
    "signing sign signature master app application account storage service "
    "client admin deploy subscription shared session cookie aes hmac jwt "
    "consumer function host integration write server webhook merchant bot "
    "rsa ssh license licence activation secure user maps search rest "
    "decryption decrypt privee secrete ";
/* After the head, these change nothing. */
static const char tails[] =
    " value val str string text txt plain plaintext cleartext clear default "
    "prod production dev staging stage local old new current base64 b64 hex "
    "raw env test live sandbox here a b x y temp tmp initial ";
/* Before the head, these make it something else. */
static const char killers[] =
    " public primary foreign sort partition cache map row column translation "
    "i18n csrf xsrf pagination next prev previous page continuation cursor "
    "lang language syntax no is has had use uses using enable enabled "
    "disable require requires required need needs show hide forgot forget "
    "reset invalid wrong incorrect missing empty bad without toggle ask "
    "prompt enter allow min max validate check verify lexer parse parser "
    "peek expect end stop cancellation sub design special pad eos bos mask "
    "unk sep cls get read fetch error num number count hashed hash "
    "encrypted enc crypted encoded escaped lookup find type one two non "
    "mock ";

/* A list's words by their hash, made when it is first asked. */
struct index {
	const char *list;
	size_t mask;
	uint16_t at[]; /* one more than where a word begins; 0: none */
};

enum { LISTS_MAX = 64, WORD_MAX = 46 }; /* a power of two */
static _Atomic(struct index *) indexes[LISTS_MAX];

static unsigned char
fold(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

static size_t
word_hash(struct str w)
{
	size_t h = w.n;

	for (size_t i = 0; i < w.n; i++)
		h = (h ^ fold(w.p[i])) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 29;
}

static struct index *
index_new(const char *list)
{
	struct str rest = str_of(list), w;
	size_t mask = 15;
	struct index *x;

	if (rest.n >= UINT16_MAX)
		return NULL;
	while (mask < rest.n) /* twice as many as there are words */
		mask = mask * 2 + 1;
	x = calloc(1, sizeof(*x) + (mask + 1) * sizeof(x->at[0]));
	if (x == NULL)
		return NULL;
	x->list = list;
	x->mask = mask;
	while (str_word(&rest, &w)) {
		size_t h = word_hash(w);

		while (x->at[h & mask] != 0)
			h++;
		x->at[h & mask] = (uint16_t)(w.p - list + 1);
	}
	return x;
}

/* Lists are constants: what is made for one is kept as long as they are. */
static const struct index *
index_of(const char *list)
{
	size_t h = (uintptr_t)list / 16;

	for (size_t i = 0; i < LISTS_MAX; i++, h++) {
		_Atomic(struct index *) *slot = &indexes[h % LISTS_MAX];
		struct index *x = atomic_load(slot), *none = NULL;

		if (x == NULL) {
			if ((x = index_new(list)) == NULL)
				return NULL;
			if (!atomic_compare_exchange_strong(slot, &none, x)) {
				free(x);
				x = none;
			}
		}
		if (x->list == list)
			return x;
	}
	return NULL;
}

static bool
is_word_at(struct str word, const char *list)
{
	for (size_t i = 0; i < word.n; i++)
		if (fold(word.p[i]) != (unsigned char)list[i] ||
		    list[i] == ' ' || list[i] == '\0')
			return false;
	return list[word.n] == ' ' || list[word.n] == '\0';
}

bool
word_in(struct str word, const char *list)
{
	const struct index *x;
	size_t h;

	if (word.n == 0 || word.n > WORD_MAX || (x = index_of(list)) == NULL)
		return false;
	for (h = word_hash(word); x->at[h & x->mask] != 0; h++)
		if (is_word_at(word, list + x->at[h & x->mask] - 1))
			return true;
	return false;
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes beyond ASCII are letters: "clé", "schlüssel" stay whole. */
static bool
is_part(char c)
{
	return is_upper(c) || is_lower(c) || is_digit(c) || (c & 0x80);
}

/* Does a new word start at i, both sides being parts of words? */
static bool
is_hump(struct str s, size_t i)
{
	if (!is_upper(s.p[i]))
		return false;
	if (is_lower(s.p[i - 1]) || is_digit(s.p[i - 1]))
		return true;
	return is_upper(s.p[i - 1]) && i + 1 < s.n && is_lower(s.p[i + 1]);
}

struct words
word_split(struct str name)
{
	struct words w = { .n = 0 };
	size_t i = 0, from;

	while (i < name.n) {
		if (!is_part(name.p[i])) {
			i++;
			continue;
		}
		from = i++;
		while (i < name.n && is_part(name.p[i]) && !is_hump(name, i))
			i++;
		if (w.n == WORDS_MAX) {
			memmove(w.v, w.v + 1, sizeof(w.v) - sizeof(w.v[0]));
			w.n--;
		}
		w.v[w.n++] = str_sub(name, from, i);
	}
	return w;
}

static struct str
without_digits(struct str w)
{
	while (w.n > 0 && is_digit(w.p[w.n - 1]))
		w.n--;
	return w;
}

static bool
ends_with(struct str w, const char *end, struct str *front)
{
	struct str tail = str_of(end);

	if (w.n <= tail.n || !str_ieq(str_sub(w, w.n - tail.n, w.n), tail))
		return false;
	*front = str_sub(w, 0, w.n - tail.n);
	return true;
}

/* Words written as one: "dbpassword", "clientsecret", "userpwd". */
static enum name_class
class_joined(struct str w)
{
	struct str front;
	size_t i;

	for (i = 0; ends[i] != NULL; i++)
		if (ends_with(w, ends[i], &front))
			return word_in(front, killers) ? NAME_NONE :
							 NAME_PASSWORD;
	for (i = 0; key_ends[i] != NULL; i++)
		if (str_ieq(w, str_of(key_ends[i])) ||
		    ends_with(w, key_ends[i], &front))
			return NAME_KEY;
	if (ends_with(w, "pass", &front) || ends_with(w, "pwd", &front) ||
	    ends_with(w, "mdp", &front))
		return word_in(front, fronts) ? NAME_PASSWORD : NAME_NONE;
	if (ends_with(w, "secret", &front) ||
	    ends_with(w, "credentials", &front))
		return word_in(front, killers) ? NAME_NONE : NAME_SECRET;
	if (ends_with(w, "token", &front))
		return word_in(front, killers) ? NAME_NONE : NAME_TOKEN;
	return NAME_NONE;
}

static enum name_class
class_head(const struct words *w, size_t head)
{
	struct str h = without_digits(w->v[head]);
	struct str before = head > 0 ? w->v[head - 1] : STR("");

	if (word_in(h, passwords))
		return NAME_PASSWORD;
	if (word_in(h, secrets))
		return NAME_SECRET;
	if (word_in(h, tokens))
		return NAME_TOKEN;
	/* A person may have chosen what is called a secret key. */
	if (word_in(h, keys) && str_ieq(before, STR("secret")))
		return NAME_SECRET;
	if (word_in(h, keys))
		return word_in(without_digits(before), key_kinds) ? NAME_KEY :
								    NAME_NONE;
	/* mot_de_passe, mot-de-passe */
	if (str_ieq(h, STR("passe")) && head >= 2)
		return NAME_PASSWORD;
	return class_joined(h);
}

enum name_class
word_class(struct str name)
{
	struct words w = word_split(name);
	enum name_class c;
	size_t i, head = w.n;

	while (head > 0) {
		struct str t = without_digits(w.v[head - 1]);

		if (t.n > 0 && !word_in(t, tails))
			break;
		head--;
	}
	if (head-- == 0)
		return NAME_NONE;
	c = class_head(&w, head);
	for (i = 0; c != NAME_NONE && i < head; i++)
		if (word_in(w.v[i], killers))
			c = NAME_NONE;
	return c;
}

bool
word_label(struct str s)
{
	static const char others[] =
	    " the your my our a an of for to in is and or not new old current "
	    "user username login name admin root account database db server "
	    "client api access auth authorization authentication oauth "
	    "private public field input form label hint value text type box "
	    "id file path prompt error message hash hashed required optional "
	    "invalid confirm confirmation repeat retype verify forgot reset "
	    "change update set get enter here string basic digest bearer "
	    "header data config env var variable store proxy master host ssl "
	    "tls session cookie csrf request response refresh grant code "
	    "test mode policy length count plain encrypted show hide "
	    "service vault manager provider keyring keychain kubernetes k8s "
	    "oauth2 sha256 md5 "
	    "bcrypt 1 2 3 ";
	struct words w = word_split(s);
	size_t i;

	for (i = 0; i < w.n; i++) {
		struct str t = without_digits(w.v[i]);

		if (w.v[i].n > t.n + 1) /* "pass1" is one, "admin123" not */
			t = w.v[i];

		if (!word_in(t, others) && !word_in(t, passwords) &&
		    !word_in(t, secrets) && !word_in(t, tokens) &&
		    !word_in(t, keys) && class_joined(t) == NAME_NONE)
			return false;
	}
	return w.n > 0;
}
