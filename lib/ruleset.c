#include "base.h"
#include "pat.h"
#include "ruleset.h"
#include "say.h"
#include "sign.h"
#include "str.h"
#include "vet.h"

#include <stdatomic.h>

/* What marks the rules that generic.c judges in place of a pattern. */
#define ASSIGNMENT "(?#assignment)"
#define SIEVE "secrets"

struct lazy {
	_Atomic(struct rx *) rx;
	struct str pattern;
};

/* What turns a string round: a sign, that veil.h looks behind. */
static const char *const reversing[] = { "[::-1]", "reverse(", "reversed(",
	"strrev(", ".reversed", ".rev()", "\".reverse", "'.reverse",
	"reverse \"", "reverse '", "| rev" };

/* Anchors by their first two bytes, folded. */
enum { BUCKETS = 1024 };
struct lookup {
	uint64_t pairs[1024];	 /* a bit for each two bytes that begin one */
	uint32_t first[BUCKETS]; /* 1 + the index of an anchor; 0 none */
	uint32_t *next;
};

const struct rx *
lazy_rx(struct lazy *l)
{
	struct rx *rx = atomic_load_explicit(&l->rx, memory_order_acquire);
	struct rx *none = NULL;
	char why[160];

	if (rx != NULL)
		return rx;
	if ((rx = rx_new(l->pattern, why, sizeof(why))) == NULL)
		return NULL;
	if (atomic_compare_exchange_strong(&l->rx, &none, rx))
		return rx;
	rx_free(rx); /* another thread was faster */
	return none;
}

struct lazy *
lazy_at(struct lazy *l, size_t i)
{
	return l + i;
}

static struct setup_error *
fail(struct setup_error *err, const struct rule *r, struct str at,
    const char *what)
{
	err->file = r->file;
	err->where.line = rules_line(r, at);
	if (what != err->where.why)
		snprintf(err->where.why, sizeof(err->where.why), "%s", what);
	return err;
}

static int
read_builtin(struct ruleset *rs, const struct pat *pat, struct setup_error *err)
{
	struct str name, text;
	size_t i;

	for (i = 0; pat_file(pat, i, &name, &text); i++) {
		if (!str_starts(name, STR(SIEVE "/")))
			continue;
		err->file = name;
		if (rules_parse(&rs->rules, SIEVE, name, text, &err->where) < 0)
			return -1;
	}
	return 0;
}

static int
read_rules(struct ruleset *rs, const struct setup *s, struct setup_error *err,
    size_t *nbuiltin)
{
	size_t i;

	if (s->pat != NULL && read_builtin(rs, s->pat, err) < 0)
		return -1;
	*nbuiltin = rs->rules.n;
	for (i = 0; i < s->nuser; i++) {
		err->file = s->user[i].file;
		if (rules_parse(&rs->rules, SIEVE, s->user[i].file,
			s->user[i].text, &err->where) < 0)
			return -1;
	}
	if (rules_end(&rs->rules, &err->where) < 0) {
		err->file = rs->rules.twice ? rs->rules.twice->file : STR("");
		return -1;
	}
	for (i = 0; i < s->nuser; i++) {
		err->file = s->user[i].file;
		if (vet_rules(&rs->rules, err->file, &err->where) < 0)
			return -1;
	}
	return 0;
}

static int
reserve(struct ruleset *rs)
{
	size_t i, n = rs->rules.n;

	rs->nanchors = rs->nlazy = 0;
	for (i = 0; i < n; i++) {
		rs->nanchors += rs->rules.v[i].keyword.n;
		rs->nlazy += 1 + rs->rules.v[i].without.n;
	}
	rs->matcher = calloc(n + 1, sizeof(*rs->matcher));
	rs->anchor = calloc(rs->nanchors + 1, sizeof(*rs->anchor));
	rs->literal =
	    calloc(rs->nanchors + LEN(reversing), sizeof(*rs->literal));
	rs->lazy = calloc(rs->nlazy + 1, sizeof(*rs->lazy));
	rs->lookup = calloc(1, sizeof(*rs->lookup));
	if (rs->lookup != NULL)
		rs->lookup->next =
		    calloc(rs->nanchors + 1, sizeof(*rs->lookup->next));
	return rs->matcher && rs->anchor && rs->literal && rs->lazy &&
		rs->lookup && rs->lookup->next ?
	    0 :
	    -1;
}

static int
bind_checks(struct matcher *m, struct setup_error *err)
{
	const struct rule *r = m->rule;
	size_t i;

	for (i = 0; i < r->check.n; i++) {
		struct str args = r->check.v[i], name;

		if (i == MATCHER_CHECKS) {
			fail(err, r, args, "more checks than a rule may have");
			return -1;
		}
		(void)str_word(&args, &name);
		if ((m->check[i] = check_find(name)) == NULL) {
			snprintf(err->where.why, sizeof(err->where.why),
			    "field 'check' names no check: '%.*s'",
			    FMT(str_sub(name, 0, 40)));
			fail(err, r, name, err->where.why);
			return -1;
		}
		m->args[i] = str_trim(args);
	}
	m->nchecks = i;
	return 0;
}

static int
bind_pair(struct ruleset *rs, struct matcher *m, struct setup_error *err)
{
	const struct rule *r = m->rule, *other;

	if (r->pair.n == 0)
		return 0;
	if ((other = rules_find(&rs->rules, r->pair)) == NULL) {
		snprintf(err->where.why, sizeof(err->where.why),
		    "field 'pair' names no rule: '%.*s'",
		    FMT(str_sub(r->pair, 0, 40)));
		fail(err, r, r->pair, err->where.why);
		return -1;
	}
	m->pair = &rs->matcher[other - rs->rules.v];
	return 0;
}

/* A user's patterns are compiled at once: their errors have a line. */
static int
compile_now(
    struct ruleset *rs, const struct matcher *m, struct setup_error *err)
{
	char why[120];
	size_t i;

	(void)rs;
	for (i = 0; i <= m->rule->without.n; i++) {
		struct lazy *l = i == 0 ? m->match : &m->without[i - 1];
		struct rx *rx = rx_new(l->pattern, why, sizeof(why));

		if (rx == NULL) {
			snprintf(err->where.why, sizeof(err->where.why),
			    "field '%s': %s", i == 0 ? "match" : "without",
			    why);
			fail(err, m->rule, l->pattern, err->where.why);
			return -1;
		}
		atomic_store(&l->rx, rx);
	}
	return 0;
}

static enum name_class
class_named(struct str what)
{
	static const struct {
		const char *name;
		enum name_class class;
	} names[] = { { "password", NAME_PASSWORD }, { "secret", NAME_SECRET },
		{ "token", NAME_TOKEN }, { "key", NAME_KEY },
		{ "salt", NAME_SALT } };

	for (size_t i = 0; i < LEN(names); i++)
		if (str_eqz(what, names[i].name))
			return names[i].class;
	return NAME_NONE;
}

/* "(?#assignment)password": which names such a rule is for. */
static enum name_class
assignment_class(const struct rule *r)
{
	if (!str_starts(r->match, STR(ASSIGNMENT)))
		return NAME_NONE;
	return class_named(
	    str_sub(r->match, sizeof(ASSIGNMENT) - 1, r->match.n));
}

static int
bind(struct ruleset *rs, size_t nbuiltin, struct setup_error *err)
{
	struct lazy *l = rs->lazy;
	size_t i, j;

	for (i = 0; i < rs->rules.n; i++) {
		struct matcher *m = &rs->matcher[i];
		const struct rule *r = m->rule = &rs->rules.v[i];

		m->assignment = assignment_class(r);
		m->model = class_named(r->model);
		m->match = l++;
		m->match->pattern = r->match;
		m->without = l;
		for (j = 0; j < r->without.n; j++)
			(l++)->pattern = r->without.v[j];
		if (bind_checks(m, err) < 0 || bind_pair(rs, m, err) < 0)
			return -1;
		if (r->seq >= nbuiltin && compile_now(rs, m, err) < 0)
			return -1;
	}
	return 0;
}

static unsigned char
fold(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

static size_t
bucket(const char *p)
{
	return (fold(p[0]) * 31u + fold(p[1])) % BUCKETS;
}

static size_t
pair(const char *p)
{
	return (size_t)(unsigned char)p[0] << 8 | (unsigned char)p[1];
}

static char
other_case(char c)
{
	return (char)((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ?
		c ^ 0x20 :
		c);
}

static void
add_pair(struct lookup *l, const struct literal *lit)
{
	for (unsigned i = 0; i < (lit->nocase ? 4u : 1u); i++) {
		char c[2] = { lit->bytes.p[0], lit->bytes.p[1] };
		size_t bit;

		if (i & 1)
			c[0] = other_case(c[0]);
		if (i & 2)
			c[1] = other_case(c[1]);
		bit = pair(c);
		l->pairs[bit / 64] |= (uint64_t)1 << bit % 64;
	}
}

static void
add_anchors(struct ruleset *rs, const struct matcher *m, size_t *n)
{
	size_t i, b;

	for (i = 0; i < m->rule->keyword.n; i++, (*n)++) {
		struct literal *lit = &rs->anchor[*n].lit;

		*lit = (struct literal){ .bytes = m->rule->keyword.v[i],
			.nocase = m->rule->nocase,
			.id = (uint32_t)*n };
		rs->anchor[*n].m = m;
		rs->literal[*n] = *lit;
		b = bucket(lit->bytes.p);
		rs->lookup->next[*n] = rs->lookup->first[b];
		rs->lookup->first[b] = (uint32_t)*n + 1;
		add_pair(rs->lookup, lit);
	}
}

/* Built-in anchors first, then the users', each in the order of ids, so
   that the database compiled at make stays good beside users' rules. */
static void
make_anchors(struct ruleset *rs, size_t nbuiltin)
{
	size_t i, n = 0;

	for (i = 0; i < rs->rules.n; i++)
		if (rs->rules.v[i].seq < nbuiltin)
			add_anchors(rs, &rs->matcher[i], &n);
	for (i = 0; i < rs->rules.n; i++)
		if (rs->rules.v[i].seq >= nbuiltin)
			add_anchors(rs, &rs->matcher[i], &n);
	for (i = 0; i < LEN(reversing); i++)
		rs->literal[n++] =
		    (struct literal){ .bytes = str_of(reversing[i]),
			    .nocase = true,
			    .id = SIGN_ID + SIGN_REVERSE };
	rs->nliterals = n;
}

/* --only=RULE: the rest is off, but stays for --list-rules and masks. */
static int
choose(struct ruleset *rs, const char *only, struct setup_error *err)
{
	const struct rule *r;
	const char **ids;
	const char *near = NULL;
	bool other;
	size_t i;

	if (only == NULL)
		return 0;
	/* Whether another sieve has it, whoever has all of them asks. */
	other = strchr(only, '/') && !str_starts(str_of(only), STR(SIEVE "/"));
	r = rules_find(&rs->rules, str_of(only));
	for (i = 0; (r || other) && i < rs->rules.n; i++)
		rs->matcher[i].off = &rs->rules.v[i] != r;
	if (r != NULL || other)
		return 0;
	err->file = STR("");
	err->where.line = 0;
	/* Ids are slices: the nearest is looked for among copies. */
	ids = calloc(rs->rules.n + 1, sizeof(*ids));
	for (i = 0; ids != NULL && i < rs->rules.n; i++)
		ids[i] = arena_str(&rs->rules.mem, rs->rules.v[i].id).p;
	if (ids != NULL)
		near = say_nearest(str_starts(str_of(only), STR(SIEVE "/")) ?
			str_of(only + sizeof(SIEVE)) :
			str_of(only),
		    ids);
	snprintf(err->where.why, sizeof(err->where.why),
	    "unknown rule '%.60s'%s%s%s", only,
	    near ? "; did you mean '" SIEVE "/" : "", near ? near : "",
	    near ? "'?" : "");
	free(ids);
	return -1;
}

/* The rules' own copies of names die with them; the setup's stay. */
static void
keep_file(const struct setup *s, struct setup_error *err)
{
	struct str name, text;
	size_t i;

	for (i = 0; i < s->nuser; i++)
		if (str_eq(s->user[i].file, err->file)) {
			err->file = s->user[i].file;
			return;
		}
	for (i = 0; s->pat != NULL && pat_file(s->pat, i, &name, &text); i++)
		if (str_eq(name, err->file)) {
			err->file = name;
			return;
		}
	err->file = STR("");
}

struct ruleset *
ruleset_new(const struct setup *s, struct setup_error *err)
{
	struct ruleset *rs = calloc(1, sizeof(*rs));
	size_t nbuiltin = 0;

	*err = (struct setup_error){ .file = STR("") };
	if (rs == NULL)
		goto memory;
	if (read_rules(rs, s, err, &nbuiltin) < 0)
		goto fail;
	if (reserve(rs) < 0)
		goto memory;
	err->file = STR("");
	if (bind(rs, nbuiltin, err) < 0 || choose(rs, s->only, err) < 0)
		goto fail;
	make_anchors(rs, nbuiltin);
	return rs;
memory:
	snprintf(err->where.why, sizeof(err->where.why), "no memory");
fail:
	keep_file(s, err);
	ruleset_free(rs);
	return NULL;
}

void
ruleset_free(struct ruleset *rs)
{
	size_t i;

	if (rs == NULL)
		return;
	for (i = 0; rs->lazy != NULL && i < rs->nlazy; i++)
		rx_free(atomic_load(&rs->lazy[i].rx));
	if (rs->lookup != NULL)
		free(rs->lookup->next);
	free(rs->lookup);
	free(rs->matcher);
	free(rs->anchor);
	free(rs->literal);
	free(rs->lazy);
	rules_free(&rs->rules);
	free(rs);
}

static bool
anchor_is_at(const struct literal *l, struct str text, size_t at)
{
	struct str s = str_sub(text, at, at + l->bytes.n);

	return l->nocase ? str_ieq(s, l->bytes) : str_eq(s, l->bytes);
}

/* The hits at one place, sorted in among the n; how many there are then. */
static size_t
hits_at(const struct ruleset *rs, struct str text, size_t at, struct hit *v,
    size_t n, size_t max)
{
	uint32_t a = rs->lookup->first[bucket(text.p + at)];
	size_t i;

	for (; a != 0 && n < max; a = rs->lookup->next[a - 1]) {
		const struct literal *l = &rs->anchor[a - 1].lit;
		struct hit h = { a - 1, at + l->bytes.n };

		if (!anchor_is_at(l, text, at))
			continue;
		for (i = n++; i > 0 && v[i - 1].end > h.end; i--)
			v[i] = v[i - 1];
		v[i] = h;
	}
	return n;
}

size_t
ruleset_hits(
    const struct ruleset *rs, struct str text, struct hit *v, size_t max)
{
	size_t at = 0;

	return ruleset_some(rs, text, &at, v, max);
}

size_t
ruleset_some(const struct ruleset *rs, struct str text, size_t *at,
    struct hit *v, size_t max)
{
	size_t n = 0;

	for (; *at + 2 <= text.n && n < max; ++*at) {
		size_t bit = pair(text.p + *at);

		if (rs->lookup->pairs[bit / 64] >> bit % 64 & 1)
			n = hits_at(rs, text, *at, v, n, max);
	}
	if (n < max)
		*at = text.n;
	return n;
}

size_t
ruleset_reverse(const struct ruleset *rs, struct str text, size_t at)
{
	size_t best = STR_NONE, i, hit;

	for (i = rs->nanchors; i < rs->nliterals; i++) {
		hit = str_ifind(text, rs->literal[i].bytes, at);
		if (hit != STR_NONE && hit + rs->literal[i].bytes.n < best)
			best = hit + rs->literal[i].bytes.n;
	}
	return best == STR_NONE ? at : best;
}
