#include "base.h"
#include "attempt.h"
#include "generic.h"
#include "placeholder.h"
#include "str.h"

#include <ctype.h>

enum { COLOUR_MAX = 16 }; /* bytes of a terminal's colour */

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
find_half(const struct attempt *a, const struct rx *rx,
    const struct span span[RX_GROUPS], struct candidate *c)
{
	int g = rx_group(rx, "pair");

	if (g <= 0 || g >= RX_GROUPS || span[g].from == SIZE_MAX ||
	    placeholder_why(
		str_sub(a->q.text, span[g].from, span[g].to), false))
		return;
	c->pair = span[g];
	c->pair_in = true;
}

static bool
is_hex(struct str s, size_t at)
{
	return at < s.n && isxdigit((unsigned char)s.p[at]) != 0;
}

/*
 * Does an escape end right before at? Its last letter is no part of a word
 * that begins there: \n, \x20, \u003d, %3D, =3D, and colours of a terminal.
 */
static bool
after_escape(struct str s, size_t at)
{
	size_t i = at;

	if (at >= 2 && s.p[at - 2] == '\\')
		return strchr("abefnrtv0", s.p[at - 1]) != NULL;
	if (at >= 2 && s.p[at - 1] == 'm') {
		for (i = at - 1; i > 0 && at - i < COLOUR_MAX &&
		     (isdigit((unsigned char)s.p[i - 1]) || s.p[i - 1] == ';');
		     i--)
			;
		return i >= 2 && s.p[i - 1] == '[' &&
		    strchr("\033eb3BE", s.p[i - 2]) != NULL;
	}
	if (at < 3 || !is_hex(s, at - 1) || !is_hex(s, at - 2))
		return false;
	if (s.p[at - 3] == '%' || s.p[at - 3] == '=')
		return true;
	if (at >= 4 && s.p[at - 3] == 'x' && s.p[at - 4] == '\\')
		return true;
	return at >= 6 && s.p[at - 5] == 'u' && s.p[at - 6] == '\\' &&
	    is_hex(s, at - 3) && is_hex(s, at - 4);
}

/*
 * Match at a place; what an escape before it ends in is not looked at,.
 */
static int
match_there(const struct attempt *a, const struct rx *rx, size_t at,
    struct span span[RX_GROUPS])
{
	struct str text = str_sub(a->q.text, 0, at + MATCH_MAX);
	int got = rx_match_at(rx, a->q.rx, text, at, span);

	if (got != 0 || !after_escape(text, at))
		return got;
	got = rx_match_at(rx, a->q.rx, str_sub(text, at, text.n), 0, span);
	for (size_t g = 0; got > 0 && g < RX_GROUPS; g++) {
		if (span[g].from == SIZE_MAX)
			continue;
		span[g].from += at;
		span[g].to += at;
	}
	return got;
}

static int
try_pattern(const struct attempt *a, const struct matcher *m,
    struct span keyword, size_t *until)
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
		unsigned char b = (unsigned char)a->q.text.p[at - 1];

		if (!(back->set[b / 64] >> (b % 64) & 1))
			break;
		at--;
	}
	got = match_there(a, rx, at, span);
	if (got < 0) {
		*until = SIZE_MAX; /* this rule is done with this blob */
		return a->unread("match limit", a->arg);
	}
	if (got == 0)
		return 0;
	c.match = span[0];
	c.secret = secret_span(m, rx, span);
	find_half(a, rx, span, &c);
	*until = c.pair_in ? c.secret.to : span[0].to;
	c.public = public_part(rx, span, c.secret, keyword);
	c.reason = "it has the form";
	if (!believe_host(&a->q, rx, span, &c))
		return 0;
	return believe(&a->q, &c) ? a->claim(&c, a->arg) : 0;
}

static int
try_assignment(const struct attempt *a, const struct matcher *m,
    struct span part, size_t *until)
{
	struct candidate c = { .m = m };
	struct generic g;

	if (!a->names)
		return 0;
	if (!generic_judge(
		a->q.text, a->q.kind, m->assignment, part, a->q.lenient, &g)) {
		*until = g.looked;
		return 0;
	}
	*until = g.value.to;
	c.match = (struct span){ g.name.from, g.value.to };
	c.secret = g.value;
	c.severity = (int)m->rule->severity;
	c.reason = "the model says so";
	c.score = g.score;
	return believe(&a->q, &c) ? a->claim(&c, a->arg) : 0;
}

int
attempt_hits(const struct attempt *a, const struct hit *hits, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const struct anchor *lit = &a->rs->anchor[hits[i].id];
		const struct matcher *m = lit->m;
		struct mark *mark = &a->mark[m - a->rs->matcher];
		struct span at = { hits[i].end - lit->lit.bytes.n,
			hits[i].end };
		int rc;

		/* What is a secret in some files only is a word in others. */
		if (a->q.lenient ? m->rule->path.n > 0 : m->off)
			continue;
		if (mark->turn != a->turn)
			*mark = (struct mark){ .turn = a->turn };
		if (at.from < mark->until ||
		    (at.from < mark->end && hits[i].id == mark->anchor))
			continue;
		mark->anchor = hits[i].id;
		mark->end = at.to;
		rc = m->assignment != NAME_NONE ?
		    try_assignment(a, m, at, &mark->until) :
		    try_pattern(a, m, at, &mark->until);
		if (rc < 0)
			return -1;
	}
	return 0;
}
