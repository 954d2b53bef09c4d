#include "base.h"
#include "baseline.h"
#include "buf.h"
#include "say.h"
#include "str.h"

enum { LINE_MAX_BYTES = 256u << 10, SIEVES_MAX = 32 };

const char baseline_head[] =
    "# What was accepted, one finding a line and in any order: its fp, or its\n"
    "# rule and path; until when; by whom; then the reason. tamis-allow(1)\n"
    "# has the fields and writes the lines.\n";

void
baseline_init(struct baseline *b)
{
	*b = (struct baseline){ .mem.max = ALLOW_BYTES_MAX };
	allow_init(&b->paths);
}

void
baseline_free(struct baseline *b)
{
	free(b->v);
	allow_free(&b->paths);
	arena_free(&b->mem);
	baseline_init(b);
}

static int
by_what(const void *p, const void *q)
{
	const struct baseline_line *a = p, *b = q;

	return str_cmp(a->what, b->what);
}

void
baseline_end(struct baseline *b)
{
	size_t n = 0;

	if (b->n)
		qsort(b->v, b->n, sizeof(*b->v), by_what);
	for (size_t i = 0; i < b->n; i++)
		if (n == 0 || !str_eq(b->v[n - 1].what, b->v[i].what))
			b->v[n++] = b->v[i];
	b->n = n;
}

static int
push(struct baseline *b, struct str what, struct str sieve)
{
	size_t cap = b->cap ? b->cap * 2 : 64;
	struct baseline_line *v = b->v;

	/* A hundred thousand places of one secret are still one line. */
	if (b->n == ALLOW_MAX)
		baseline_end(b);
	if (b->n == ALLOW_MAX)
		return -1;
	if (b->n == b->cap) {
		if ((v = realloc(v, cap * sizeof(*v))) == NULL)
			return -1;
		b->v = v;
		b->cap = cap;
	}
	v[b->n].what = arena_str(&b->mem, what);
	v[b->n].sieve = arena_str(&b->mem, sieve);
	if (v[b->n].what.p == NULL || v[b->n].sieve.p == NULL)
		return -1;
	b->n++;
	return 0;
}

/* The path as a glob that matches it: what a glob reads otherwise
   becomes '?', any one byte. */
static int
put_glob(struct buf *out, struct str path)
{
	struct buf glob = { .max = LINE_MAX_BYTES };
	int rc = 0;

	if (str_chr(path, '/', 0) == STR_NONE)
		rc = buf_addc(&glob, '/');
	for (size_t i = 0; i < path.n && rc == 0; i++) {
		char c = path.p[i];

		if (c == '*' || c == '?' || c == '[' || c == '\\')
			c = '?';
		rc = buf_addc(&glob, c);
	}
	if (rc == 0)
		rc = allow_word(out, buf_str(&glob));
	buf_free(&glob);
	return rc;
}

static int
put_what(struct baseline *b, struct buf *out, const struct rec *r)
{
	struct str fp, path;

	if (rec_key(r, "fp", &fp) && allow_is_fp(fp)) {
		if (buf_addz(out, "fp=") < 0)
			return -1;
		return buf_adds(out, fp);
	}
	path = allow_place(&b->paths, r->path);
	if (path.n == 0)
		return 1;
	if (buf_addz(out, "rule=") < 0 || allow_word(out, r->rule) < 0 ||
	    buf_addz(out, " path=") < 0)
		return -1;
	return put_glob(out, path);
}

int
baseline_add(struct baseline *b, const struct rec *r)
{
	struct buf what = { .max = LINE_MAX_BYTES };
	struct str sieve, accepted;
	int rc;

	if (rec_key(r, "accepted", &accepted))
		return 0;
	if (r->severity == SEV_CRITICAL) {
		b->critical++;
		return 0;
	}
	sieve = str_sub(r->rule, 0, str_chr(r->rule, '/', 0));
	rc = put_what(b, &what, r);
	if (rc == 0)
		rc = push(b, buf_str(&what), sieve);
	if (rc == 1)
		b->nowhere++;
	buf_free(&what);
	return rc < 0 ? -1 : 0;
}

int
baseline_put(
    struct buf *out, struct str what, const struct terms *t, struct where *w)
{
	size_t from = out->n;
	struct allow check;
	int rc = -1;

	w->line = 0;
	snprintf(w->why, sizeof(w->why), "it grows too large");
	if (buf_adds(out, what) < 0 || buf_addz(out, " until=") < 0 ||
	    buf_addz(out, t->until) < 0 || buf_addz(out, " by=") < 0 ||
	    allow_word(out, str_of(t->by)) < 0 || buf_addc(out, ' ') < 0 ||
	    buf_adds(out, str_trim(str_of(t->reason))) < 0 ||
	    buf_addc(out, '\n') < 0)
		return -1;
	allow_init(&check);
	if (allow_parse(&check, str_sub(buf_str(out), from, out->n), w) == 0 &&
	    check.n == 1)
		rc = 0;
	allow_free(&check);
	return rc;
}

struct tally {
	struct str sieve;
	size_t n;
};

static int
most_first(const void *p, const void *q)
{
	const struct tally *a = p, *b = q;
	int c = (a->n < b->n) - (a->n > b->n);

	return c ? c : str_cmp(a->sieve, b->sieve);
}

int
baseline_tally(const struct baseline *b, struct buf *out)
{
	struct tally t[SIEVES_MAX] = { 0 };
	char count[SAY_COUNT];
	size_t n = 0, k;

	for (size_t i = 0; i < b->n; i++) {
		for (k = 0; k < n && !str_eq(t[k].sieve, b->v[i].sieve); k++)
			;
		if (k == SIEVES_MAX)
			continue;
		if (k == n)
			t[n++] = (struct tally){ b->v[i].sieve, 0 };
		t[k].n++;
	}
	qsort(t, n, sizeof(*t), most_first);
	for (k = 0; k < n; k++)
		if (buf_addf(out, "%s%s %.*s", k ? ", " : "",
			say_count(t[k].n, count), FMT(t[k].sieve)) < 0)
			return -1;
	return 0;
}
