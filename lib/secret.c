#include "base.h"
#include "attempt.h"
#include "detectors.h"
#include "disguise.h"
#include "evidence.h"
#include "str.h"

enum { MASK_HITS = 512, MASK_CANDIDATES = 128 };

/* Masks are asked for while findings are given out: one state for each. */
struct state {
	struct mark *mark; /* one a rule */
	uint32_t turn;
	struct candidates all;
	size_t max;
	struct disguise *disguise;
};

struct secret_thread {
	struct rx_thread *rx;
	struct state judge, mask;
	struct buf message, subject, keys, value;
	struct hit *hits; /* MASK_HITS */
};

/* One blob, or one line to be masked. */
struct job {
	struct secret_thread *t;
	struct state *st;
	struct str text;
	bool lenient;
	const struct blob *b;
	struct emit *e;
	size_t line, line_at; /* of the last place that was counted */
	size_t seen;	      /* claims so far are of hits before that */
};

/* False: the line begins before the window. */
static bool
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
	return i > 0 || j->b->at == 0;
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
	if (rec_add_key(keys, "entropy", str_of(num)) < 0 ||
	    (c->guise && rec_add_key(keys, "via", c->guise->via) < 0))
		return -1;
	if (c->account[0] &&
	    rec_add_key(keys, "account", str_of(c->account)) < 0)
		return -1;
	if (c->pair.to == 0 || !own_line(j, c->pair, &col))
		return 0;
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
	if (c->guise == NULL &&
	    (evidence_message(&t->message, j->text, c, &j->st->all) < 0 ||
		evidence_subject(&t->subject, j->text, c) < 0))
		return -1;
	if (put_keys(j, c) < 0)
		return -1;
	return emit_finding(j->e,
	    &(struct finding){ .rule = c->m->rule->id,
		.severity = (enum severity)sev,
		.span = c->secret,
		.message = c->guise ? c->guise->message : buf_str(&t->message),
		.subject = c->guise ? c->guise->subject : buf_str(&t->subject),
		.guessable = c->m->rule->guessable,
		.sure = c->proven ? SURE_CERTAIN :
		    c->weak	  ? SURE_POSSIBLE :
				    SURE_LIKELY,
		.reason = c->score.why ? NULL : c->reason,
		.score = c->score,
		.placed = c->m->rule->path.n > 0,
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
		if (!c.pair_in && !c.settled)
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
	size_t from = c->secret.from < j->seen ? c->secret.from : j->seen;

	if (st->all.n == st->max && j->lenient)
		return 0;
	if (st->all.n == st->max && flush(j, from) < 0)
		return -1;
	/* All of them near each other: give them out as they are. */
	if (st->all.n == st->max && flush(j, SIZE_MAX) < 0)
		return -1;
	st->all.v[st->all.n++] = *c;
	return 0;
}

static int
claim_it(const struct candidate *c, void *arg)
{
	return claim(arg, c);
}

static int
unread(const char *reason, void *arg)
{
	struct job *j = arg;

	return j->e ? emit_unread(j->e, reason) : 0;
}

static struct attempt
begin(struct job *j, const struct attempt *with)
{
	struct attempt a = *with;

	j->st->all.n = 0;
	disguise_begin(j->st->disguise);
	a.q.text = j->text;
	a.q.lenient = j->lenient;
	a.q.rx = j->t->rx;
	a.q.value = &j->t->value;
	a.mark = j->st->mark;
	a.turn = ++j->st->turn;
	a.arg = j;
	a.claim = claim_it;
	a.unread = unread;
	return a;
}

/* Literals are tried where they stand, signs are looked behind. */
static int
attempts(
    struct job *j, const struct attempt *a, const struct hit *hits, size_t n)
{
	size_t i, k;
	int rc = 0;

	for (i = 0; i < n && rc == 0; i = k) {
		for (k = i; k < n && hits[k].id < SIGN_ID; k++)
			;
		j->seen = SIZE_MAX;
		if (k > i)
			rc = attempt_hits(a, hits + i, k - i);
		for (; k < n && rc == 0 && hits[k].id >= SIGN_ID; k++) {
			struct sign s = { (enum sign_kind)(
					      hits[k].id - SIGN_ID),
				hits[k].end };

			/* What comes later may begin before what it shows. */
			j->seen = s.end > MATCH_MAX ? s.end - MATCH_MAX : 0;
			rc = disguise_sign(j->st->disguise, a, &s);
		}
	}
	return rc;
}

static int
secret_judge(const void *model, void *thread, const struct blob *b,
    const struct hit *hits, size_t nhits, struct emit *e)
{
	struct secret_thread *t = thread;
	struct job j = { .t = t,
		.st = &t->judge,
		.text = b->bytes,
		.b = b,
		.e = e,
		.line = b->line };
	const struct attempt with = { .rs = model,
		.q.kind = b->kind,
		.names = !b->binary && !b->in_name };
	struct attempt a = begin(&j, &with);

	if (attempts(&j, &a, hits, nhits) < 0)
		return -1;
	return t->judge.all.n == 0 ? 0 : flush(&j, SIZE_MAX);
}

/* The signs of a line, which has no hits of them. */
static int
look_behind(struct job *j, const struct attempt *a)
{
	size_t n, at = 0;
	struct signs it;
	struct sign s;
	int rc = 0;

	signs_init(&it, j->text);
	while (rc == 0 && signs_next(&it, &s))
		rc = disguise_sign(j->st->disguise, a, &s);
	while (rc == 0 && (n = ruleset_reverse(a->rs, j->text, at)) > at) {
		s = (struct sign){ SIGN_REVERSE, n };
		rc = disguise_sign(j->st->disguise, a, &s);
		at = n;
	}
	return rc;
}

/* Both halves of a pair are masked, and at one place the longest prefix
   that any rule calls public is shown. */
static int
prepare_mask(struct job *j)
{
	struct candidates *all = &j->st->all;
	size_t i, n = all->n;

	for (i = 0; i < n; i++) {
		struct candidate half = all->v[i];

		half.secret = half.pair;
		half.public = 0;
		if (half.pair_in && claim(j, &half) < 0)
			return -1;
	}
	candidates_sort(all);
	for (i = 1; i < all->n; i++)
		if (all->v[i].secret.from == all->v[i - 1].secret.from &&
		    all->v[i].public < all->v[i - 1].public)
			all->v[i].public = all->v[i - 1].public;
	for (i = all->n; i-- > 1;)
		if (all->v[i].secret.from == all->v[i - 1].secret.from)
			all->v[i - 1].public = all->v[i].public;
	return 0;
}

static size_t
secret_mask(const void *model, void *thread, struct str line, struct span *v,
    size_t max)
{
	struct secret_thread *t = thread;
	struct job j = {
		.t = t, .st = &t->mask, .text = line, .lenient = true
	};
	const struct attempt with = { .rs = model, .names = true };
	struct attempt a = begin(&j, &with);
	size_t i, n = 0, nhits = ruleset_hits(model, line, t->hits, MASK_HITS);

	if (attempts(&j, &a, t->hits, nhits) < 0 || look_behind(&j, &a) < 0 ||
	    j.st->all.n == 0 || prepare_mask(&j) < 0)
		return 0;
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
	st->disguise = disguise_new(rs);
	return st->mark && st->all.v && st->disguise ? 0 : -1;
}

static void
secret_thread_free(void *thread)
{
	struct secret_thread *t = thread;

	if (t == NULL)
		return;
	rx_thread_free(t->rx);
	disguise_free(t->judge.disguise);
	disguise_free(t->mask.disguise);
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
	t->subject.max = t->value.max = (size_t)2 * MATCH_MAX;
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
	return rs->nliterals;
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
	return VIEW_TEXT | VIEW_STEPS;
}

const struct detector secret_detector = {
	.name = "secrets",
	.margin = VEIL_MARGIN, /* more than MARGIN_MAX */
	.open = secret_open,
	.close = secret_close,
	.literals = secret_literals,
	.signs = true,
	.rules = secret_rules,
	.thread_new = secret_thread_new,
	.thread_free = secret_thread_free,
	.wanted = secret_wanted,
	.judge = secret_judge,
	.mask = secret_mask,
};
