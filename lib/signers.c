#include "base.h"
#include "signers.h"
#include "b64.h"
#include "sig_ed.h"
#include "signers_line.h"
#include "sshkey.h"
#include "str.h"

enum { ED_BLOB = 42, WIRE_MAX = 4096 };

static int
fail(struct where *w, const char *why)
{
	snprintf(w->why, sizeof(w->why), "%s", why);
	return -1;
}

/* '*' and '?' alone; the last '*' is gone back to. */
static bool
match_one(struct str pattern, struct str name)
{
	size_t p = 0, i = 0, star = STR_NONE, from = 0;

	while (i < name.n) {
		if (p < pattern.n && pattern.p[p] == '*') {
			star = p++;
			from = i;
		} else if (p < pattern.n &&
		    (pattern.p[p] == '?' || pattern.p[p] == name.p[i])) {
			p++;
			i++;
		} else if (star != STR_NONE) {
			p = star + 1;
			i = ++from;
		} else {
			return false;
		}
	}
	while (p < pattern.n && pattern.p[p] == '*')
		p++;
	return p == pattern.n;
}

bool
signers_match(struct str list, struct str name)
{
	struct str pattern;
	bool found = false;

	while (str_cut(&list, ',', &pattern)) {
		if (str_starts(pattern, STR("!"))) {
			pattern = str_sub(pattern, 1, pattern.n);
			if (match_one(pattern, name))
				return false;
		} else if (match_one(pattern, name)) {
			found = true;
		}
	}
	return found;
}

static int
add(struct signers *k, const struct sig_key *key, struct where *w)
{
	size_t cap = k->cap ? k->cap * 2 : 8;
	struct sig_key *v;

	if (k->n == SIGNERS_MAX)
		return fail(w, "too many keys");
	if (k->n == k->cap) {
		if ((v = realloc(k->v, cap * sizeof(*v))) == NULL)
			return fail(w, "no memory");
		k->v = v;
		k->cap = cap;
	}
	k->v[k->n++] = *key;
	return 0;
}

static int
add_ed(struct signers *k, struct str line, struct str comment, struct where *w)
{
	unsigned char *blob = arena_new(&k->a, ED_BLOB);
	struct sig_key key = { 0 };
	size_t n;

	if (blob == NULL)
		return fail(w, "no memory");
	if (b64_decode(line, B64_PAD, blob, ED_BLOB, &n) < 0 || n != ED_BLOB ||
	    memcmp(blob, "Ed", 2) != 0)
		return fail(w, "no public key of a known kind");
	key.id = (struct str){ (char *)blob + 2, SIGSEC_ID };
	key.pub = (struct str){ (char *)blob + 2 + SIGSEC_ID, ED25519_PUB };
	key.name = arena_str(&k->a, comment);
	return key.name.p == NULL ? fail(w, "no memory") : add(k, &key, w);
}

static int
add_ssh(struct signers *k, struct str line, struct where *w)
{
	struct sig_key key = { .ssh = true };
	unsigned char wire[WIRE_MAX];
	struct signers_line l;
	struct sshpub pub;
	const char *why;
	size_t n;

	if (signers_line_parse(line, &l, &why) < 0 ||
	    sshkey_any_line(l.key, wire, sizeof(wire), &n, &why) < 0)
		return fail(w, why);
	key.id = arena_str(&k->a, (struct str){ (char *)wire, n });
	key.name = arena_str(&k->a, l.name);
	key.spaces = arena_str(&k->a, l.spaces);
	key.after = l.after;
	key.before = l.before;
	if (!key.id.p || !key.name.p || !key.spaces.p)
		return fail(w, "no memory");
	if (sshkey_any_wire(key.id, &pub, &why) < 0)
		return fail(w, why);
	key.pub = pub.pub.n ? pub.pub : key.id;
	return add(k, &key, w);
}

int
signers_parse(struct signers *k, struct str text, struct where *w)
{
	const struct str untrusted = STR("untrusted comment: ");
	struct str line, comment = { "", 0 };
	size_t before = k->n, end;
	int rc;

	w->line = 0;
	while (sig_ed_line(&text, &line)) {
		w->line++;
		if (str_starts(line, untrusted)) {
			comment = str_sub(line, untrusted.n, line.n);
			continue;
		}
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (str_starts(line, STR("-----BEGIN ")))
			return fail(w, "it is a private key, or a signature");
		end = str_chr(line, ' ', 0);
		rc = end == STR_NONE && str_chr(line, '\t', 0) == STR_NONE ?
		    add_ed(k, line, comment, w) :
		    add_ssh(k, line, w);
		if (rc < 0)
			return -1;
		comment = (struct str){ "", 0 };
	}
	if (k->n == before) {
		w->line = 0;
		return fail(w, "it holds no key");
	}
	return 0;
}

void
signers_free(struct signers *k)
{
	free(k->v);
	arena_free(&k->a);
	*k = (struct signers){ 0 };
}
