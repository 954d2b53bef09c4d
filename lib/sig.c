#include "base.h"
#include "sig.h"
#include "b64.h"
#include "crypt.h"
#include "signers.h"
#include "str.h"

/* A signature of minisign's begins as one of signify's does. */
static const struct sig_format *const formats[] = { &sig_minisign, &sig_signify,
	&sig_ssh };

int
sig_next(struct str *text, struct arena *a, struct sig *s, const char **why)
{
	int rc;

	while (text->n && text->p[0] == '\n')
		*text = str_sub(*text, 1, text->n);
	if (text->n == 0)
		return 0;
	for (size_t i = 0; i < LEN(formats); i++) {
		*s = (struct sig){ .format = formats[i] };
		if ((rc = formats[i]->parse(text, a, s, why)) != 0)
			return rc;
	}
	*why = "no signature of a known format";
	return -1;
}

int
sig_name(const struct sig *s, char out[SIG_NAME])
{
	struct buf b = { .max = SIG_NAME };
	unsigned char hash[SHA256_LEN];
	int rc = -1;

	if (s->format == &sig_ssh) {
		if (sha256_of(s->id, hash) == 0 && buf_addz(&b, "SHA256:") == 0)
			rc = b64_put(
			    &b, (struct str){ (char *)hash, sizeof(hash) }, 0);
	} else {
		/* As minisign shows it: a little-endian number. */
		rc = buf_room(&b, (size_t)2 * SIGSEC_ID);
		for (size_t i = s->id.n; i-- > 0 && rc == 0;)
			rc = buf_addf(&b, "%02X", (unsigned char)s->id.p[i]);
	}
	if (rc == 0 && b.p != NULL)
		memcpy(out, b.p, b.n + 1);
	buf_free(&b);
	return rc;
}

/* Its owner may sign for this, and now. */
static bool
fit(const struct sig_key *k, struct str space, int64_t now, const char **why)
{
	*why = "the key may not sign in this namespace";
	if (k->spaces.n && !signers_match(k->spaces, space))
		return false;
	*why = "the key is not valid yet";
	if (k->after != 0 && now < k->after)
		return false;
	*why = "the key is not valid any more";
	return k->before == 0 || now <= k->before;
}

void
sig_judge(const struct sig *s, const struct sig_terms *t, struct str message,
    struct sig_verdict *v)
{
	bool ssh = s->format == &sig_ssh;

	*v = (struct sig_verdict){ .is = SIG_UNKNOWN };
	for (size_t i = 0; i < t->n && v->is != SIG_GOOD; i++) {
		const struct sig_key *k = &t->keys[i];

		if (k->ssh != ssh || !str_eq(k->id, s->id))
			continue;
		v->is = SIG_BAD;
		if (ssh && !str_eq(s->space, t->space))
			v->why = "made for another namespace";
		else if ((!ssh || fit(k, t->space, t->now, &v->why)) &&
		    s->format->good(s, k, message, &v->why))
			*v = (struct sig_verdict){ .is = SIG_GOOD, .key = k };
	}
}
