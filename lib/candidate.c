#include "base.h"
#include "candidate.h"
#include "guise.h"
#include "str.h"

enum { PAIR_LINES = 10 };

static size_t
length(struct span s)
{
	return s.to - s.from;
}

/* About the same bytes, so that what they say decoded is told. */
static bool
alike(const struct candidate *a, const struct candidate *b)
{
	size_t m = length(a->secret), n = length(b->secret);

	return m / 4 * 3 <= n && n / 4 * 3 <= m;
}

/* Two places of one text that was compressed, say. */
static bool
apart(const struct candidate *a, const struct candidate *b)
{
	return a->guise && b->guise && a->guise->view == b->guise->view &&
	    (a->guise->inner.to <= b->guise->inner.from ||
		b->guise->inner.to <= a->guise->inner.from);
}

/* Does a's claim stand against b's on the same bytes? */
static bool
beats(const struct candidate *a, const struct candidate *b)
{
	if (a->m->rule->generic != b->m->rule->generic)
		return b->m->rule->generic;
	/* A pattern that means a place knows more of it than a name, unless
	   it thinks less of it. */
	if (!a->m->assignment != !b->m->assignment)
		return a->severity != b->severity ?
		    a->severity > b->severity :
		    b->m->assignment != NAME_NONE;
	/* As it stands it is the same to that rule: no disguise. */
	if (!a->guise != !b->guise && alike(a, b))
		return (a->guise != NULL) !=
		    (a->m == b->m && !a->m->assignment);
	if (length(a->secret) != length(b->secret))
		return length(a->secret) > length(b->secret);
	if (a->proven != b->proven)
		return a->proven;
	/* Who asked for a word nearby, and found it, knows more. */
	if (!a->m->rule->context.n != !b->m->rule->context.n)
		return a->m->rule->context.n > 0;
	if (length(a->match) != length(b->match))
		return length(a->match) > length(b->match);
	if (a->severity != b->severity)
		return a->severity > b->severity;
	return a->m < b->m;
}

static int
by_place(const void *x, const void *y)
{
	const struct candidate *a = x, *b = y;

	if (a->secret.from != b->secret.from)
		return a->secret.from < b->secret.from ? -1 : 1;
	if (a->secret.to != b->secret.to)
		return a->secret.to > b->secret.to ? -1 : 1;
	return a->m < b->m ? -1 : a->m > b->m;
}

/* The neighbours of c that are looked at: [*from, *to). */
static void
neighbours(const struct candidates *all, const struct candidate *c,
    size_t *from, size_t *to)
{
	size_t i = (size_t)(c - all->v);

	*from = i > CANDIDATES_NEAR ? i - CANDIDATES_NEAR : 0;
	*to = all->n - i > CANDIDATES_NEAR ? i + CANDIDATES_NEAR : all->n;
}

/* The nearest match of the rule that c must stand beside. */
static struct candidate *
find_pair(struct candidates *all, const struct candidate *c, struct str text)
{
	size_t max = c->m->rule->pair_lines, i, n, best = SIZE_MAX;
	struct candidate *found = NULL;

	if (max == 0)
		max = PAIR_LINES;
	for (neighbours(all, c, &i, &n); i < n; i++) {
		struct candidate *o = &all->v[i];
		size_t from, to, at, lines = 0;

		if (o->m != c->m->pair)
			continue;
		from = o->secret.from < c->secret.from ? o->secret.to :
							 c->secret.to;
		to = o->secret.from < c->secret.from ? c->secret.from :
						       o->secret.from;
		if (to < from || to - from > NEAR_MAX || to - from >= best)
			continue;
		for (at = from; at < to && lines <= max; at++)
			lines += text.p[at] == '\n';
		if (lines > max)
			continue;
		best = to - from;
		found = o;
	}
	return found;
}

/* Nobody may tell a second time of what c takes in. */
static void
silence(struct candidates *all, const struct candidate *c, struct span at)
{
	size_t i, n;

	for (neighbours(all, c, &i, &n); i < n; i++) {
		struct candidate *o = &all->v[i];

		if (o != c && !apart(o, c) && o->secret.from < at.to &&
		    at.from < o->secret.to)
			o->dead = true;
	}
}

/* A half that has found its other half takes it in. */
static void
join_pairs(struct candidates *all, struct str text)
{
	size_t i;

	for (i = 0; i < all->n; i++) {
		struct candidate *c = &all->v[i], *o;

		if (c->dead)
			continue;
		if (c->m->pair != NULL && !c->settled) {
			if ((o = find_pair(all, c, text)) == NULL) {
				c->dead = true;
				continue;
			}
			c->pair = o->secret;
			silence(all, c, c->secret);
		}
		if (c->pair.to != 0)
			silence(all, c, c->pair);
	}
}

void
candidates_sort(struct candidates *c)
{
	qsort(c->v, c->n, sizeof(*c->v), by_place);
}

void
candidates_resolve(struct candidates *c, struct str text)
{
	size_t i, j;

	candidates_sort(c);
	/* Who claims the same place is decided first, pairs apart: a half
	   without its other half must not have silenced anyone. */
	for (i = 0; i < c->n; i++) {
		struct candidate *a = &c->v[i];

		for (j = i + 1; j < c->n && !a->dead; j++) {
			struct candidate *b = &c->v[j];

			if (b->secret.from >= a->secret.to)
				break;
			if (b->dead || a->m->pair || b->m->pair || apart(a, b))
				continue;
			/* Who is right depends on a path not known here. */
			if (a->m->rule->path.n || b->m->rule->path.n)
				continue;
			if (beats(a, b))
				b->dead = true;
			else
				a->dead = true;
		}
	}
	join_pairs(c, text);
}
