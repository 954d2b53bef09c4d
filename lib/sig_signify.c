#include "base.h"
#include "sig_ed.h"
#include "str.h"

static int
parse(struct str *text, struct arena *a, struct sig *s, const char **why)
{
	int rc = sig_ed_head(text, a, s, why);

	if (rc == 1 && !s->whole) {
		*why = "a minisign signature without its trusted comment";
		return -1;
	}
	return rc;
}

static bool
good(const struct sig *s, const struct sig_key *k, struct str message,
    const char **why)
{
	*why = "not of this file, or damaged";
	return sig_ed_good(s, k, message);
}

static int
make(struct buf *out, const struct sigsec *k, bool whole, struct str message,
    const struct sig_words *w, const char **why)
{
	unsigned char raw[ED25519_SIG];

	(void)whole; /* there is no other way */
	if (sig_ed_sign(k, message, raw, why) < 0)
		return -1;
	return sig_ed_put(out, k, true, raw, w->comment, why);
}

const struct sig_format sig_signify = { .name = "signify",
	.suffix = ".sig",
	.parse = parse,
	.good = good,
	.make = make };
