#include "base.h"
#include "view.h"

#include "str.h"
#include "summary.h"
#include "tally.h"
#include "term.h"
#include "window.h"

enum { CARDS = 30, HEADS = 200, DATE_LEN = 10, HEAD_MAX = 64 << 10 };

struct view {
	struct draw draw;
	bool all;
	out_advice *advice;
	void *advice_arg;
	struct tally tally;
	struct summary sum;
	size_t others; /* drawn that are no findings: accepted, unread */
	bool loose;    /* no empty line stands behind the last */
};

struct view *
view_new(const struct draw *d, bool all, out_advice *advice, void *advice_arg)
{
	struct view *v = calloc(1, sizeof(*v));

	if (v == NULL)
		return NULL;
	v->draw = *d;
	v->all = all;
	v->advice = advice;
	v->advice_arg = advice_arg;
	if (tally_init(&v->tally) < 0) {
		view_free(v);
		return NULL;
	}
	return v;
}

void
view_free(struct view *v)
{
	if (v)
		tally_free(&v->tally);
	free(v);
}

bool
view_wants_line(const struct view *v)
{
	return v->all || v->sum.drawn < CARDS;
}

void
view_accepted(struct view *v, struct str until)
{
	struct summary *s = &v->sum;

	s->accepted++;
	if (until.n != DATE_LEN ||
	    (*s->until && memcmp(until.p, s->until, DATE_LEN) >= 0))
		return;
	memcpy(s->until, until.p, DATE_LEN);
	s->until[DATE_LEN] = '\0';
}

/* Past the head lines: only what may be told at the end is kept. */
static int
keep(struct view *v, const struct rec *r)
{
	struct buf head = { .max = HEAD_MAX };
	struct draw plain = { .width = v->draw.width };
	int rc = 0;

	v->tally.undrawn[r->severity]++;
	if (tally_is_worse(&v->tally, r->severity) &&
	    draw_place(&head, &plain, r) == 0 &&
	    window_field(&head, r->message) == 0)
		rc = tally_keep(&v->tally, r->severity, buf_str(&head));
	buf_free(&head);
	return rc;
}

/* A record is a finding, or was accepted, or says what was not judged. */
static bool
is_finding(struct view *v, const struct rec *r)
{
	struct str accepted, until = STR("");

	if (rec_key(r, "accepted", &accepted)) {
		(void)rec_key(r, "until", &until);
		view_accepted(v, until);
		return false;
	}
	return !str_ends(r->rule, STR("/unread"));
}

int
view_rec(struct view *v, struct buf *out, const struct rec *r)
{
	struct advice advice = { .fix = STR("") };
	bool finding = is_finding(v, r);
	size_t *shown = finding ? &v->sum.drawn : &v->others;
	struct str same = STR("");

	if (finding)
		tally_add(&v->tally, r, &same);
	if (!v->all && *shown >= HEADS)
		return finding ? keep(v, r) : 0;
	v->loose = same.n > 0 || (!v->all && *shown >= CARDS);
	++*shown;
	if (v->loose)
		return draw_head(out, &v->draw, r, same);
	if (v->advice)
		(void)v->advice(r->rule, &advice, v->advice_arg);
	return draw_card(out, &v->draw, r, &advice);
}

int
view_end(struct view *v, struct buf *out, const struct view_end *e)
{
	int rc = v->loose ? buf_addc(out, '\n') : 0;

	v->sum.color = v->draw.color;
	v->sum.tally = &v->tally;
	return rc | summary_put(out, &v->sum, e);
}
