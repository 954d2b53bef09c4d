#include "base.h"
#include "carry.h"
#include "str.h"
#include "vec.h"

struct filling {
	struct carry_hits *out;
	size_t from;  /* where the piece that is scanned begins in the text */
	size_t after; /* ends up to here are known already */
	bool failed;
};

static int
put(struct carry_hits *out, const struct carry_hit *h)
{
	if (out->n == CARRY_MAX) {
		out->many = true;
		return 1;
	}
	if (vec_room(&out->v, &out->cap, out->n + 1, sizeof(*out->v)) < 0)
		return -1;
	out->v[out->n++] = *h;
	return 0;
}

static int
see(size_t detector, struct hit hit, void *arg)
{
	struct filling *f = arg;
	struct carry_hit h = { .end = (uint32_t)(f->from + hit.end),
		.id = hit.id,
		.detector = (unsigned char)detector };
	int rc;

	if (h.end <= f->after)
		return 0;
	rc = put(f->out, &h);
	f->failed |= rc < 0;
	return rc;
}

/* The hits that end in (after, upto]. 0, or -1. */
static int
look(const struct carry *c, struct str text, size_t after, size_t upto,
    struct carry_hits *out)
{
	struct filling f = { .out = out,
		.after = after,
		.from = after > c->longest ? after - c->longest : 0 };

	if (after >= upto || out->many)
		return 0;
	if (litset_each(c->literals, c->thread, str_sub(text, f.from, upto),
		see, &f) < 0)
		f.failed = true;
	return f.failed ? -1 : 0;
}

int
carry_scan(const struct carry *c, struct str text, struct carry_hits *out)
{
	out->n = 0;
	out->many = false;
	return look(c, text, 0, text.n, out);
}

/* The base's hits that end in [from, to], moved by shift (wrapping). */
static int
move(const struct carry_hits *base, size_t from, size_t to, uint32_t shift,
    struct carry_hits *out)
{
	size_t lo = 0, hi = base->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (base->v[mid].end < from)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (hi = lo; hi < base->n && base->v[hi].end <= to;)
		hi++;
	if (hi - lo > CARRY_MAX - out->n) {
		out->many = true;
		return 0;
	}
	if (vec_room(&out->v, &out->cap, out->n + (hi - lo), sizeof(*out->v)) <
	    0)
		return -1;
	for (; lo < hi; lo++) {
		struct carry_hit *h = &out->v[out->n++];

		*h = base->v[lo];
		h->end += shift;
	}
	return 0;
}

int
carry_delta(const struct carry *c, const struct carry_hits *base,
    struct delta d, struct str text, struct carry_hits *out)
{
	size_t at = 0, known = 0, skip = c->longest;
	struct delta_op op;
	int rc;

	if (base->many || text.n > UINT32_MAX)
		return carry_scan(c, text, out);
	out->n = 0;
	out->many = false;
	/* About as many as the base has. */
	if (vec_room(&out->v, &out->cap, base->n, sizeof(*out->v)) < 0)
		return -1;
	for (; (rc = delta_next(&d, &op)) == 1; at += op.n) {
		if (!op.copy || op.n < skip)
			continue;
		if (look(c, text, known, at + skip - 1, out) < 0 ||
		    move(base, op.from + skip, op.from + op.n,
			(uint32_t)(at - op.from), out) < 0)
			return -1;
		known = at + op.n;
	}
	return rc < 0 ? -1 : look(c, text, known, text.n, out);
}
