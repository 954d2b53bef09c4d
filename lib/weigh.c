#include "base.h"
#include "datatext.h"
#include "str.h"
#include "vec.h"
#include "weigh.h"

#include <math.h>

enum {
	MANY = 50, /* persons: one step worse */
	MASSES = 50000,
	CONSTANT_MIN = 5,
	COUNTRIES = 64
};

/* Where the surest findings of the blob are from. */
struct votes {
	struct str country[COUNTRIES];
	size_t n;
};

static void
vote(struct votes *v, struct str country)
{
	if (country.n == 2 && v->n < COUNTRIES)
		v->country[v->n++] = country;
}

static bool
voted(const struct votes *v, struct str country)
{
	for (size_t i = 0; i < v->n; i++)
		if (str_eq(v->country[i], country))
			return true;
	return false;
}

/* How many values of the field could have been one by their characters. */
static double
shaped(const struct sheetfield *f, const struct idkind *k)
{
	double n = 0;

	for (size_t i = 0; i <= IDSHAPE_MAX; i++) {
		bool fits = false, digits = false;

		for (size_t j = 0; j < k->nshape; j++) {
			const struct idshape *sh = &k->shape[j];

			fits |= i >= sh->min && i <= sh->max;
			digits |= (sh->set[0] >> 10) == 0;
		}
		if (fits)
			n += f->digits[i] + (digits ? 0 : f->mixed[i]);
	}
	return n;
}

/* What passed against what chance lets pass: a Poisson's log-likelihood. */
static double
beyond_chance(double k, double s, double pass)
{
	double by_chance = (s > k ? s : k) * pass, score;

	/* Of many, a small surplus is not chance, but something else. */
	if (k < 1 || k <= 3 * by_chance)
		return 0;
	score = k * log10(k / by_chance) - (k - by_chance - 1) * 0.4343;
	return score > 0 ? score : 0;
}

/* A field whose name gives it away, and whose values look like it. */
static double
named_value(const struct sheetfield *f, const struct seen *n)
{
	double share = (double)n->passes / (double)(f->values ? f->values : 1);

	if (share < 0.5)
		return 0;
	return WEIGH_NAMED + (n->passes >= 3 ? 0.5 : 0) + (f->person ? 0.5 : 0);
}

static double
score_of(const struct sheetfield *f, const struct idkind *k,
    const struct seen *n, double passes)
{
	double s, score;

	if (k->value && k->nshape == 0)
		return n->hinted ? named_value(f, n) : 0;
	if (!n->hinted && f->promised * 2 >= f->values)
		return 0;
	s = shaped(f, k);
	score = beyond_chance(passes, s, k->pass);
	if (n->hinted && passes >= 1 && (s < 100 || passes * 50 > s) &&
	    (s * k->pass < 5 || passes > 1.5 * s * k->pass || k->pass >= 0.5))
		score += WEIGH_NAMED;
	else if (f->decoy)
		score -= WEIGH_PRIOR;
	return score;
}

static int
add(struct verdicts *out, const struct verdict *v)
{
	if (vec_room((void *)&out->v, &out->cap, out->n + 1, sizeof(*v)) < 0)
		return -1;
	out->v[out->n++] = *v;
	return 0;
}

struct weighing {
	const struct sheet *s;
	struct verdicts *out;
	struct votes votes;
	bool persons; /* some field is plainly of a person */
};

static bool
allowed(
    const struct weighing *w, const struct sheetfield *f, const struct seen *n)
{
	return !n->weak || f->person || w->persons;
}

/* Of two kinds that the same values are: the one that the name says, then
   the surer, then the one of the country of the rest. */
static bool
better(
    const struct weighing *w, const struct verdict *a, const struct verdict *b)
{
	bool strong_a, strong_b, here_a, here_b;

	if (b->kind == NULL)
		return true;
	strong_a = a->seen->hinted && !a->seen->weak;
	strong_b = b->seen->hinted && !b->seen->weak;
	if (strong_a != strong_b)
		return strong_a;
	here_a = voted(&w->votes, a->kind->country);
	here_b = voted(&w->votes, b->kind->country);
	if (here_a != here_b && fabs(a->score - b->score) < 1)
		return here_a;
	return a->score > b->score;
}

static int
field_verdicts(struct weighing *w, uint32_t number)
{
	const struct sheetfield *f = w->s->field[number];
	struct verdict top = { .kind = NULL };

	for (struct seen *n = f->seen; n; n = n->next) {
		struct verdict v = { f, number, &w->s->ids->v[n->kind], n,
			n->passes, 0, SEV_LOW, NULL };

		v.score = score_of(f, v.kind, n, (double)n->passes);
		if (v.score >= DATATEXT_SURE && allowed(w, f, n) &&
		    better(w, &v, &top))
			top = v;
	}
	if (top.kind && top.kind->class != IDCLASS_DECOY) {
		top.count += top.seen->fired;
		if (add(w->out, &top) < 0)
			return -1;
	}
	for (struct seen *n = f->seen; n; n = n->next) {
		struct verdict v = { f, number, &w->s->ids->v[n->kind], n,
			n->best, 0, SEV_LOW, NULL };

		if (n == top.seen || v.kind->class == IDCLASS_DECOY)
			continue;
		if (v.kind->nshape && top.kind)
			v.score = score_of(f, v.kind, n, (double)n->best);
		if (v.score < DATATEXT_SURE || !allowed(w, f, n)) {
			v.count = n->fired;
			v.score = n->sure;
		} else {
			v.count += n->fired;
		}
		if (v.count && v.score >= DATATEXT_SURE && add(w->out, &v) < 0)
			return -1;
	}
	return 0;
}

/* Who speaks of persons, and of which country, for what is less plain. */
static void
first_look(struct weighing *w)
{
	for (size_t i = 0; i < w->s->nfield; i++) {
		const struct sheetfield *f = w->s->field[i];

		for (const struct seen *n = f->seen; n; n = n->next) {
			const struct idkind *k = &w->s->ids->v[n->kind];
			double score = score_of(f, k, n, (double)n->passes);

			if (score < n->sure)
				score = n->sure;
			if (n->weak || score < DATATEXT_SURE)
				continue;
			if (k->class >= IDCLASS_CONTACT)
				w->persons = true;
			if (n->hinted || k->weight > 3)
				vote(&w->votes, k->country);
			if (k->public == 2)
				vote(&w->votes, str_of(n->public));
		}
	}
}

static void
judge_harm(const struct sheet *s, struct verdict *v)
{
	const struct seen *n = v->seen;
	uint64_t all = n->passes + n->fired, different;
	int sev = (int)v->kind->severity;

	different = distinct_count(&n->distinct);
	if (v->kind->class >= IDCLASS_CONTACT)
		sev += (different >= MANY) + (different >= MASSES);
	if (v->kind->class == IDCLASS_CONTACT && s->format && s->format->health)
		sev++;
	v->severity = sev > SEV_CRITICAL ? SEV_CRITICAL : (enum severity)sev;
	if (n->synthetic * 10 >= all * 9)
		v->reason = n->why;
	else if (all >= CONSTANT_MIN && different == 1)
		v->reason = "one value all through";
	else if (all >= CONSTANT_MIN && n->stepped * 10 >= all * 8)
		v->reason = "values in sequence";
	if (v->reason && v->severity > SEV_LOW)
		v->severity = SEV_LOW;
}

static int
by_place(const void *a, const void *b)
{
	const struct verdict *x = a, *y = b;
	const struct sheetplace *p = &x->seen->first, *q = &y->seen->first;

	if (p->at.from != q->at.from)
		return p->at.from < q->at.from ? -1 : 1;
	return str_cmp(x->kind->id, y->kind->id);
}

int
weigh(const struct sheet *s, struct verdicts *out)
{
	struct weighing w = { .s = s, .out = out };

	out->n = 0;
	first_look(&w);
	for (size_t i = 0; i < s->nfield; i++)
		if (field_verdicts(&w, (uint32_t)i) < 0)
			return -1;
	for (size_t i = 0; i < out->n; i++)
		judge_harm(s, &out->v[i]);
	if (out->n > 1)
		qsort(out->v, out->n, sizeof(*out->v), by_place);
	return 0;
}

double
weigh_confidence(double score)
{
	double c = 1 / (1 + pow(10, WEIGH_PRIOR - score));

	return c > 0.99 ? 0.99 : c;
}
