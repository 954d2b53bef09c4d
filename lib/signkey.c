#include "base.h"
#include "signkey.h"
#include "agent.h"
#include "crypt.h"
#include "date.h"
#include "keys.h"
#include "phrase.h"
#include "say.h"
#include "str.h"

#include <errno.h>

enum { SECRET_MAX = 64 << 10, COMMENT_MAX = 1024 };

static void
read_key(struct signkey *k, const char *path)
{
	char *text = crypt_key_new(SECRET_MAX);
	struct where w = { 0 };
	const char *why;
	bool shared;
	size_t n;

	if (text == NULL)
		die("cannot read '%s': no guarded memory", path);
	if (keys_read(path, text, SECRET_MAX, &n, &shared, &w) < 0)
		die("cannot read '%s': %s", path, w.why);
	if (sigsec_parse((struct str){ text, n }, &k->sec, &why) < 0)
		die("cannot sign with '%s': %s", path, why);
	crypt_key_free(text);
	if (shared && !k->sec.away) {
		keys_shared(&w);
		die("cannot read '%s': %s", path, w.why);
	}
}

static void
unlock(struct signkey *k, const char *path, int fd)
{
	struct phrase phrase = { .fd = -1 };
	const char *why = "no guarded memory";

	if (phrase_open(&phrase, fd, -1) < 0 ||
	    phrase_ask(&phrase, "Passphrase", path, &why) < 0)
		die("cannot read a passphrase: %s", why);
	if (sigsec_unlock(&k->sec, (struct str){ phrase.p, phrase.n }, &why) <
	    0)
		die("cannot sign with '%s': %s", path, why);
	phrase_free(&phrase);
}

void
signkey_open(struct signkey *k, const char *path, int fd)
{
	*k = (struct signkey){ .agent = -1 };
	read_key(k, path);
	if (k->sec.locked)
		unlock(k, path, fd);
	if (k->sec.away && (k->agent = agent_open()) < 0)
		die("cannot reach an agent for '%s': %s (SSH_AUTH_SOCK)", path,
		    strerror(errno));
	k->sec.agent = agent_sign;
	k->sec.arg = &k->agent;
	k->whole = !k->sec.ssh;
	k->format = k->sec.ssh			     ? &sig_ssh :
	    k->sec.bytes.n == (size_t)SIGSEC_SIGNIFY ? &sig_signify :
						       &sig_minisign;
}

int
signkey_sign(const struct signkey *k, struct str text, const char *name,
    struct buf *out, const char **why)
{
	struct sig_words words = { .comment = STR("signature from tamis"),
		.space = STR("file") };
	struct buf comment = { .max = COMMENT_MAX };
	unsigned char hash[DIGEST_MAX];
	struct str message = text;
	int64_t now;
	int rc = -1;

	*why = "no memory, or no time";
	if (!k->whole)
		message =
		    (struct str){ (char *)hash, digest_len(k->format->digest) };
	if (date_now(&now) == 0 &&
	    buf_addf(&comment, "timestamp:%lld\tfile:%s", (long long)now,
		name) == 0 &&
	    (k->whole || hash_of(k->format->digest, text, hash) == 0)) {
		words.trusted = buf_str(&comment);
		rc = k->format->make(
		    out, &k->sec, k->whole, message, &words, why);
	}
	buf_free(&comment);
	return rc;
}

void
signkey_close(struct signkey *k)
{
	sigsec_free(&k->sec);
}
