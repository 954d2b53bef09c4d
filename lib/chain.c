#include "base.h"
#include "chain.h"
#include "crypt.h"
#include "str.h"
#include "vec.h"

enum { SIGS_TEXT = 256 << 10 };

void
chain_broken(struct chain *c, size_t i, const char *why)
{
	struct link *l = &c->v[i];

	if (l->why[0] == '\0')
		snprintf(l->why, sizeof(l->why), "%s", why);
	if (i < c->good)
		c->good = i;
}

/* NNNN.manifest.minisig, NNNN.manifest.2.sig and their like. */
static bool
is_signature_of(const char *name, const char *of)
{
	size_t n = strlen(of);
	struct str rest;
	uint64_t nth;

	if (strncmp(name, of, n) != 0)
		return false;
	rest = str_of(name + n);
	if (str_ends(rest, STR(".minisig")))
		rest.n -= 8;
	else if (str_ends(rest, STR(".sig")))
		rest.n -= 4;
	else
		return false;
	return rest.n == 0 ||
	    (rest.p[0] == '.' &&
		str_num(str_sub(rest, 1, rest.n), TRUST_SIGS, &nth) == 0);
}

/* The comment that no signature covers: ours, or as others write it. What
   differs was changed, by accident or not. */
static bool
is_comment_known(struct str sigs)
{
	static const char *const known[] = { "signature from tamis",
		"signature from minisign secret key",
		"signature from signify secret key" };
	struct str line;

	if (!str_cut(&sigs, '\n', &line) ||
	    !str_starts(line, STR("untrusted comment: ")))
		return str_starts(line, STR("-----BEGIN SSH SIGNATURE-----"));
	line = str_sub(line, 19, line.n);
	for (size_t i = 0; i < LEN(known); i++)
		if (str_eqz(line, known[i]))
			return true;
	return str_starts(line, STR("verify with "));
}

/* The first name at or after this one. */
static size_t
from(const struct vault *v, const char *name)
{
	size_t lo = 0, hi = v->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(v->names[mid], name) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

int
chain_signed(struct vault *v, const struct trust *t, const char *name,
    struct str text, char why[CHAIN_WHY])
{
	struct trust_judge j;
	struct buf sigs[TRUST_SIGS];
	size_t n = 0;
	int rc;

	trust_begin(&j, t, text);
	for (size_t i = from(v, name); i < v->n && n < TRUST_SIGS; i++) {
		if (strncmp(v->names[i], name, strlen(name)) != 0)
			break;
		if (!is_signature_of(v->names[i], name))
			continue;
		sigs[n] = (struct buf){ .max = SIGS_TEXT };
		if (vault_read(v, v->names[i], &sigs[n]) == 0)
			trust_add(&j, v->names[i], buf_str(&sigs[n]));
		if (!is_comment_known(buf_str(&sigs[n])))
			snprintf(j.why, sizeof(j.why),
			    "'%s': its comment was changed", v->names[i]);
		n++;
	}
	if ((rc = trust_end(&j)) < 0)
		snprintf(why, CHAIN_WHY, "%s", j.why);
	while (n > 0)
		buf_free(&sigs[--n]);
	return rc;
}

static int
add(struct chain *c, struct vault *v, const char *name, uint64_t number)
{
	struct where w = { 0 };
	struct link *l;

	if (c->n == CHAIN_MAX ||
	    vec_room(&c->v, &c->cap, c->n + 1, sizeof(*c->v)) < 0) {
		snprintf(v->why, sizeof(v->why), "too many links");
		return -1;
	}
	l = &c->v[c->n];
	*l = (struct link){ .number = number, .text = { .max = MANIFEST_MAX } };
	snprintf(l->name, sizeof(l->name), "%s", name);
	c->n++;
	if (vault_read(v, name, &l->text) != 0)
		snprintf(
		    l->why, sizeof(l->why), "cannot read it: %.200s", v->why);
	else if (manifest_parse(&l->m, buf_str(&l->text), &w) < 0)
		snprintf(l->why, sizeof(l->why), "it is damaged: line %zu: %s",
		    w.line, w.why);
	return sha256_of(buf_str(&l->text), l->hash);
}

/* The link before a broken one cannot vouch for it. */
static void
judge(struct chain *c, size_t i)
{
	const struct link *before = i ? &c->v[i - 1] : NULL;
	struct link *l = &c->v[i];

	if (l->why[0])
		return;
	if (strncmp(l->m.payload.p, l->name, strcspn(l->name, ".") + 1) != 0)
		snprintf(l->why, sizeof(l->why),
		    "it is the manifest of '%.*s': swapped, or replayed",
		    FMT(l->m.payload));
	else if (!str_eq(l->m.repository, c->v[0].m.repository) &&
	    c->v[0].why[0] == '\0')
		snprintf(l->why, sizeof(l->why),
		    "it belongs to another chain, that of repository %.*s",
		    FMT(l->m.repository));
	else if (l->m.sequence > i + 1)
		snprintf(l->why, sizeof(l->why),
		    "link %zu is missing before it, which is link %llu", i + 1,
		    (unsigned long long)l->m.sequence);
	else if (l->m.sequence < i + 1)
		snprintf(l->why, sizeof(l->why),
		    "it is link %llu once more: replayed",
		    (unsigned long long)l->m.sequence);
	else if (before && !str_eqz(l->m.previous, before->name))
		snprintf(l->why, sizeof(l->why), "it follows '%.*s', not '%s'",
		    FMT(l->m.previous), before->name);
	else if (before &&
	    memcmp(l->m.previous_hash, before->hash, MANIFEST_HASH) != 0)
		snprintf(l->why, sizeof(l->why),
		    "it follows another '%s': that was changed, or swapped",
		    before->name);
}

static int
by_number(const void *a, const void *b)
{
	const struct link *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

/* Digits and a dot begin every file of a link. */
static uint64_t
number_of(const char *name)
{
	size_t n = strspn(name, "0123456789");
	uint64_t v;

	if (n < 4 || name[n] != '.' ||
	    str_num((struct str){ name, n }, INT32_MAX, &v) < 0)
		return 0;
	return v;
}

static bool
has_number(const struct chain *c, uint64_t number)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].number == number)
			return true;
	return false;
}

int
chain_read(struct chain *c, struct vault *v, const struct trust *t)
{
	char why[CHAIN_WHY];

	*c = (struct chain){ .next = 1 };
	for (size_t i = 0; i < v->n; i++) {
		uint64_t number =
		    manifest_number(str_of(v->names[i]), ".manifest");

		if (number_of(v->names[i]) >= c->next)
			c->next = number_of(v->names[i]) + 1;
		if (number && add(c, v, v->names[i], number) < 0)
			return -1;
	}
	for (size_t i = 0; i < v->n; i++)
		c->leftovers += number_of(v->names[i]) &&
		    !has_number(c, number_of(v->names[i]));
	if (c->n)
		qsort(c->v, c->n, sizeof(*c->v), by_number);
	c->good = c->n;
	for (size_t i = 0; i < c->n; i++) {
		judge(c, i);
		if (c->v[i].why[0] == '\0' && t && t->keys.n &&
		    chain_signed(
			v, t, c->v[i].name, buf_str(&c->v[i].text), why) < 0)
			snprintf(c->v[i].why, CHAIN_WHY, "%s", why);
		if (c->v[i].why[0])
			chain_broken(c, i, "");
	}
	return 0;
}

size_t
chain_base(const struct chain *c, size_t n)
{
	while (n > 0 && !c->v[n - 1].m.base)
		n--;
	return n ? n - 1 : 0;
}

void
chain_free(struct chain *c)
{
	for (size_t i = 0; i < c->n; i++) {
		manifest_free(&c->v[i].m);
		buf_free(&c->v[i].text);
	}
	free(c->v);
	*c = (struct chain){ 0 };
}
