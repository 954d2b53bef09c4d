#include "base.h"
#include "arena.h"
#include "disguise.h"
#include "evidence.h"
#include "inflate.h"
#include "str.h"

struct layer {
	struct veil veil;
	size_t until[SIGN_KINDS]; /* signs that end before were looked at */
};

struct disguise {
	struct layer layer[DISGUISE_DEPTH];
	struct inflate *z;
	struct mark *mark;
	uint32_t turn;
	struct hit *hits;
	struct candidates found;
	struct arena mem;
	struct buf message, subject, value;
	uint64_t views;
	size_t unpacked;
	bool told; /* that a bound was reached */
};

/* What one view is judged with. */
struct looking {
	struct disguise *d;
	const struct attempt *a; /* of the text that all began with */
	size_t depth;		 /* of the view, from 0 */
};

struct disguise *
disguise_new(const struct ruleset *rs)
{
	struct disguise *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	for (size_t i = 0; i < DISGUISE_DEPTH; i++)
		veil_init(&d->layer[i].veil);
	d->mem.max = DISGUISE_TEXT;
	d->message.max = 64u << 10;
	d->subject.max = d->value.max = (size_t)2 * MATCH_MAX;
	d->z = inflate_new();
	d->mark = calloc(rs->rules.n + 1, sizeof(*d->mark));
	d->hits = calloc(DISGUISE_HITS, sizeof(*d->hits));
	d->found.v = calloc(DISGUISE_FOUND, sizeof(*d->found.v));
	if (d->z && d->mark && d->hits && d->found.v)
		return d;
	disguise_free(d);
	return NULL;
}

void
disguise_free(struct disguise *d)
{
	if (d == NULL)
		return;
	for (size_t i = 0; i < DISGUISE_DEPTH; i++)
		veil_free(&d->layer[i].veil);
	inflate_free(d->z);
	free(d->mark);
	free(d->hits);
	free(d->found.v);
	arena_free(&d->mem);
	buf_free(&d->message);
	buf_free(&d->subject);
	buf_free(&d->value);
	free(d);
}

void
disguise_begin(struct disguise *d)
{
	memset(d->layer[0].until, 0, sizeof(d->layer[0].until));
	arena_reset(&d->mem);
	d->unpacked = 0;
	d->told = false;
}

static int
limit(struct looking *l, const char *reason)
{
	if (l->d->told)
		return 0;
	l->d->told = true;
	return l->a->unread(reason, l->a->arg);
}

/* ---- what a view gives ------------------------------------------------- */

static struct span
place(const struct looking *l, struct span at)
{
	for (size_t i = l->depth + 1; i-- > 0;)
		at = veil_place(&l->d->layer[i].veil, at);
	return at;
}

/* At each depth: else the text without that disguise says the same. */
static bool
changed(const struct looking *l, struct span at)
{
	for (size_t i = l->depth + 1; i-- > 0;) {
		const struct veil *v = &l->d->layer[i].veil;

		if (!veil_changed(v, at))
			return false;
		at = veil_place(v, at);
	}
	return true;
}

static int
collect(const struct candidate *c, void *arg)
{
	struct looking *l = arg;
	struct candidates *f = &l->d->found;
	const struct veil *v = &l->d->layer[l->depth].veil;

	if (c->secret.to <= v->inside.from || c->secret.from >= v->inside.to)
		return 0;
	if (c->m->assignment != NAME_NONE && !veil_plain(v, c->secret))
		return 0;
	if (!changed(l, c->match))
		return 0;
	if (f->n == DISGUISE_FOUND)
		return limit(l, "limit: more than 128 secrets in a disguise");
	f->v[f->n++] = *c;
	return 0;
}

static int
unread(const char *reason, void *arg)
{
	struct looking *l = arg;

	return limit(l, reason);
}

/* "base64,gzip", and the same in words behind the message. */
static int
put_how(struct looking *l, struct buf *via)
{
	struct buf *m = &l->d->message;

	for (size_t i = 0; i <= l->depth; i++) {
		const struct veil *v = &l->d->layer[i].veil;

		if (buf_addf(m, "%s%s", i ? ", " : " (", v->how) < 0 ||
		    buf_addf(via, "%s%s", i ? "," : "", v->via) < 0)
			return -1;
	}
	return buf_addc(m, ')');
}

/* 0, 1: no room for it, -1. */
static int
make_guise(
    struct looking *l, const struct candidate *c, const struct guise **out)
{
	struct disguise *d = l->d;
	struct str text = buf_str(&d->layer[l->depth].veil.text);
	struct buf via = { .max = 256 };
	struct guise *g = arena_new(&d->mem, sizeof(*g));

	if (g == NULL)
		return 1;
	buf_reset(&d->message);
	buf_reset(&d->subject);
	if (evidence_message(&d->message, text, c, &d->found) < 0 ||
	    evidence_subject(&d->subject, text, c) < 0 ||
	    put_how(l, &via) < 0) {
		buf_free(&via);
		return -1;
	}
	g->message = arena_str(&d->mem, buf_str(&d->message));
	g->subject = arena_str(&d->mem, buf_str(&d->subject));
	g->via = arena_str(&d->mem, buf_str(&via));
	g->view = d->views;
	g->inner = c->secret;
	buf_free(&via);
	*out = g;
	return g->message.p && g->subject.p && g->via.p ? 0 : 1;
}

static int
claim(struct looking *l, const struct candidate *c)
{
	struct candidate out = *c;
	int rc = make_guise(l, c, &out.guise);

	if (rc != 0)
		return rc < 0 ? -1 : limit(l, "limit: too many are disguised");
	out.secret = place(l, c->secret);
	out.match = place(l, c->match);
	if (c->pair.to)
		out.pair = place(l, c->pair);
	out.settled = c->pair.to != 0 && !c->pair_in;
	out.public = 0;
	out.dead = false;
	return l->a->claim(&out, l->a->arg);
}

/* Pairs that a view holds whole are joined in it; a half may find the other
   outside. */
static int
claim_all(struct looking *l)
{
	struct candidates *f = &l->d->found;
	int rc = 0;

	if (f->n == 0)
		return 0;
	l->d->views++;
	candidates_resolve(f, buf_str(&l->d->layer[l->depth].veil.text));
	for (size_t i = 0; i < f->n && rc == 0; i++)
		if (!f->v[i].dead || f->v[i].m->pair)
			rc = claim(l, &f->v[i]);
	return rc;
}

/* ---- a view ------------------------------------------------------------ */

/* What kind of text is inside of digits: they say nothing of it. */
static enum kind
kind_inside(struct str s)
{
	size_t i = 0;

	while (i < s.n && ((unsigned char)s.p[i] <= ' '))
		i++;
	if (i < s.n && (s.p[i] == '{' || s.p[i] == '['))
		return KIND_JSON;
	if (i < s.n && s.p[i] == '<')
		return KIND_XML;
	while (
	    i < s.n && (sign_token(s.p[i]) && s.p[i] != '=' && s.p[i] != ':'))
		i++;
	if (i >= s.n || i == 0)
		return KIND_OTHER;
	return s.p[i] == '=' ? KIND_ENV :
	    s.p[i] == ':'    ? KIND_YAML :
			       KIND_OTHER;
}

static bool
is_digits(enum sign_kind k)
{
	return k <= SIGN_PACKED16;
}

static int
judge_hits(struct looking *l, struct attempt *a, const struct sign *sign)
{
	struct disguise *d = l->d;
	const struct veil *v = &d->layer[l->depth].veil;
	size_t at = v->line, n, before;
	int rc = 0;

	while (rc == 0 && at < v->inside.to) {
		n = ruleset_some(a->rs, a->q.text, &at, d->hits, DISGUISE_HITS);
		for (before = 0;
		     before < n && d->hits[before].end <= v->inside.from;)
			before++;
		if (!is_digits(sign->kind)) {
			rc = attempt_hits(a, d->hits, n);
			continue;
		}
		rc = attempt_hits(a, d->hits, before);
		a->q.kind = kind_inside(
		    str_sub(a->q.text, v->inside.from, v->inside.to));
		if (rc == 0)
			rc = attempt_hits(a, d->hits + before, n - before);
	}
	return rc;
}

static int look(struct looking *l, struct str text, const struct sign *sign);

/* Signs in the view itself. */
static int
deeper(struct looking *l)
{
	struct veil *v = &l->d->layer[l->depth].veil;
	struct looking in = { l->d, l->a, l->depth + 1 };
	struct str text = buf_str(&v->text);
	struct signs it;
	struct sign s;
	int rc = 0;

	signs_init(&it, text);
	if (in.depth == DISGUISE_DEPTH) {
		while (rc == 0 && signs_next(&it, &s))
			if (is_digits(s.kind) && s.end > v->inside.from &&
			    s.end <= v->inside.to)
				rc = limit(
				    l, "limit: encoded more than three times");
		return rc;
	}
	memset(l->d->layer[in.depth].until, 0,
	    sizeof(l->d->layer[in.depth].until));
	while (rc == 0 && signs_next(&it, &s))
		if (s.end > v->inside.from && s.end <= v->inside.to)
			rc = look(&in, text, &s);
	return rc;
}

static int
judge_view(struct looking *l, const struct sign *sign)
{
	struct disguise *d = l->d;
	const struct veil *v = &d->layer[l->depth].veil;
	struct attempt a = *l->a;

	a.q.text = buf_str(&v->text);
	a.q.value = &d->value;
	a.mark = d->mark;
	a.turn = ++d->turn;
	a.names = a.names && sign->kind != SIGN_REVERSE;
	a.arg = l;
	a.claim = collect;
	a.unread = unread;
	d->found.n = 0;
	if (judge_hits(l, &a, sign) < 0 || claim_all(l) < 0)
		return -1;
	return deeper(l);
}

static int
look(struct looking *l, struct str text, const struct sign *sign)
{
	struct layer *y = &l->d->layer[l->depth];
	size_t *until = &y->until[sign->kind];
	bool more;

	if (sign->end <= *until)
		return 0;
	if (l->d->unpacked > DISGUISE_UNPACKED &&
	    (sign->kind == SIGN_PACKED64 || sign->kind == SIGN_PACKED16))
		return limit(l, "limit: unpacks to more than 64 MiB");
	more = veil_lift(&y->veil, l->d->z, text, sign, *until);
	l->d->unpacked += y->veil.whole ? y->veil.text.n : 0;
	if (y->veil.limit && limit(l, y->veil.limit) < 0)
		return -1;
	for (;;) {
		bool again = y->veil.again != 0;

		*until = y->veil.at.to;
		if (more && judge_view(l, sign) < 0)
			return -1;
		if (!again)
			return 0;
		more = veil_more(&y->veil, text, sign);
	}
}

/* Two words of a shell are two arguments, unless they touch. */
static bool
are_words(enum kind kind, struct str s, const struct sign *sign)
{
	size_t at = sign->end - 2;

	if (sign->kind != SIGN_JOINT ||
	    (kind != KIND_BASH && kind != KIND_BATCH && kind != KIND_MAKE &&
		kind != KIND_DOCKERFILE))
		return false;
	return at > 0 && (s.p[at - 1] == ' ' || s.p[at - 1] == '\t');
}

int
disguise_sign(
    struct disguise *d, const struct attempt *a, const struct sign *sign)
{
	struct looking l = { d, a, 0 };

	if (are_words(a->q.kind, a->q.text, sign))
		return 0;
	return look(&l, a->q.text, sign);
}
