#include "base.h"
#include "allow.h"
#include "buf.h"
#include "glob.h"
#include "str.h"

/* The first of v[from, to) whose key is not before the one sought. */
static size_t
lower_bound(const struct allow *a, size_t from, size_t to, struct str key)
{
	bool fp = from < a->nfp;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		const struct acceptance *e = &a->v[mid];

		if (str_cmp(fp ? e->fp : e->rule, key) < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return from;
}

/* A path that begins with "../" was named from below: from the top now, or
   as it is when it leads out. */
static void
from_below(struct allow *a)
{
	struct str path = buf_str(&a->path), dir = a->below;
	struct buf whole = { .max = a->path.max };

	while (dir.n && str_starts(path, STR("../"))) {
		size_t slash = str_rchr(dir, '/');

		path = str_sub(path, 3, path.n);
		dir = str_sub(dir, 0, slash == STR_NONE ? 0 : slash);
	}
	if (path.n == a->path.n || str_starts(path, STR("../")))
		return;
	if (buf_adds(&whole, dir) < 0 || (dir.n && buf_addc(&whole, '/') < 0) ||
	    buf_adds(&whole, path) < 0) {
		buf_free(&whole);
		return;
	}
	buf_free(&a->path);
	a->path = whole;
}

struct str
allow_place(struct allow *a, struct str escaped)
{
	struct str path;

	a->path.n = 0;
	if (rec_unescape(&a->path, escaped) < 0)
		return STR("");
	from_below(a);
	path = buf_str(&a->path);
	if (a->top.n && path.n > a->top.n && str_starts(path, a->top) &&
	    path.p[a->top.n] == '/')
		path = str_sub(path, a->top.n + 1, path.n);
	while (str_starts(path, STR("./")))
		path = str_sub(path, 2, path.n);
	while (path.n && path.p[0] == '/')
		path = str_sub(path, 1, path.n);
	return path;
}

static void
better(const struct acceptance **best, struct acceptance *e)
{
	e->used = true;
	if (*best == NULL || e->until > (*best)->until)
		*best = e;
}

const struct acceptance *
allow_find(struct allow *a, const struct rec *r)
{
	const struct acceptance *best = NULL;
	struct str fp, path = STR("");
	size_t i;

	if (a->nfp && rec_key(r, "fp", &fp))
		for (i = lower_bound(a, 0, a->nfp, fp);
		     i < a->nfp && str_eq(a->v[i].fp, fp); i++)
			better(&best, &a->v[i]);
	i = lower_bound(a, a->nfp, a->n, r->rule);
	if (i < a->n && str_eq(a->v[i].rule, r->rule))
		path = allow_place(a, r->path);
	for (; i < a->n && str_eq(a->v[i].rule, r->rule); i++)
		if (path.n && glob_match(a->v[i].path, path))
			better(&best, &a->v[i]);
	return best;
}

static int
by_line(const void *p, const void *q)
{
	const struct acceptance *a = p, *b = q;

	return (a->line > b->line) - (a->line < b->line);
}

const struct acceptance *
allow_unused(struct allow *a, size_t *at)
{
	/* The searches are over: the order of the file serves now. */
	if (*at == 0 && a->n)
		qsort(a->v, a->n, sizeof(*a->v), by_line);
	while (*at < a->n)
		if (!a->v[(*at)++].used)
			return &a->v[*at - 1];
	return NULL;
}
