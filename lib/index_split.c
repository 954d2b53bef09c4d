#include "base.h"
#include "index.h"
#include "str.h"

/*
 * A split index holds what changed; "link" names the shared file and says
 * in two bitmaps (EWAH) which of its entries are gone or replaced.
 */

enum { BITS_MAX = 1 << 26 };

static const char broken[] = "the index is corrupt: its link is broken";

static uint64_t
be(struct str *s, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n; i++)
		v = v << 8 | (unsigned char)s->p[i];
	*s = str_sub(*s, n, s->n);
	return v;
}

/*
 * Words in runs: bit 0 of a marker is repeated, bits 1 to 32 how many
 * words of it, bits 33 to 63 how many words follow as they are.
 */
static int
fill(struct str *in, size_t words, uint64_t *out, size_t nout)
{
	size_t at = 0;

	while (words > 0) {
		uint64_t mark = be(in, 8);
		uint64_t run = mark >> 1 & 0xffffffff, plain = mark >> 33;

		words--;
		if (run > nout - at)
			return -1;
		memset(out + at, mark & 1 ? 0xff : 0, (size_t)run * 8);
		at += (size_t)run;
		if (plain > words || plain > nout - at)
			return -1;
		for (words -= (size_t)plain; plain > 0; plain--)
			out[at++] = be(in, 8);
	}
	return 0;
}

static int
ewah(struct str *in, uint64_t **bits, size_t *n)
{
	size_t nbits, words, nout;

	if (in->n < 8)
		return -1;
	nbits = (size_t)be(in, 4);
	words = (size_t)be(in, 4);
	nout = (nbits + 63) / 64;
	if (nbits > BITS_MAX || words > in->n / 8 || in->n - words * 8 < 4)
		return -1;
	free(*bits);
	if ((*bits = calloc(nout + 1, sizeof(**bits))) == NULL)
		return -1;
	*n = nbits;
	if (fill(in, words, *bits, nout) < 0)
		return -1;
	be(in, 4); /* where the last marker stands */
	return 0;
}

int
index_split_parse(
    struct index *x, struct str ext, unsigned char idlen, const char **why)
{
	static const unsigned char zeros[OID_MAX];

	*why = broken;
	if (ext.n < idlen || x->link.n)
		return -1;
	/* All zeros: a split index without a shared one. */
	if (memcmp(ext.p, zeros, idlen) == 0)
		return 0;
	memcpy(x->link.id, ext.p, idlen);
	x->link.n = idlen;
	ext = str_sub(ext, idlen, ext.n);
	if (ext.n == 0)
		return 0;
	if (ewah(&ext, &x->gone, &x->ngone) < 0 ||
	    ewah(&ext, &x->replaced, &x->nreplaced) < 0)
		return -1;
	return 0;
}

static bool
bit(const uint64_t *bits, size_t n, size_t i)
{
	return i < n && (bits[i / 64] >> (i % 64) & 1);
}

static int
order(const struct index_entry *a, const struct index_entry *b)
{
	int c = str_cmp(a->path, b->path);

	return c ? c : (int)a->stage - (int)b->stage;
}

/* Entries of x that stand for a shared one come first, without names. */
static size_t
unnamed(const struct index *x)
{
	size_t n = 0;

	while (n < x->n && x->v[n].path.n == 0)
		n++;
	return n;
}

int
index_join(struct index *x, const struct index *base, const char **why)
{
	size_t nrep = unnamed(x), rep = 0, add = nrep, n = 0;
	struct index_entry *v;

	*why = broken;
	if (base->link.n || x->ngone > base->n || x->nreplaced > base->n)
		return -1;
	for (size_t i = nrep; i < x->n; i++)
		if (x->v[i].path.n == 0)
			return -1;
	if ((v = calloc(base->n + x->n + 1, sizeof(*v))) == NULL) {
		*why = "out of memory";
		return -1;
	}
	for (size_t i = 0; i < base->n; i++) {
		struct index_entry e = base->v[i];

		if (bit(x->replaced, x->nreplaced, i)) {
			if (rep == nrep)
				break;
			e = x->v[rep++];
			e.path = base->v[i].path;
		}
		if (bit(x->gone, x->ngone, i))
			continue;
		while (add < x->n && order(&x->v[add], &e) < 0)
			v[n++] = x->v[add++];
		/* An added entry of the same name takes its place. */
		if (add < x->n && order(&x->v[add], &e) == 0)
			e = x->v[add++];
		v[n++] = e;
	}
	while (add < x->n)
		v[n++] = x->v[add++];
	free(x->v);
	x->v = v;
	x->n = n;
	if (rep != nrep)
		return -1;
	index_tree_parse(x, x->tree_bytes, x->link.n);
	x->link = (struct oid){ 0 };
	return 0;
}
