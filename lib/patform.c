#include "base.h"
#include "hs.h"
#include "patform.h"
#include "str.h"

#ifndef VERSION
#define VERSION "0"
#endif

/* Read back in another byte order it is another number. */
#define MAGIC UINT64_C(0x31746170736d6174)
#define ENTRIES_MAX 2048u
#define ALIGN 64u

/*
 * The file: this, nfiles + nsets entries, the texts, the sets. In the byte
 * order of the machine, as the databases are. The hash covers all up to
 * the end of the texts; a database has a checksum of its own.
 */
struct head {
	uint64_t magic, total, hash, texts_end;
	uint64_t nfiles, nsets;
	char tamis[32], engine[96];
};

struct entry {
	uint64_t name, name_len, at, len;
};

/* Against damage, not against malice: who can write this file, can write
   the program too. */
static uint64_t
hash(const char *p, size_t n)
{
	const uint64_t k = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t h = n * k, w;

	for (; n >= 8; p += 8, n -= 8) {
		memcpy(&w, p, 8);
		h = (h ^ w) * k;
		h ^= h >> 29;
	}
	w = 0;
	memcpy(&w, p, n);
	h = (h ^ w) * k;
	return h ^ h >> 32;
}

static void
fill_head(struct head *h)
{
	memset(h, 0, sizeof(*h));
	h->magic = MAGIC;
	snprintf(h->tamis, sizeof(h->tamis), "%s", VERSION);
	snprintf(h->engine, sizeof(h->engine), "%s", hs_engine());
}

static bool
inside(uint64_t at, uint64_t len, uint64_t total)
{
	return at <= total && len <= total - at;
}

/* Is the mapped file one that this program can use as it is? */
static bool
good_head(struct str file, const struct head *h)
{
	struct head ours;

	fill_head(&ours);
	return h->magic == ours.magic && h->total == file.n &&
	    memcmp(h->tamis, ours.tamis, sizeof(ours.tamis)) == 0 &&
	    memcmp(h->engine, ours.engine, sizeof(ours.engine)) == 0 &&
	    h->nfiles <= ENTRIES_MAX && h->nsets <= ENTRIES_MAX &&
	    h->texts_end <= h->total && h->texts_end >= sizeof(*h) &&
	    inside(sizeof(*h), (h->nfiles + h->nsets) * sizeof(struct entry),
		h->texts_end) &&
	    h->hash == hash(file.p + sizeof(*h), h->texts_end - sizeof(*h));
}

int
patform_read(struct str file, struct pat_set **v, size_t *nfiles, size_t *nsets)
{
	const struct head *h = (const void *)file.p;
	const struct entry *e = (const void *)(file.p + sizeof(*h));
	struct pat_set *out;

	if (file.n < sizeof(*h) || !good_head(file, h) ||
	    (out = calloc(h->nfiles + h->nsets + 1, sizeof(*out))) == NULL)
		return -1;
	for (size_t i = 0; i < h->nfiles + h->nsets; i++) {
		if (!inside(e[i].name, e[i].name_len, h->total) ||
		    !inside(e[i].at, e[i].len, h->total)) {
			free(out);
			return -1;
		}
		out[i].name =
		    str_sub(file, e[i].name, e[i].name + e[i].name_len);
		out[i].bytes = str_sub(file, e[i].at, e[i].at + e[i].len);
	}
	*v = out;
	*nfiles = h->nfiles;
	*nsets = h->nsets;
	return 0;
}

static int
pad(struct buf *out, size_t from)
{
	while ((out->n - from) % ALIGN)
		if (buf_addc(out, 0) < 0)
			return -1;
	return 0;
}

/* Put the bytes of v behind what is there, and note where they went. */
static int
add_all(struct buf *out, size_t from, const struct pat_set *v, size_t n,
    struct entry *e)
{
	for (size_t i = 0; i < n; i++) {
		e[i].name = out->n - from;
		e[i].name_len = v[i].name.n;
		if (buf_adds(out, v[i].name) < 0 || pad(out, from) < 0)
			return -1;
		e[i].at = out->n - from;
		e[i].len = v[i].bytes.n;
		if (buf_adds(out, v[i].bytes) < 0 || pad(out, from) < 0)
			return -1;
	}
	return 0;
}

int
patform_make(const struct pat_set *files, size_t nfiles,
    const struct pat_set *sets, size_t nsets, struct buf *out)
{
	static const struct head none;
	struct entry *e;
	size_t from = out->n, len = (nfiles + nsets) * sizeof(*e);
	struct head h;
	int rc = -1;

	if (nfiles > ENTRIES_MAX || nsets > ENTRIES_MAX ||
	    (e = calloc(nfiles + nsets + 1, sizeof(*e))) == NULL)
		return -1;
	fill_head(&h);
	h.nfiles = nfiles;
	h.nsets = nsets;
	if (buf_add(out, &none, sizeof(none)) < 0 || buf_add(out, e, len) < 0 ||
	    pad(out, from) < 0 || add_all(out, from, files, nfiles, e) < 0)
		goto out;
	h.texts_end = out->n - from;
	if (add_all(out, from, sets, nsets, e + nfiles) < 0)
		goto out;
	h.total = out->n - from;
	memcpy(out->p + from + sizeof(h), e, len);
	h.hash = hash(out->p + from + sizeof(h), h.texts_end - sizeof(h));
	memcpy(out->p + from, &h, sizeof(h));
	rc = 0;
out:
	free(e);
	return rc;
}
