#include "base.h"
#include "sig_ed.h"
#include "b64.h"
#include "str.h"

#define UNTRUSTED STR("untrusted comment: ")

enum { BLOB = 2 + SIGSEC_ID + ED25519_SIG, COMMENT_MAX = 1024 };

static int
fail(const char **why, const char *what)
{
	*why = what;
	return -1;
}

bool
sig_ed_line(struct str *text, struct str *line)
{
	size_t at = str_chr(*text, '\n', 0);

	if (text->n == 0)
		return false;
	if (at == STR_NONE) {
		*line = *text;
		*text = str_sub(*text, text->n, text->n);
		return true;
	}
	*line = str_sub(*text, 0, at);
	*text = str_sub(*text, at + 1, text->n);
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

int
sig_ed_head(struct str *text, struct arena *a, struct sig *s, const char **why)
{
	unsigned char *blob = arena_new(a, BLOB);
	struct str line;
	size_t n;

	if (!str_starts(*text, UNTRUSTED))
		return 0;
	if (blob == NULL)
		return fail(why, "no memory");
	if (!sig_ed_line(text, &line) || line.n > COMMENT_MAX + UNTRUSTED.n)
		return fail(why, "a comment too long");
	if (!sig_ed_line(text, &line) ||
	    b64_decode(line, B64_PAD, blob, BLOB, &n) < 0 || n != BLOB)
		return fail(why, "no signature, or a damaged one");
	if (memcmp(blob, "Ed", 2) != 0 && memcmp(blob, "ED", 2) != 0)
		return fail(why, "a signature of an unknown kind");
	s->whole = blob[1] == 'd';
	s->digest = DIGEST_BLAKE2B;
	s->id = (struct str){ (char *)blob + 2, SIGSEC_ID };
	s->bytes = (struct str){ (char *)blob + 2 + SIGSEC_ID, ED25519_SIG };
	return 1;
}

int
sig_ed_sign(const struct sigsec *k, struct str message,
    unsigned char raw[ED25519_SIG], const char **why)
{
	if (k->ssh)
		return fail(why, "an SSH key; it signs with --format=ssh");
	if (ed25519_sign(k->seed, message, raw) < 0)
		return fail(why, "no memory");
	return 0;
}

int
sig_ed_put(struct buf *out, const struct sigsec *k, bool whole,
    const unsigned char raw[ED25519_SIG], struct str comment, const char **why)
{
	unsigned char blob[BLOB] = { 'E', whole ? 'd' : 'D' };

	if (comment.n > COMMENT_MAX || str_chr(comment, '\n', 0) != STR_NONE ||
	    str_chr(comment, '\r', 0) != STR_NONE)
		return fail(why, "the comment is too long, or of two lines");
	memcpy(blob + 2, k->id, SIGSEC_ID);
	memcpy(blob + 2 + SIGSEC_ID, raw, ED25519_SIG);
	if (buf_adds(out, UNTRUSTED) < 0 || buf_adds(out, comment) < 0 ||
	    buf_addc(out, '\n') < 0 ||
	    b64_put(out, (struct str){ (char *)blob, BLOB }, B64_PAD) < 0 ||
	    buf_addc(out, '\n') < 0)
		return fail(why, "no memory");
	return 0;
}

bool
sig_ed_good(const struct sig *s, const struct sig_key *k, struct str message)
{
	return ed25519_verify((const unsigned char *)k->pub.p, message,
	    (const unsigned char *)s->bytes.p);
}
