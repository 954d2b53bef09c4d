#include "base.h"
#include "b64.h"
#include "believe.h"
#include "chance.h"
#include "evidence.h"
#include "generic.h"
#include "placeholder.h"
#include "str.h"

enum { CONTEXT_NEAR = 256 };

static bool
any_of(const struct list *words, struct str around)
{
	for (size_t i = 0; i < words->n; i++)
		if (str_ifind(around, words->v[i], 0) != STR_NONE)
			return true;
	return false;
}

static bool
near_context(const struct inquiry *q, const struct rule *r, struct span at)
{
	size_t d = r->distance ? r->distance : CONTEXT_NEAR;
	struct str around;

	if ((r->context.n == 0 && r->not_context.n == 0) || q->lenient)
		return true;
	if (d > NEAR_MAX)
		d = NEAR_MAX;
	around = str_sub(q->text, at.from > d ? at.from - d : 0, at.to + d);
	if (r->context.n && !any_of(&r->context, around))
		return false;
	return !any_of(&r->not_context, around);
}

static bool
vetoed(const struct inquiry *q, const struct matcher *m, struct str secret)
{
	struct span span[RX_GROUPS];
	const struct rx *rx;
	size_t i;

	for (i = 0; i < m->rule->placeholder.n; i++)
		if (str_ieq(secret, m->rule->placeholder.v[i]))
			return true;
	for (i = 0; i < m->rule->without.n; i++) {
		rx = lazy_rx(lazy_at(m->without, i));
		if (rx && rx_find(rx, q->rx, secret, 0, span) > 0)
			return true;
	}
	return false;
}

/* False: a test that the rule names says that it is no secret. */
static bool
checked(const struct inquiry *q, struct candidate *c)
{
	struct str match = str_sub(q->text, c->match.from, c->match.to);
	struct str secret = str_sub(q->text, c->secret.from, c->secret.to);
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
		if (note.account[0] != '\0')
			memcpy(c->account, note.account, sizeof(c->account));
	}
	return true;
}

/* A text in base64, or the password of "user:password"; else s as it is. */
static struct str
inside_base64(const struct inquiry *q, struct str s, check_fn *fn)
{
	unsigned char text[512];
	size_t n, colon;

	while (s.n > 0 && s.p[s.n - 1] == '=')
		s.n--;
	buf_reset(q->value);
	if (b64_decode(s, 0, text, sizeof(text), &n) < 0 ||
	    buf_add(q->value, text, n) < 0)
		return s;
	if (fn == check_base64_plain)
		return buf_str(q->value);
	colon = fn == check_base64_text ? str_chr(buf_str(q->value), ':', 0) :
					  STR_NONE;
	return colon == STR_NONE ? s : str_sub(buf_str(q->value), colon + 1, n);
}

/* The value as a person would read it. */
static struct str
readable(const struct inquiry *q, const struct candidate *c)
{
	struct str s =
	    str_sub(q->text, c->secret.from + c->public, c->secret.to);

	if (c->m->nchecks > 0 &&
	    str_starts(str_of(c->m->check[0]->name), STR("base64-")))
		return inside_base64(q, s, c->m->check[0]->fn);
	if (str_chr(s, '%', 0) == STR_NONE)
		return s;
	buf_reset(q->value);
	if (evidence_decode(q->value, s) < 0)
		return s;
	return buf_str(q->value);
}

/* Why a person would not be woken up for it, or NULL. */
static const char *
weakness(const struct inquiry *q, const struct rule *r, struct str value)
{
	const char *weak = placeholder_weak(value);

	if (weak == NULL && r->severity < SEV_CRITICAL && q->kind != KIND_NETRC)
		weak = placeholder_plain(value);
	return weak;
}

bool
believe(const struct inquiry *q, struct candidate *c)
{
	const struct rule *r = c->m->rule;
	struct str secret = str_sub(q->text, c->secret.from, c->secret.to);
	struct str value;
	const char *weak;

	if (secret.n == 0 || vetoed(q, c->m, secret) || !checked(q, c))
		return false;
	c->entropy = chance_shape(secret).entropy;
	if (r->entropy > 0 && c->entropy < r->entropy)
		return false;
	/* In a line by itself, a word for a secret is not one. */
	if (q->lenient && word_label(secret))
		return false;
	if (c->score.why != 0) /* the model has looked at it */
		return near_context(q, r, c->match);
	if (c->m->model != NAME_NONE &&
	    !generic_value(q->text, c->secret, c->m->model, &c->score))
		return false;
	value = readable(q, c);
	weak = c->proven ? NULL : placeholder_why(value, r->guessable);
	if (weak != NULL && (!r->stored || placeholder_template(value) != NULL))
		return false;
	if (weak == NULL && c->score.why == 0 && r->guessable)
		weak = weakness(q, r, value);
	if (weak != NULL) {
		c->reason = weak;
		c->weak = true;
		c->severity = SEV_LOW;
	}
	return near_context(q, r, c->match);
}

/* Where nobody runs the host, a password that a person made up is an
   example; one that was drawn may have been pasted. */
static bool
is_example(const struct inquiry *q, const struct candidate *c)
{
	struct str s =
	    str_sub(q->text, c->secret.from + c->public, c->secret.to);
	struct shape h = chance_shape(s);

	return !chance_random(s, &h);
}

bool
believe_host(const struct inquiry *q, const struct rx *rx,
    const struct span span[RX_GROUPS], struct candidate *c)
{
	int g = rx_group(rx, "host");
	const char *why;
	struct str host;

	if (g <= 0 || g >= RX_GROUPS || span[g].from == SIZE_MAX)
		return true;
	host = str_sub(q->text, span[g].from, span[g].to);
	why = placeholder_host(host);
	if (why == NULL && !placeholder_hole(host))
		return true;
	c->reason = why ? why : "a template's host";
	c->weak = true;
	/* A database's password may well be real where its host varies. */
	c->severity =
	    why == NULL && c->severity == SEV_CRITICAL ? SEV_HIGH : SEV_LOW;
	return why == NULL || !is_example(q, c);
}
