#include "base.h"
#include "trust.h"
#include "keys.h"
#include "say.h"
#include "str.h"

#include <unistd.h>

enum { KEYS_TEXT = 4 << 20, ARENA = 1 << 20 };

void
trust_file(struct trust *t, const char *path)
{
	char *text = malloc(KEYS_TEXT);
	struct where w = { 0 };
	bool shared;
	size_t n;

	if (text == NULL)
		die("cannot read '%s': no memory", path);
	if (keys_read(path, text, KEYS_TEXT, &n, &shared, &w) < 0)
		die("cannot read '%s': %s", path, w.why);
	if (signers_parse(&t->keys, (struct str){ text, n }, &w) < 0) {
		if (w.line)
			die("cannot trust '%s:%zu': %s", path, w.line, w.why);
		die("cannot trust '%s': %s", path, w.why);
	}
	free(text);
}

/* What is neither may be a private key by mistake, and is not shown. */
void
trust_key(struct trust *t, const char *text)
{
	struct where w = { 0 };

	if (signers_parse(&t->keys, str_of(text), &w) == 0)
		return;
	if (access(text, F_OK) < 0)
		die("cannot trust what --key says: %s, nor is it a file",
		    w.why);
	trust_file(t, text);
}

void
trust_begin(struct trust_judge *j, const struct trust *t, struct str text)
{
	*j =
	    (struct trust_judge){ .t = t, .text = text, .a = { .max = ARENA } };
}

static struct str
message_of(struct trust_judge *j, const struct sig *s, unsigned char *hash)
{
	if (s->whole)
		return j->text;
	if (hash_of(s->digest, j->text, hash) < 0)
		return STR("");
	return (struct str){ (char *)hash, digest_len(s->digest) };
}

static void
count(struct trust_judge *j, struct str pub)
{
	for (size_t i = 0; i < j->n; i++)
		if (str_eq(j->seen[i], pub))
			return;
	if (j->n < TRUST_SIGS)
		j->seen[j->n++] = pub;
}

void
trust_add(struct trust_judge *j, const char *name, struct str sigs)
{
	const struct sig_terms terms = { j->t->keys.v, j->t->keys.n,
		STR("file"), j->t->now };
	unsigned char hash[DIGEST_MAX];
	struct sig_verdict v;
	const char *why = "";
	struct sig s;
	int rc;

	while ((rc = sig_next(&sigs, &j->a, &s, &why)) > 0) {
		j->any++;
		sig_judge(&s, &terms, message_of(j, &s, hash), &v);
		if (v.is == SIG_GOOD)
			count(j, v.key->pub);
		else if (v.is == SIG_BAD)
			snprintf(
			    j->why, sizeof(j->why), "'%s': %s", name, v.why);
	}
	if (rc < 0)
		snprintf(j->why, sizeof(j->why), "'%s': %s", name, why);
}

int
trust_end(struct trust_judge *j)
{
	arena_free(&j->a);
	if (j->why[0])
		return -1;
	if (j->n >= j->t->require)
		return 0;
	if (j->any == 0)
		snprintf(j->why, sizeof(j->why), "it is not signed");
	else
		snprintf(j->why, sizeof(j->why),
		    "signed by %zu of the trusted keys, not by %zu", j->n,
		    j->t->require);
	return -1;
}
