#include "base.h"
#include "b64.h"
#include "candidate.h"
#include "chance.h"
#include "detectors.h"
#include "evidence.h"
#include "generic.h"
#include "placeholder.h"
#include "ruleset.h"
#include "str.h"

enum { CONTEXT_NEAR = 256, MASK_HITS = 512, MASK_CANDIDATES = 128 };

/* Where a rule need not look again: what its last match covered. */
struct mark {
	uint32_t turn, anchor; /* the last hit's; "AAAA" overlaps itself */
	size_t until, end;
};

/* Masks are asked for while findings are given out: one state for each. */
struct state {
	struct mark *mark; /* one a rule */
	uint32_t turn;
	struct candidates all;
	size_t max;
};

struct secret_thread {
	struct rx_thread *rx;
	struct state judge, mask;
	struct buf message, subject, keys, value;
	struct hit *hits; /* MASK_HITS */
};

/* One blob, or one line to be masked. */
struct job {
	const struct ruleset *rs;
	struct secret_thread *t;
	struct state *st;
	struct str text;
	enum kind kind;
	bool lenient; /* a line: what stands around it is not known */
	bool names;   /* name = "literal" is judged too */
	const struct blob *b;
	struct emit *e;
	size_t line, line_at; /* of the last place that was counted */
};

static bool
near_context(const struct job *j, const struct rule *r, struct span at)
{
	size_t d = r->distance ? r->distance : CONTEXT_NEAR, i;
	struct str around;

	if (r->context.n == 0 || j->lenient)
		return true;
	if (d > NEAR_MAX)
		d = NEAR_MAX;
	around = str_sub(j->text, at.from > d ? at.from - d : 0, at.to + d);
	for (i = 0; i < r->context.n; i++)
		if (str_ifind(around, r->context.v[i], 0) != STR_NONE)
			return true;
	return false;
}

static bool
vetoed(const struct job *j, const struct matcher *m, struct str secret)
{
	struct span span[RX_GROUPS];
	const struct rx *rx;
	size_t i;

	for (i = 0; i < m->rule->placeholder.n; i++)
		if (str_ieq(secret, m->rule->placeholder.v[i]))
			return true;
	for (i = 0; i < m->rule->without.n; i++) {
		rx = lazy_rx(lazy_at(m->without, i));
		if (rx && rx_find(rx, j->t->rx, secret, 0, span) > 0)
			return true;
	}
	return false;
}

/* False: a test that the rule names says that it is no secret. */
static bool
checked(const struct job *j, struct candidate *c)
{
	struct str match = str_sub(j->text, c->match.from, c->match.to);
	struct str secret = str_sub(j->text, c->secret.from, c->secret.to);
	size_t i;

	for (i = 0; i < c->m->nchecks; i++) {
		struct check_note note = { .shift = 0 };
		enum verdict v =
		    c->m->check[i]->fn(match, secret, c->m->args[i], &note);

		if (v == CHECK_FALSE)
			return false;
		c->proven |= v == CHECK_TRUE;
		c->severity += note.shift;
		if (note.text[0] != '\0')
			memcpy(c->note, note.text, sizeof(c->note));
		c->note[sizeof(c->note) - 1] = '\0';
	}
	return true;
}

/* The password of "user:password" in base64; else s as it is. */
static struct str
inside_base64(const struct job *j, struct str s)
{
	unsigned char text[512];
	size_t n, colon;

	while (s.n > 0 && s.p[s.n - 1] == '=')
		s.n--;
	buf_reset(&j->t->value);
	if (b64_decode(s, 0, text, sizeof(text), &n) < 0 ||
	    buf_add(&j->t->value, text, n) < 0)
		return s;
	colon = str_chr(buf_str(&j->t->value), ':', 0);
	return colon == STR_NONE ? s :
				   str_sub(buf_str(&j->t->value), colon + 1, n);
}

/* The value as a person would read it. */
static struct str
readable(const struct job *j, const struct candidate *c)
{
	struct str s =
	    str_sub(j->text, c->secret.from + c->public, c->secret.to);

	if (c->m->nchecks > 0 &&
	    strcmp(c->m->check[0]->name, "base64-text") == 0)
		return inside_base64(j, s);
	if (str_chr(s, '%', 0) == STR_NONE)
		return s;
	buf_reset(&j->t->value);
	if (evidence_decode(&j->t->value, s) < 0)
		return s;
	return buf_str(&j->t->value);
}

/* Why a person would not be woken up for it, or NULL. */
static const char *
weakness(const struct job *j, const struct rule *r, struct str value)
{
	const char *weak = placeholder_weak(value);

	if (weak == NULL && r->severity < SEV_CRITICAL && j->kind != KIND_NETRC)
		weak = placeholder_plain(value);
	return weak;
}

/* A server that nobody runs, in a rule that has a group named host. */
static void
doubt_host(const struct job *j, const struct rx *rx,
    const struct span span[RX_GROUPS], struct candidate *c)
{
	int g = rx_group(rx, "host");
	const char *why;

	if (g <= 0 || g >= RX_GROUPS || span[g].from == SIZE_MAX)
		return;
	why = placeholder_host(str_sub(j->text, span[g].from, span[g].to));
	if (why == NULL)
		return;
	c->reason = why;
	c->severity = SEV_LOW;
}

static bool
believed(const struct job *j, struct candidate *c)
{
	const struct rule *r = c->m->rule;
	struct str secret = str_sub(j->text, c->secret.from, c->secret.to);
	struct str value;
	const char *weak;

	if (secret.n == 0 || vetoed(j, c->m, secret) || !checked(j, c))
		return false;
	c->entropy = chance_shape(secret).entropy;
	if (r->entropy > 0 && c->entropy < r->entropy)
		return false;
	value = readable(j, c);
	if (!c->proven && placeholder_why(value, r->guessable) != NULL)
		return false;
	if (r->guessable && (weak = weakness(j, r, value)) != NULL) {
		c->reason = weak;
		c->severity = SEV_LOW;
	}
	return near_context(j, r, c->match);
}

static int
own_line(struct job *j, struct span at, size_t *col)
{
	size_t i;

	while (j->line_at < at.from)
		j->line += j->text.p[j->line_at++] == '\n';
	while (j->line_at > at.from)
		j->line -= j->text.p[--j->line_at] == '\n';
	for (i = at.from; i > 0 && j->text.p[i - 1] != '\n'; i--)
		;
	*col = at.from - i + 1;
	return 0;
}

static int
put_keys(struct job *j, const struct candidate *c)
{
	struct buf *keys = &j->t->keys;
	char num[64];
	size_t col;

	buf_reset(keys);
	snprintf(
	    num, sizeof(num), "%u.%u", c->entropy / 100, c->entropy / 10 % 10);
	if (rec_add_key(keys, "entropy", str_of(num)) < 0)
		return -1;
	if (c->pair.to == 0 || j->b->at != 0)
		return 0;
	own_line(j, c->pair, &col);
	snprintf(num, sizeof(num), "%zu:%zu", j->line, col);
	return rec_add_key(keys, "pair", str_of(num));
}

static int
emit(struct job *j, const struct candidate *c)
{
	struct secret_thread *t = j->t;
	int sev = c->severity;

	if (c->secret.from < j->b->own.from || c->secret.from >= j->b->own.to)
		return 0;
	sev = sev < SEV_LOW ? SEV_LOW : sev > SEV_CRITICAL ? SEV_CRITICAL : sev;
	buf_reset(&t->message);
	buf_reset(&t->subject);
	if (evidence_message(&t->message, j->text, c, &j->st->all) < 0 ||
	    evidence_subject(&t->subject, j->text, c) < 0 || put_keys(j, c) < 0)
		return -1;
	return emit_finding(j->e,
	    &(struct finding){ .rule = c->m->rule->id,
		.severity = (enum severity)sev,
		.span = c->secret,
		.message = buf_str(&t->message),
		.subject = buf_str(&t->subject),
		.guessable = c->m->rule->guessable,
		.keys = buf_str(&t->keys) });
}

/* Give out what nothing after before can change any more. */
static int
flush(struct job *j, size_t before)
{
	struct candidates *all = &j->st->all;
	size_t i, kept = 0;

	candidates_resolve(all, j->text);
	for (i = 0; i < all->n; i++) {
		struct candidate *c = &all->v[i];

		if (c->secret.to + NEAR_MAX < before && !c->dead &&
		    emit(j, c) < 0)
			return -1;
	}
	for (i = 0; i < all->n; i++) {
		struct candidate c = all->v[i];

		if (c.secret.to + NEAR_MAX < before)
			continue;
		c.dead = false;
		if (!c.pair_in)
			c.pair = (struct span){ 0, 0 };
		all->v[kept++] = c;
	}
	all->n = kept;
	return 0;
}

static int
claim(struct job *j, const struct candidate *c)
{
	struct state *st = j->st;

	if (st->all.n == st->max && j->lenient)
		return 0;
	if (st->all.n == st->max && flush(j, c->secret.from) < 0)
		return -1;
	/* All of them near each other: give them out as they are. */
	if (st->all.n == st->max && flush(j, SIZE_MAX) < 0)
		return -1;
	st->all.v[st->all.n++] = *c;
	return 0;
}

static struct span
secret_span(const struct matcher *m, const struct rx *rx,
    const struct span span[RX_GROUPS])
{
	struct str name = m->rule->secret;
	char z[40];
	uint64_t n;
	int g;

	if (name.n > 0 && str_num(name, RX_GROUPS - 1, &n) == 0) {
		g = (int)n;
	} else {
		snprintf(z, sizeof(z), "%.*s", FMT(name));
		g = rx_group(rx, name.n > 0 ? z : "secret");
	}
	if (g <= 0 || g >= RX_GROUPS || span[g].from == SIZE_MAX)
		return span[0];
	return span[g];
}

/* What may be shown of a secret: a group named public, or the keyword. */
static size_t
public_part(const struct rx *rx, const struct span span[RX_GROUPS],
    struct span secret, struct span keyword)
{
	int g = rx_group(rx, "public");
	size_t to = 0;

	if (g > 0 && g < RX_GROUPS && span[g].from == secret.from)
		to = span[g].to;
	else if (keyword.from == secret.from)
		to = keyword.to;
	return to > secret.from && to < secret.to ? to - secret.from : 0;
}

/* A group named pair: the secret proper, where the match is of an id. */
static void
find_half(const struct job *j, const struct rx *rx,
    const struct span span[RX_GROUPS], struct candidate *c)
{
	int g = rx_group(rx, "pair");

	if (g <= 0 || g >= RX_GROUPS || span[g].from == SIZE_MAX ||
	    placeholder_why(str_sub(j->text, span[g].from, span[g].to), false))
		return;
	c->pair = span[g];
	c->pair_in = true;
}

static int
try_pattern(
    struct job *j, const struct matcher *m, struct span keyword, size_t *until)
{
	const struct lookback *back = &m->rule->back;
	struct candidate c = { .m = m, .severity = (int)m->rule->severity };
	struct span span[RX_GROUPS];
	const struct rx *rx = lazy_rx(m->match);
	size_t at = keyword.from;
	int got;

	if (rx == NULL)
		return -1;
	while (at > 0 && keyword.from - at < back->max) {
		unsigned char b = (unsigned char)j->text.p[at - 1];

		if (!(back->set[b / 64] >> (b % 64) & 1))
			break;
		at--;
	}
	got = rx_match_at(
	    rx, j->t->rx, str_sub(j->text, 0, at + MATCH_MAX), at, span);
	if (got < 0) {
		*until = SIZE_MAX; /* this rule is done with this blob */
		return j->e ? emit_unread(j->e, "match limit") : 0;
	}
	if (got == 0)
		return 0;
	c.match = span[0];
	c.secret = secret_span(m, rx, span);
	find_half(j, rx, span, &c);
	*until = c.pair_in ? c.secret.to : span[0].to;
	c.public = public_part(rx, span, c.secret, keyword);
	c.reason = "it has the form";
	doubt_host(j, rx, span, &c);
	return believed(j, &c) ? claim(j, &c) : 0;
}

static int
try_assignment(
    struct job *j, const struct matcher *m, struct span part, size_t *until)
{
	struct candidate c = { .m = m };
	struct generic g;

	if (!j->names)
		return 0;
	if (!generic_judge(
		j->text, j->kind, m->assignment, part, j->lenient, &g)) {
		*until = g.looked;
		return 0;
	}
	*until = g.value.to;
	c.match = (struct span){ g.name.from, g.value.to };
	c.secret = g.value;
	c.severity = (int)m->rule->severity + g.shift;
	c.reason = g.reason;
	return believed(j, &c) ? claim(j, &c) : 0;
}

static int
try_hits(struct job *j, const struct hit *hits, size_t n)
{
	size_t i;

	j->st->turn++;
	j->st->all.n = 0;
	for (i = 0; i < n; i++) {
		const struct anchor *a = &j->rs->anchor[hits[i].id];
		struct mark *mark = &j->st->mark[a->m - j->rs->matcher];
		struct span at = { hits[i].end - a->lit.bytes.n, hits[i].end };
		int rc;

		if (a->m->off && !j->lenient)
			continue;
		if (mark->turn != j->st->turn)
			*mark = (struct mark){ .turn = j->st->turn };
		if (at.from < mark->until ||
		    (at.from < mark->end && hits[i].id == mark->anchor))
			continue;
		mark->anchor = hits[i].id;
		mark->end = at.to;
		rc = a->m->assignment != NAME_NONE ?
		    try_assignment(j, a->m, at, &mark->until) :
		    try_pattern(j, a->m, at, &mark->until);
		if (rc < 0)
			return -1;
	}
	return 0;
}

static int
secret_judge(const void *model, void *thread, const struct blob *b,
    const struct hit *hits, size_t nhits, struct emit *e)
{
	struct secret_thread *t = thread;
	struct job j = { .rs = model,
		.t = t,
		.st = &t->judge,
		.text = b->bytes,
		.kind = b->kind,
		.names = !b->binary && !b->in_name,
		.b = b,
		.e = e,
		.line = 1 };

	if (try_hits(&j, hits, nhits) < 0)
		return -1;
	return t->judge.all.n == 0 ? 0 : flush(&j, SIZE_MAX);
}

static size_t
secret_mask(const void *model, void *thread, struct str line, struct span *v,
    size_t max)
{
	struct secret_thread *t = thread;
	struct job j = { .rs = model,
		.t = t,
		.st = &t->mask,
		.text = line,
		.kind = KIND_OTHER,
		.lenient = true,
		.names = true };
	size_t i, n = 0, nhits = ruleset_hits(model, line, t->hits, MASK_HITS);

	if (nhits == 0 || try_hits(&j, t->hits, nhits) < 0)
		return 0;
	n = t->mask.all.n;
	for (i = 0; i < n; i++) {
		struct candidate half = t->mask.all.v[i];

		half.secret = half.pair;
		half.public = 0;
		if (half.pair_in && claim(&j, &half) < 0)
			return 0;
	}
	n = 0;
	candidates_sort(&t->mask.all);
	/* The first at a place decides how much of it is public. */
	for (i = 1; i < t->mask.all.n; i++) {
		struct candidate *a = &t->mask.all.v[i - 1], *b = a + 1;

		if (a->secret.from == b->secret.from && a->public < b->public)
			a->public = b->public;
		else if (a->secret.from == b->secret.from)
			b->public = a->public;
	}
	for (i = 0; i < t->mask.all.n; i++) {
		const struct candidate *c = &t->mask.all.v[i];
		struct span s = { c->secret.from + c->public, c->secret.to };

		if (n > 0 && s.from <= v[n - 1].to) {
			if (s.to > v[n - 1].to)
				v[n - 1].to = s.to;
		} else if (n < max) {
			v[n++] = s;
		}
	}
	return n;
}

static int
state_init(struct state *st, const struct ruleset *rs, size_t max)
{
	st->mark = calloc(rs->rules.n + 1, sizeof(*st->mark));
	st->all.v = calloc(max, sizeof(*st->all.v));
	st->max = max;
	return st->mark && st->all.v ? 0 : -1;
}

static void
secret_thread_free(void *thread)
{
	struct secret_thread *t = thread;

	if (t == NULL)
		return;
	rx_thread_free(t->rx);
	free(t->judge.mark);
	free(t->judge.all.v);
	free(t->mask.mark);
	free(t->mask.all.v);
	free(t->hits);
	buf_free(&t->message);
	buf_free(&t->subject);
	buf_free(&t->keys);
	buf_free(&t->value);
	free(t);
}

static void *
secret_thread_new(const void *model)
{
	struct secret_thread *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return NULL;
	t->message.max = t->keys.max = 64u << 10;
	t->subject.max = t->value.max = 2 * MATCH_MAX;
	t->rx = rx_thread_new();
	t->hits = calloc(MASK_HITS, sizeof(*t->hits));
	if (t->rx && t->hits &&
	    state_init(&t->judge, model, CANDIDATES_MAX) == 0 &&
	    state_init(&t->mask, model, MASK_CANDIDATES) == 0)
		return t;
	secret_thread_free(t);
	return NULL;
}

static void *
secret_open(const struct setup *s, struct setup_error *err)
{
	return ruleset_new(s, err);
}

static void
secret_close(void *model)
{
	ruleset_free(model);
}

static size_t
secret_literals(const void *model, const struct literal **v)
{
	const struct ruleset *rs = model;

	*v = rs->literal;
	return rs->nanchors;
}

static const struct rules *
secret_rules(const void *model)
{
	const struct ruleset *rs = model;

	return &rs->rules;
}

static unsigned
secret_wanted(
    const void *model, struct str name, enum kind kind, struct str head)
{
	(void)model;
	(void)name;
	(void)kind;
	(void)head;
	return VIEW_TEXT;
}

const struct detector secret_detector = {
	.name = "secrets",
	.margin = MARGIN_MAX,
	.open = secret_open,
	.close = secret_close,
	.literals = secret_literals,
	.rules = secret_rules,
	.thread_new = secret_thread_new,
	.thread_free = secret_thread_free,
	.wanted = secret_wanted,
	.judge = secret_judge,
	.mask = secret_mask,
};
