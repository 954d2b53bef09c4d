#include "base.h"
#include "pass.h"
#include "str.h"

static int
judge_one(struct judge *j, const struct pass *p, size_t i)
{
	const struct detector *d = j->scan->engine.v[i];
	const struct hits *h = &j->t->hits[i];

	if (h->n == 0 && (p->always >> i & 1) == 0)
		return 0;
	j->emit.detector = (unsigned)i;
	if (d->judge(j->scan->engine.model[i], j->t->own[i], &p->blob, h->v,
		h->n, &j->emit) < 0)
		return -1;
	return j->emit.failed ? -1 : 0;
}

/* What the hits say that were not seen: the window ends well before them. */
static size_t
cut(size_t from, size_t seen, size_t margin)
{
	size_t half = from + (seen - from) / 2;
	size_t to = seen > margin ? seen - margin : 0;

	to = to > half ? to : half;
	return to > from ? to : from + 1;
}

/* Judge [own.from, own.to) of what lies in the window; own.to may shrink. */
static int
judge_window(struct judge *j, struct pass *p)
{
	const struct engine *e = &j->scan->engine;
	struct blob *b = &p->blob;
	size_t seen, to;
	int full;

	full = engine_hits(e, j->t, p->set, b->bytes, &seen);
	if (full < 0)
		return -1;
	/* What stands before it fills all there is: rather said than lost. */
	if (full && seen <= b->own.from)
		return emit_trouble(&j->emit, j->emit.place, "judge",
		    "limit: too many literals in a row");
	if (full && (to = cut(b->own.from, seen, e->margin)) < b->own.to) {
		b->own.to = to;
		b->last = false;
		if (e->margin < b->bytes.n - to)
			b->bytes.n = to + e->margin;
		for (size_t i = 0; i < e->n; i++) {
			struct hits *h = &j->t->hits[i];

			while (h->n && h->v[h->n - 1].end > b->bytes.n)
				h->n--;
		}
	}
	j->emit.blob = b;
	for (size_t i = 0; i < e->n; i++)
		if (judge_one(j, p, i) < 0)
			return -1;
	j->emit.blob = NULL;
	return b->in_name ? 0 : emit_flush(&j->emit);
}

/* The number of the line that the window begins in; what was judged ends
   somewhere behind that. */
static size_t
first_line(struct judge *j, const struct pass *p)
{
	const struct blob *b = &p->blob;
	struct str before = str_sub(b->bytes, 0, b->own.from);
	size_t line, at = 0;

	if (b->in_name || p->done == 0)
		return 1;
	lines_to(&j->emit.lines, p->done);
	line = j->emit.lines.line;
	for (; (at = str_chr(before, '\n', at)) != STR_NONE; at++)
		line--;
	return line;
}

int
pass_run(
    struct judge *j, struct pass *p, struct str chunk, bool last, size_t *drop)
{
	size_t margin = j->scan->engine.margin, end = p->at + chunk.n;
	size_t upto = last ? end : end > margin ? end - margin : 0;
	struct blob *b = &p->blob;

	if (!b->in_name)
		lines_window(&j->emit.lines, chunk, p->at);
	if (p->done == 0 && !b->in_name)
		j->emit.first_line = str_chr(chunk, '\n', 0);
	while (p->done < upto || (last && p->done == 0 && end == 0)) {
		size_t from = p->done, to = upto, stop = end;

		from = from - p->at > margin ? from - margin : p->at;
		if (to - p->done > WINDOW)
			to = p->done + WINDOW;
		if (stop - to > margin)
			stop = to + margin;
		b->bytes = str_sub(chunk, from - p->at, stop - p->at);
		b->at = from;
		b->own = (struct span){ p->done - from, to - from };
		b->line = first_line(j, p);
		b->first = p->done == 0;
		b->last = last && to == end;
		if (judge_window(j, p) < 0)
			return -1;
		p->done = from + b->own.to;
		if (end == 0)
			break;
	}
	*drop = p->done - p->at > margin ? p->done - margin - p->at : 0;
	if (!last) {
		lines_to(&j->emit.lines, p->done);
		lines_units(&j->emit.lines);
		if (j->emit.coding != CODING_BYTES)
			lines_all_units(&j->emit.lines);
	}
	return 0;
}

int
pass_known(struct judge *j, struct pass *p, struct str bytes)
{
	struct blob *b = &p->blob;

	lines_window(&j->emit.lines, bytes, 0);
	j->emit.first_line = str_chr(bytes, '\n', 0);
	b->bytes = bytes;
	b->own = (struct span){ 0, bytes.n };
	b->first = b->last = true;
	b->line = 1;
	j->emit.blob = b;
	for (size_t i = 0; i < j->scan->engine.n; i++)
		if ((p->set >> i & 1) && judge_one(j, p, i) < 0)
			return -1;
	j->emit.blob = NULL;
	return emit_flush(&j->emit);
}
