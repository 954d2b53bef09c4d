#include "base.h"
#include "delta.h"
#include "inflate.h"
#include "odb.h"
#include "odb_open.h"
#include "str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

bool
odb_find(const struct odb *o, const struct oid *id, size_t *pack, uint32_t *at)
{
	for (size_t i = 0; i < o->npacks; i++) {
		int64_t found = idx_find(&o->packs[i].idx, id);

		if (found < 0)
			continue;
		*pack = i;
		*at = (uint32_t)found;
		return true;
	}
	return false;
}

/* What odb_read holds while it goes from an object down to its root. */
struct chain {
	const struct odb *o;
	struct inflate *z;
	struct buf *out;
	struct buf delta, other;
	uint64_t *at; /* offsets of the deltas met, the object's own first */
	size_t n, cap;
	const char *why;
};

static int
fail(struct chain *c, const char *why)
{
	c->why = why;
	return -1;
}

static int
remember(struct chain *c, uint64_t at)
{
	if (c->n == ODB_CHAIN_MAX)
		return fail(c, "its delta chain is too long");
	if (c->n == c->cap) {
		size_t cap = c->cap ? c->cap * 2 : 64;
		uint64_t *v = reallocarray(c->at, cap, sizeof(*v));

		if (v == NULL)
			return fail(c, "out of memory");
		c->at = v;
		c->cap = cap;
	}
	c->at[c->n++] = at;
	return 0;
}

static int
inflate_entry(struct chain *c, const struct pack_entry *e, struct buf *out)
{
	size_t used;

	buf_reset(out);
	if (e->size / INFLATE_RATIO_MAX > e->stream.n ||
	    buf_room(out, (size_t)e->size) < 0)
		return fail(c, "too large");
	if (inflate_zlib(c->z, e->stream, out->p, (size_t)e->size, &used) < 0)
		return fail(c, "its zlib stream is broken");
	out->n = (size_t)e->size;
	return 0;
}

/* The result replaces what out holds, which is the base. */
static int
apply(struct chain *c, const struct odb_pack *p, uint64_t at)
{
	struct pack_entry e;
	struct delta d;
	struct buf t;

	if (pack_entry_at(p->pack, c->o->oid_n, at, &e, &c->why) < 0 ||
	    inflate_entry(c, &e, &c->delta) < 0)
		return -1;
	if (delta_open(&d, buf_str(&c->delta)) < 0)
		return fail(c, "its delta is broken");
	buf_reset(&c->other);
	if (buf_room(&c->other, d.n) < 0)
		return fail(c, "too large");
	if (delta_apply(d, buf_str(c->out), c->other.p) < 0)
		return fail(c, "its delta is broken");
	c->other.n = d.n;
	t = *c->out;
	*c->out = c->other;
	c->other = t;
	return 0;
}

/* Down to the root, noting each delta on the way. */
static int
find_root(struct chain *c, const struct odb_pack *p, uint64_t at,
    struct pack_entry *e)
{
	for (;;) {
		int64_t base;

		if (pack_entry_at(p->pack, c->o->oid_n, at, e, &c->why) < 0)
			return -1;
		if (e->type != OBJECT_OFS_DELTA && e->type != OBJECT_REF_DELTA)
			return 0;
		if (remember(c, at) < 0)
			return -1;
		at = e->base;
		if (e->type == OBJECT_OFS_DELTA)
			continue;
		base = idx_find(&p->idx, &e->base_oid);
		if (base < 0 || idx_offset(&p->idx, (uint32_t)base, &at) < 0)
			return fail(c, "its delta base is missing");
	}
}

static int
read_packed(struct chain *c, size_t pack, uint32_t i, enum object_type *type)
{
	const struct odb_pack *p = &c->o->packs[pack];
	struct pack_entry e;
	uint64_t at;

	if (idx_offset(&p->idx, i, &at) < 0)
		return fail(c, "its index entry points nowhere");
	if (find_root(c, p, at, &e) < 0 || inflate_entry(c, &e, c->out) < 0)
		return -1;
	*type = e.type;
	while (c->n)
		if (apply(c, p, c->at[--c->n]) < 0)
			return -1;
	return 0;
}

static void
loose_path(
    const struct odb *o, size_t store, const struct oid *id, struct buf *path)
{
	char hex[OID_HEX_MAX + 1];

	oid_hex(id, hex);
	buf_reset(path);
	(void)buf_addf(path, "%s/%.2s/%s", o->store[store], hex, hex + 2);
}

/* "blob 123\0" before the bytes: the type and where they begin. */
static int
loose_header(
    struct chain *c, struct str s, enum object_type *type, size_t *skip)
{
	static const char *const names[] = { [OBJECT_COMMIT] = "commit",
		[OBJECT_TREE] = "tree",
		[OBJECT_BLOB] = "blob",
		[OBJECT_TAG] = "tag" };
	size_t nul = str_chr(s, '\0', 0), blank = str_chr(s, ' ', 0);
	uint64_t n;

	if (nul == STR_NONE || blank == STR_NONE || blank > nul ||
	    str_num(str_sub(s, blank + 1, nul), SIZE_MAX, &n) < 0)
		return fail(c, "its header is broken");
	if (n != s.n - nul - 1)
		return fail(c, "its size is not what its header says");
	for (*type = OBJECT_COMMIT; *type <= OBJECT_TAG; ++*type)
		if (str_eqz(str_sub(s, 0, blank), names[*type])) {
			*skip = nul + 1;
			return 0;
		}
	return fail(c, "its header is broken");
}

/* The size of a loose object stands inside: inflate with a growing guess. */
static int
inflate_loose(struct chain *c, struct str file)
{
	for (size_t n = file.n * 4 + 4096;; n *= 4) {
		size_t used, got;

		buf_reset(c->out);
		if (buf_room(c->out, n) < 0)
			n = c->out->max;
		if (buf_room(c->out, n) < 0)
			return fail(c, "too large");
		switch (inflate_some(c->z, file, c->out->p, n, &used, &got)) {
		case 0: c->out->n = got; return 0;
		case -1: return fail(c, "its zlib stream is broken");
		default:
			if (n == c->out->max)
				return fail(c, "too large");
		}
	}
}

/* 0, 1 when this store has no such file, -1. */
static int
read_loose(
    struct chain *c, size_t store, const struct oid *id, enum object_type *type)
{
	struct buf path = { .max = 8192 };
	struct str file;
	size_t skip;
	int rc;

	loose_path(c->o, store, id, &path);
	rc = path.p ? odb_map(path.p, &file) : -1;
	buf_free(&path);
	if (rc < 0)
		return errno == ENOENT || errno == ENOTDIR ?
		    1 :
		    fail(c, strerror(errno));
	rc = inflate_loose(c, file);
	odb_unmap(file);
	if (rc < 0 || loose_header(c, buf_str(c->out), type, &skip) < 0)
		return -1;
	memmove(c->out->p, c->out->p + skip, c->out->n - skip);
	c->out->n -= skip;
	return 0;
}

int
odb_read(const struct odb *o, struct inflate *z, const struct oid *id,
    enum object_type *type, struct buf *out, const char **why)
{
	struct chain c = { .o = o,
		.z = z,
		.out = out,
		.delta = { .max = out->max },
		.other = { .max = out->max } };
	int rc = 1, got;

	/* What is broken in one place may be whole in another. */
	for (size_t i = 0; rc != 0 && i < o->npacks; i++) {
		int64_t at = idx_find(&o->packs[i].idx, id);

		c.n = 0;
		if (at >= 0)
			rc = read_packed(&c, i, (uint32_t)at, type);
	}
	for (size_t i = 0; rc != 0 && i < o->nstores; i++)
		if ((got = read_loose(&c, i, id, type)) != 1)
			rc = got;
	buf_free(&c.delta);
	buf_free(&c.other);
	free(c.at);
	*why = c.why;
	return rc;
}

int
odb_stat(const struct odb *o, const struct oid *id, struct stat *st)
{
	struct buf path = { .max = 8192 };
	int rc = -1;

	for (size_t i = 0; i < o->nstores && rc < 0; i++) {
		loose_path(o, i, id, &path);
		rc = path.p ? lstat(path.p, st) : -1;
	}
	buf_free(&path);
	return rc;
}

static int
by_name(const void *a, const void *b)
{
	return memcmp(a, b, OID_HEX_MAX);
}

/* One of the 256 directories of a store. */
static int
loose_dir(const struct odb *o, const char *dir, unsigned first, odb_each *each,
    void *arg)
{
	struct buf names = { .max = (size_t)OID_HEX_MAX << 24 };
	char hex[OID_HEX_MAX] = { 0 };
	struct dirent *e;
	struct oid id;
	int rc = 0;
	DIR *d;

	if ((d = opendir(dir)) == NULL)
		return errno == ENOENT ? 0 : -1;
	while (rc == 0 && (e = readdir(d)) != NULL) {
		size_t n = strlen(e->d_name);

		if (n != (size_t)2 * o->oid_n - 2)
			continue;
		snprintf(hex, 3, "%02x", first);
		memcpy(hex + 2, e->d_name, n);
		rc = buf_add(&names, hex, sizeof(hex));
	}
	closedir(d);
	if (names.n)
		qsort(names.p, names.n / OID_HEX_MAX, OID_HEX_MAX, by_name);
	for (size_t i = 0; rc == 0 && i < names.n; i += OID_HEX_MAX)
		if (oid_parse((struct str){ names.p + i, (size_t)2 * o->oid_n },
			&id) == 0)
			rc = each(&id, arg);
	buf_free(&names);
	return rc;
}

int
odb_loose(const struct odb *o, odb_each *each, void *arg)
{
	struct buf dir = { .max = 8192 };
	int rc = 0;

	for (size_t s = 0; s < o->nstores; s++)
		for (unsigned i = 0; rc == 0 && i < 256; i++) {
			buf_reset(&dir);
			rc = buf_addf(&dir, "%s/%02x", o->store[s], i);
			if (rc == 0)
				rc = loose_dir(o, dir.p, i, each, arg);
		}
	buf_free(&dir);
	return rc;
}
