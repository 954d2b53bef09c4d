#include "base.h"
#include "crypto_say.h"
#include "str.h"

/* What one finding is made of. */
struct told {
	const struct sight *s;
	const char *rule;
	enum severity severity;
	const struct algo *algo;     /* what is judged, or NULL */
	const struct spec *spec;     /* it stands in */
	const struct policy *policy; /* that says so, or NULL */
	const struct policy_row *row;
	const struct ast_item *from; /* the constant */
	struct ast_node at;	     /* what is underlined; else the call */
};

static bool
broken_by_quantum(const struct spec *p)
{
	return (p->of[ALGO_PUBLIC] && p->of[ALGO_PUBLIC]->quantum) ||
	    p->of[ALGO_CURVE];
}

static int
add_place(struct crypto_say *c, const struct ast_item *from)
{
	size_t line = 1, col = 1;
	char text[64];

	for (size_t i = 0; i < from->at.from && i < c->u->src.n; i++) {
		col = c->u->src.p[i] == '\n' ? 1 : col + 1;
		line += c->u->src.p[i] == '\n';
	}
	snprintf(text, sizeof(text), "%zu:%zu", line, col);
	return rec_add_key(&c->keys, "from", str_of(text));
}

static int
add_number(struct buf *keys, const char *name, uint64_t n)
{
	char text[32];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)n);
	return rec_add_key(keys, name, str_of(text));
}

static const struct algo *
main_algo(const struct spec *p)
{
	static const enum algo_kind order[] = { ALGO_CIPHER, ALGO_MAC, ALGO_KDF,
		ALGO_PUBLIC, ALGO_HASH, ALGO_CURVE, ALGO_RNG, ALGO_TLS };

	for (size_t i = 0; i < LEN(order); i++)
		if (p->of[order[i]])
			return p->of[order[i]];
	return NULL;
}

static unsigned
bits_of(const struct sight *s, const struct spec *p)
{
	const struct algo *a = main_algo(p);

	if (s->known[POLICY_BITS])
		return (unsigned)s->number[POLICY_BITS];
	if (p->bits)
		return p->bits;
	if (p->of[ALGO_CURVE])
		return p->of[ALGO_CURVE]->bits;
	return a && a->kind != ALGO_HASH ? a->bits : 0;
}

static int
add_spec(struct crypto_say *c, const struct told *t)
{
	const struct spec *p = t->spec;
	const struct algo *is = p ? main_algo(p) : NULL;
	struct buf *k = &c->keys;
	int rc = 0;

	if (p == NULL)
		return 0;
	if (is == NULL)
		is = t->algo;
	if (is)
		rc |= rec_add_key(k, "algorithm", is->id);
	if (is && is->kind != ALGO_HASH && p->of[ALGO_HASH])
		rc |= rec_add_key(k, "hash", p->of[ALGO_HASH]->id);
	if (p->of[ALGO_MODE])
		rc |= rec_add_key(k, "mode", p->of[ALGO_MODE]->id);
	if (p->of[ALGO_PADDING])
		rc |= rec_add_key(k, "padding", p->of[ALGO_PADDING]->id);
	if (bits_of(t->s, p))
		rc |= add_number(k, "bits", bits_of(t->s, p));
	if (p->of[ALGO_CURVE])
		rc |= rec_add_key(k, "curve", p->of[ALGO_CURVE]->id);
	return rc;
}

/* What one decides about, without the place: the rule, the parameters, the
   function it is in, and what is called. */
static int
add_subject(struct crypto_say *c, const struct told *t)
{
	struct unit *u = c->u;
	uint32_t f = u->function[t->s->item - u->ast->v];
	struct str in = STR("");
	struct buf *b = &c->subject;

	if (f != UNIT_NONE)
		in = unit_text(u, u->ast->v[f].name);
	buf_reset(b);
	return buf_addz(b, t->rule) | buf_addc(b, '\0') |
	    buf_adds(b, t->algo ? t->algo->id : STR("")) | buf_addc(b, '\0') |
	    buf_adds(b, in) | buf_addc(b, '\0') | buf_adds(b, t->s->path->path);
}

static int
add_keys(struct crypto_say *c, const struct told *t, const struct rule *r)
{
	static const char *const usages[] = { "", "benign", "security",
		"password" };
	const struct sight *s = t->s;
	struct buf *k = &c->keys;
	int rc = 0;

	buf_reset(k);
	if (r && r->cwe)
		rc |= add_number(k, "cwe", r->cwe);
	rc |= add_spec(c, t);
	if (s->known[POLICY_ITERATIONS])
		rc |= add_number(k, "iterations", s->number[POLICY_ITERATIONS]);
	if (t->policy)
		rc |= rec_add_key(k, "policy", t->policy->name);
	if (t->row)
		rc |= rec_add_key(k, "row", t->row->id);
	if (s->call->use.n)
		rc |= rec_add_key(k, "purpose", s->call->use);
	if (s->path->library.n && !str_starts(s->path->library, STR("?")))
		rc |= rec_add_key(k, "library", s->path->library);
	if (t->spec)
		rc |= rec_add_key(k, "quantum",
		    broken_by_quantum(t->spec) ? STR("yes") : STR("no"));
	if (s->usage != USAGE_UNKNOWN) {
		rc |= rec_add_key(k, "usage", str_of(usages[s->usage]));
		rc |= rec_add_key(k, "word", s->word);
	}
	if (t->from && t->from->at.id && t->from != s->item)
		rc |= add_place(c, t->from);
	if (s->call->fix.n)
		rc |= rec_add_key(k, "instead", s->call->fix);
	else if (t->row && t->row->instead.n)
		rc |= rec_add_key(k, "instead", t->row->instead);
	return rc;
}

static struct span
span_of(const struct unit *u, const struct told *t)
{
	const struct ast_item *it = t->s->item;
	struct span at = { it->at.from, it->at.to };

	if (t->at.id)
		return (struct span){ t->at.from, t->at.to };
	/* In a chain over several lines, the line of this call. */
	if (it->name.id && it->role != AST_FUNCTION &&
	    it->part[AST_OBJECT].id &&
	    str_chr(str_sub(u->src, at.from, it->name.from), '\n', 0) !=
		STR_NONE)
		at.from = it->name.from;
	if (it->role == AST_FUNCTION && it->name.id)
		at = (struct span){ it->name.from, it->name.to };
	return at;
}

/* An argument says again what the call was told for. Assets are all told. */
static bool
was_told(struct crypto_say *c, struct str rule, struct span at)
{
	size_t n = c->ntold < LEN(c->told) ? c->ntold : LEN(c->told);

	for (size_t i = 0; i < n; i++)
		if (str_eq(c->told[i].rule, rule) &&
		    c->told[i].span.from <= at.from &&
		    at.to <= c->told[i].span.to && !str_eqz(rule, "asset"))
			return true;
	c->told[c->ntold % LEN(c->told)].rule = rule;
	c->told[c->ntold++ % LEN(c->told)].span = at;
	return false;
}

static int
tell(struct crypto_say *c, const struct told *t)
{
	const struct rule *r = rules_find(&c->m->rules, str_of(t->rule));
	struct span at = span_of(c->u, t);

	if (r == NULL)
		return 0;
	if (was_told(c, r->id, at))
		return 0;
	if (add_keys(c, t, r) | add_subject(c, t))
		return -1;
	return emit_finding(c->e,
	    &(struct finding){ .rule = r->id,
		.severity = t->severity,
		.span = at,
		.message = buf_str(&c->message),
		.subject = buf_str(&c->subject),
		.keys = buf_str(&c->keys) });
}

static enum severity
severity_of(const struct told *t, enum severity base)
{
	int sev = (int)base;

	if (t->row && t->row->verdict != VERDICT_FORBIDDEN)
		sev--;
	return sev < SEV_LOW ? SEV_LOW : (enum severity)sev;
}

/* The first policy that says something. */
static const struct policy_row *
ask(const struct crypto_say *c, const struct policy_question *q,
    const struct policy **p)
{
	const struct policy_row *row = NULL;

	for (size_t i = 0; i < c->m->npolicy && row == NULL; i++) {
		*p = &c->m->policy[i];
		row = policy_judge(*p, q);
	}
	return row;
}

static bool
has_mac(const struct unit *u)
{
	return str_ifind(u->src, STR("hmac"), 0) != STR_NONE ||
	    str_find(u->src, STR("Mac.getInstance"), 0) != STR_NONE ||
	    str_ifind(u->src, STR("poly1305"), 0) != STR_NONE;
}

static enum severity
base_severity(const struct sight *s, enum algo_kind kind)
{
	if (kind == ALGO_HASH)
		return s->usage == USAGE_BENIGN ? SEV_LOW :
		    s->usage == USAGE_UNKNOWN	? SEV_MEDIUM :
						  SEV_HIGH;
	if (kind == ALGO_RNG)
		return s->usage >= USAGE_SECURITY ? SEV_HIGH : SEV_LOW;
	if (kind == ALGO_PADDING)
		return SEV_MEDIUM;
	return SEV_HIGH;
}

static const char *
rule_of(enum algo_kind kind, const struct algo *a, const struct policy_row *row)
{
	static const char *const forbidden[ALGO_KINDS] = {
		[ALGO_CIPHER] = "cipher-forbidden",
		[ALGO_CURVE] = "curve-forbidden",
		[ALGO_HASH] = "hash-forbidden",
		[ALGO_KDF] = "kdf-weak",
		[ALGO_MAC] = "mac-forbidden",
		[ALGO_MODE] = "mode-forbidden",
		[ALGO_PADDING] = "padding-forbidden",
		[ALGO_PUBLIC] = "public-forbidden",
		[ALGO_RNG] = "rng-weak",
		[ALGO_TLS] = "tls-version",
	};

	if (kind == ALGO_MODE && row->verdict == VERDICT_UNLISTED)
		return "mode-unauthenticated";
	/* A cipher of one size is not short: it is another one. */
	for (size_t i = 0; i < row->nwhen && a->bits == 0; i++)
		if (row->when[i].what == POLICY_BITS &&
		    (kind == ALGO_CIPHER || kind == ALGO_PUBLIC ||
			kind == ALGO_MAC))
			return "key-short";
	return forbidden[kind];
}

static int
say_why(struct crypto_say *c, const struct told *t, enum algo_kind kind)
{
	static const char *const words[] = { "unknown to", "accepted by",
		"not recommended by", "for old data only in", "forbidden by" };
	static const char *const ends[ALGO_KINDS] = { [ALGO_MODE] = " mode",
		[ALGO_PADDING] = " padding",
		[ALGO_RNG] = " random source" };
	struct buf *b = &c->message;
	unsigned bits = bits_of(t->s, t->spec);
	int rc = 0;

	buf_reset(b);
	rc |= buf_adds(b, t->algo->id);
	if (ends[kind])
		rc |= buf_addz(b, ends[kind]);
	if (t->row->nwhen && t->row->when[0].what == POLICY_BITS && bits)
		rc |= buf_addf(b, " with %u bits", bits);
	if (t->row->nwhen && t->row->when[0].what == POLICY_ITERATIONS)
		rc |= buf_addf(b, " with %llu iterations",
		    (unsigned long long)t->s->number[POLICY_ITERATIONS]);
	if (t->row->nwhen && t->row->when[0].what == POLICY_COST)
		rc |= buf_addf(b, " with a cost of %llu",
		    (unsigned long long)t->s->number[POLICY_COST]);
	rc |= buf_addf(b, " is %s policy %.*s", words[t->row->verdict],
	    FMT(t->policy->name));
	if (t->s->usage == USAGE_BENIGN &&
	    (kind == ALGO_HASH || kind == ALGO_RNG))
		rc |= buf_addf(b, "; here it is for '%.*s'", FMT(t->s->word));
	else if (t->s->usage >= USAGE_SECURITY &&
	    (kind == ALGO_HASH || kind == ALGO_RNG))
		rc |=
		    buf_addf(b, ", and here it is for '%.*s'", FMT(t->s->word));
	return rc;
}

/* A hash that is named for a MAC or a key derivation was judged there. */
static bool
is_inside(const struct crypto_say *c, const struct ast_item *it)
{
	return it->nchild == 0 && c->mac.from < it->at.from &&
	    it->at.to <= c->mac.to;
}

static int
judge(
    struct crypto_say *c, const struct sight *s, size_t i, enum algo_kind kind)
{
	const struct spec *p = &s->spec[i];
	const struct algo *a = p->of[kind];
	struct told t = { .s = s, .spec = p, .algo = a, .from = s->at[i] };
	struct policy_question q = {
		.kind = kind, .name = a->id, .use = s->call->use
	};
	unsigned bits = bits_of(s, p);

	if (kind == ALGO_HASH && is_inside(c, s->item))
		return 0;
	if (p->of[ALGO_HASH])
		q.with = p->of[ALGO_HASH]->id;
	memcpy(q.number, s->number, sizeof(q.number));
	memcpy(q.known, s->known, sizeof(q.known));
	if (kind == ALGO_CURVE || kind == ALGO_HASH)
		bits = a->bits;
	q.number[POLICY_BITS] = bits;
	q.known[POLICY_BITS] = bits != 0;
	t.row = ask(c, &q, &t.policy);
	if (t.row == NULL || t.row->verdict <= VERDICT_ACCEPTABLE)
		return 0;
	/* A mode that asks for a MAC may have one next to it. */
	if (kind == ALGO_MODE && t.row->verdict == VERDICT_UNLISTED &&
	    has_mac(c->u))
		return 0;
	t.rule = rule_of(kind, a, t.row);
	if (kind == ALGO_CIPHER && str_eqz(s->call->use, "tls") &&
	    strcmp(t.rule, "cipher-forbidden") == 0)
		t.rule = "tls-suite";
	t.severity = severity_of(&t, base_severity(s, kind));
	if (kind == ALGO_MODE && t.row->verdict == VERDICT_UNLISTED)
		t.severity = SEV_LOW;
	return say_why(c, &t, kind) ? -1 : tell(c, &t);
}

/* A hash inside a MAC, a KDF or a signature is judged as that. */
static bool
is_judged(const struct sight *s, const struct spec *p, enum algo_kind kind)
{
	if (p->of[kind] == NULL)
		return false;
	if (kind == ALGO_HASH &&
	    (p->of[ALGO_KDF] || str_eqz(s->call->use, "kdf")))
		return false;
	if (kind == ALGO_HASH &&
	    (p->of[ALGO_MAC] || str_eqz(s->call->use, "mac")))
		return false;
	/* OAEP with SHA-1 inside is no SHA-1. */
	if (kind == ALGO_HASH && p->of[ALGO_PADDING])
		return false;
	if (kind == ALGO_PADDING && !p->of[ALGO_PUBLIC] &&
	    str_eqz(s->call->use, "cipher") && p->of[ALGO_CIPHER])
		return false;
	return true;
}

static int
say_specs(struct crypto_say *c, const struct sight *given)
{
	struct sight s = *given;
	int rc = 0;

	/* The mode of one argument is that of another's cipher. */
	for (size_t i = 1; i < s.nspec; i++)
		for (int k = 0; k < ALGO_FILLER; k++)
			if (s.spec[0].of[k] == NULL)
				s.spec[0].of[k] = s.spec[i].of[k];
	for (size_t i = 0; i < s.nspec && rc == 0; i++)
		for (int k = 0; k < ALGO_FILLER && rc == 0; k++)
			if (is_judged(&s, &s.spec[i], (enum algo_kind)k))
				rc = judge(c, &s, i, (enum algo_kind)k);
	return rc;
}

static int
say_weak(struct crypto_say *c, const struct sight *s)
{
	static const struct {
		enum call_slot slot;
		const char *rule, *what;
	} weak[] = { { SLOT_IV, "iv-constant", "IV or nonce" },
		{ SLOT_KEY, "key-constant", "key" },
		{ SLOT_PASSWORD, "password-constant", "password" },
		{ SLOT_SALT, "salt-constant", "salt" },
		{ SLOT_SEED, "seed-constant", "seed" } };
	int rc = 0;

	for (size_t i = 0; i < s->nweak && rc == 0; i++) {
		struct told t = { .s = s, .at = s->weak[i].at };
		const struct rule *r;
		size_t k = 0;

		while (k < LEN(weak) && weak[k].slot != s->weak[i].slot)
			k++;
		if (k == LEN(weak))
			continue;
		t.rule = weak[k].rule;
		r = rules_find(&c->m->rules, str_of(t.rule));
		t.severity = r ? r->severity : SEV_HIGH;
		/* Of a generator that can be guessed whatever its seed. */
		if (str_eqz(s->call->use, "seed") && s->usage < USAGE_SECURITY)
			t.severity = SEV_LOW;
		if (s->nspec)
			t.spec = &s->spec[0];
		buf_reset(&c->message);
		if (buf_addf(&c->message, "the %s of %.*s is %.*s",
			weak[k].what, FMT(expr_word(s->path->path)),
			FMT(s->weak[i].what)) < 0)
			return -1;
		rc = tell(c, &t);
	}
	return rc;
}

static int
say_rule(struct crypto_say *c, const struct sight *s)
{
	char id[80];
	const struct rule *r = rules_find(&c->m->rules, s->call->rule);
	struct told t = { .s = s, .rule = id };

	if (r == NULL)
		return 0;
	snprintf(id, sizeof(id), "%.*s", FMT(r->id));
	/* A setting decides: it may be off, and need not be. */
	t.severity = s->mixed ? SEV_LOW : r->severity;
	if (s->nspec)
		t.spec = &s->spec[0];
	buf_reset(&c->message);
	if (buf_adds(&c->message, r->title) < 0 ||
	    buf_addf(&c->message, ": %.*s",
		FMT(str_sub(s->path->path,
		    str_starts(s->path->path, STR("?.")) ? 2 : 0, 120))) < 0)
		return -1;
	return tell(c, &t);
}

static bool
is_local(struct str host)
{
	static const char *const local[] = { "localhost", "127.", "[::1]",
		"0.0.0.0", "::1", "host.docker.internal" };

	for (size_t i = 0; i < LEN(local); i++)
		if (str_starts(host, str_of(local[i])))
			return true;
	return host.n == 0 || host.p[0] == '%' || host.p[0] == '{' ||
	    host.p[0] == '$';
}

static int
say_url(struct crypto_say *c, const struct sight *s)
{
	static const char *const plain[] = { "http://", "ftp://", "ldap://",
		"telnet://", "smtp://", "ws://", "imap://", "pop3://" };
	struct told t = {
		.s = s, .rule = "cleartext-transport", .severity = SEV_MEDIUM
	};

	for (size_t i = 0; i < LEN(plain); i++) {
		struct str head = str_of(plain[i]);

		if (!str_starts(s->url, head) ||
		    is_local(str_sub(s->url, head.n, s->url.n)))
			continue;
		buf_reset(&c->message);
		if (buf_addf(&c->message,
			"%.*s sends to a host without encryption",
			(int)head.n - 3, head.p) < 0)
			return -1;
		return tell(c, &t);
	}
	return 0;
}

/* A plain hash of a password, whichever hash it is. */
static int
say_password(struct crypto_say *c, const struct sight *s)
{
	struct told t = {
		.s = s, .rule = "password-hash", .severity = SEV_HIGH
	};

	if (s->usage != USAGE_PASSWORD || !str_eqz(s->call->use, "hash") ||
	    s->nspec == 0 || s->spec[0].of[ALGO_HASH] == NULL)
		return 0;
	t.spec = &s->spec[0];
	t.algo = s->spec[0].of[ALGO_HASH];
	t.from = s->at[0];
	buf_reset(&c->message);
	if (buf_addf(&c->message,
		"a password is hashed with %.*s alone: as fast to try as to "
		"make",
		FMT(t.algo->id)) < 0)
		return -1;
	return tell(c, &t);
}

static int
say_asset(struct crypto_say *c, const struct sight *s)
{
	static const struct spec none;
	struct told t = {
		.s = s, .rule = "asset", .severity = SEV_INFO, .spec = &none
	};
	int rc = 0;

	if (s->call->use.n == 0)
		return 0;
	for (size_t i = 0; i < (s->nspec ? s->nspec : 1) && rc == 0; i++) {
		const struct algo *a = NULL;

		if (s->nspec) {
			t.spec = &s->spec[i];
			t.from = s->at[i];
			a = main_algo(t.spec);
		}
		t.algo = a;
		buf_reset(&c->message);
		if (buf_addf(&c->message, "%.*s: %.*s", FMT(s->call->use),
			FMT(a	       ? a->id :
				t.from ? s->from[i] :
					 STR("unknown"))) < 0)
			return -1;
		rc = tell(c, &t);
	}
	return rc;
}

int
crypto_say(const struct sight *s, void *arg)
{
	struct crypto_say *c = arg;
	int rc = 0;

	if (str_eqz(s->call->use, "mac") || str_eqz(s->call->use, "kdf"))
		c->mac = (struct span){ s->item->at.from, s->item->at.to };
	if (c->m->inventory)
		rc = say_asset(c, s);
	if (rc == 0 && s->call->rule.n)
		rc = say_rule(c, s);
	if (rc == 0 && s->call->use.n)
		rc = say_specs(c, s);
	if (rc == 0)
		rc = say_password(c, s);
	if (rc == 0)
		rc = say_weak(c, s);
	return rc == 0 && s->url.n ? say_url(c, s) : rc;
}
