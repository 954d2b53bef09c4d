#include "base.h"
#include "b64.h"
#include "sig_ed.h"
#include "str.h"

#define TRUSTED STR("trusted comment: ")

enum { TRUSTED_MAX = 8192 };

static int
fail(const char **why, const char *what)
{
	*why = what;
	return -1;
}

static int
parse(struct str *text, struct arena *a, struct sig *s, const char **why)
{
	struct str rest = *text, line;
	unsigned char *global;
	int rc = sig_ed_head(&rest, a, s, why);
	size_t n;

	if (rc <= 0)
		return rc;
	if (!str_starts(rest, TRUSTED))
		return 0;
	if ((global = arena_new(a, ED25519_SIG)) == NULL)
		return fail(why, "no memory");
	if (!sig_ed_line(&rest, &line))
		return 0;
	s->comment = str_sub(line, TRUSTED.n, line.n);
	if (s->comment.n > TRUSTED_MAX)
		return fail(why, "a comment too long");
	if (!sig_ed_line(&rest, &line) ||
	    b64_decode(line, B64_PAD, global, ED25519_SIG, &n) < 0 ||
	    n != ED25519_SIG)
		return fail(why, "no signature of its comment");
	s->global = (struct str){ (char *)global, n };
	*text = rest;
	return 1;
}

/* What the global signature is over. */
static struct str
both(unsigned char *p, struct str bytes, struct str comment)
{
	memcpy(p, bytes.p, ED25519_SIG);
	memcpy(p + ED25519_SIG, comment.p, comment.n);
	return (struct str){ (char *)p, ED25519_SIG + comment.n };
}

static bool
good(const struct sig *s, const struct sig_key *k, struct str message,
    const char **why)
{
	unsigned char signedp[ED25519_SIG + TRUSTED_MAX];

	*why = "not of this file, or damaged";
	if (!sig_ed_good(s, k, message))
		return false;
	*why = "its trusted comment was changed";
	return ed25519_verify((const unsigned char *)k->pub.p,
	    both(signedp, s->bytes, s->comment),
	    (const unsigned char *)s->global.p);
}

static int
make(struct buf *out, const struct sigsec *k, bool whole, struct str message,
    const struct sig_words *w, const char **why)
{
	unsigned char signedp[ED25519_SIG + TRUSTED_MAX];
	unsigned char raw[ED25519_SIG], global[ED25519_SIG];
	struct str sig = { (char *)raw, sizeof(raw) };

	if (w->trusted.n > TRUSTED_MAX ||
	    str_chr(w->trusted, '\n', 0) != STR_NONE ||
	    str_chr(w->trusted, '\r', 0) != STR_NONE)
		return fail(
		    why, "the trusted comment is too long, or of two lines");
	if (sig_ed_sign(k, message, raw, why) < 0 ||
	    sig_ed_put(out, k, whole, raw, w->comment, why) < 0)
		return -1;
	if (ed25519_sign(k->seed, both(signedp, sig, w->trusted), global) < 0 ||
	    buf_adds(out, TRUSTED) < 0 || buf_adds(out, w->trusted) < 0 ||
	    buf_addc(out, '\n') < 0 ||
	    b64_put(out, (struct str){ (char *)global, sizeof(global) },
		B64_PAD) < 0 ||
	    buf_addc(out, '\n') < 0)
		return fail(why, "no memory");
	return 0;
}

const struct sig_format sig_minisign = { .name = "minisign",
	.suffix = ".minisig",
	.parse = parse,
	.good = good,
	.make = make,
	.digest = DIGEST_BLAKE2B };
