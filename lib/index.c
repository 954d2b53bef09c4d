#include "base.h"
#include "index.h"
#include "buf.h"
#include "crypt.h"
#include "crypt_sha1.h"
#include "str.h"

#include <sys/stat.h>

enum {
	HEADER = 12,
	STAT = 40, /* bytes of an entry before its id */
	MODE_AT = 24,
	FLAG_LONG = 0x4000,
	FLAG_INTENT = 0x2000,
	NAME_MAX_BYTES = 1 << 16,
	MEM_MAX = 1u << 30
};

struct parse {
	struct index *x;
	struct str in;
	size_t at;
	uint32_t version;
	unsigned char idlen;
	struct buf name; /* version 4: the last path */
	const char *why;
};

static uint32_t
be32(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static unsigned
be16(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	return (unsigned)p[0] << 8 | p[1];
}

static int
bad(struct parse *p, const char *why)
{
	p->why = why;
	return -1;
}

/* The last bytes are a hash of the others, or zeros: index.skipHash. */
static int
checksum(struct parse *p)
{
	static const char zeros[OID_MAX];
	unsigned char hash[OID_MAX];
	struct str body = str_sub(p->in, 0, p->in.n - p->idlen);

	p->in = body;
	if (memcmp(body.p + body.n, zeros, p->idlen) == 0)
		return 0;
	if (p->idlen == SHA1_LEN)
		sha1_of(body, hash);
	else if (sha256_of(body, hash) < 0)
		return bad(p, "out of memory");
	if (memcmp(body.p + body.n, hash, p->idlen) != 0)
		return bad(p, "the index is corrupt: its checksum is wrong");
	return 0;
}

/* The number before a path of version 4: how much of the last is dropped. */
static int
varint(struct parse *p, size_t *out)
{
	size_t v = 0;
	unsigned char c;

	for (int i = 0; i < 5; i++) {
		if (p->at == p->in.n)
			return -1;
		c = (unsigned char)p->in.p[p->at++];
		v = v << 7 | (c & 127);
		if (!(c & 128)) {
			*out = v;
			return 0;
		}
		v++;
	}
	return -1;
}

/* A path with a part that git never writes would lead out of the tree. */
static bool
safe(struct str path)
{
	struct str rest = path, part;

	if (path.n && path.p[path.n - 1] == '/')
		rest.n--;
	if (rest.n == 0)
		return false;
	while (rest.n > 0) {
		size_t cut = str_chr(rest, '/', 0);

		part = str_sub(rest, 0, cut);
		if (part.n == 0 || str_eqz(part, ".") || str_eqz(part, "..") ||
		    str_ieq(part, STR(".git")))
			return false;
		if (cut == STR_NONE)
			return true;
		rest = str_sub(rest, cut + 1, rest.n);
	}
	return false;
}

/* The path at p->at, a NUL after it in both forms; moves past it. */
static int
path(struct parse *p, struct str *out)
{
	size_t end, drop = 0;
	bool packed = p->version == 4;

	if (packed && (varint(p, &drop) < 0 || drop > p->name.n))
		return bad(p, "the index is corrupt: a path is broken");
	end = str_chr(p->in, '\0', p->at);
	if (end == STR_NONE)
		return bad(p, "the index is corrupt: a path does not end");
	*out = str_sub(p->in, p->at, end);
	p->at = end + 1;
	if (!packed)
		return 0;
	p->name.n -= drop;
	if (buf_adds(&p->name, *out) < 0)
		return bad(p, "a path of the index is too long");
	*out = arena_str(&p->x->mem, buf_str(&p->name));
	return out->p ? 0 : bad(p, "out of memory");
}

static int
entry(struct parse *p, struct index_entry *e)
{
	size_t start = p->at, fixed = STAT + (size_t)p->idlen + 2;
	unsigned flags, more = 0;
	const char *s;

	if (p->in.n - p->at < fixed + 2)
		return bad(p, "the index is corrupt: it ends too early");
	s = p->in.p + p->at;
	*e = (struct index_entry){ .mode = be32(s + MODE_AT) };
	memcpy(e->oid.id, s + STAT, p->idlen);
	e->oid.n = p->idlen;
	flags = be16(s + fixed - 2);
	e->stage = (flags >> 12) & 3;
	if (flags & FLAG_LONG) {
		if (p->version < 3)
			return bad(p, "the index is corrupt: a wrong flag");
		more = be16(s + fixed);
		fixed += 2;
	}
	e->intent = (more & FLAG_INTENT) != 0;
	p->at += fixed;
	if (path(p, &e->path) < 0)
		return -1;
	if (p->version < 4)
		p->at = start + ((p->at - start + 7) & ~(size_t)7);
	if (p->at > p->in.n)
		return bad(p, "the index is corrupt: it ends too early");
	return 0;
}

static int
entries(struct parse *p, uint32_t n)
{
	struct index *x = p->x;
	int order;

	/* So the file's size, not its header, bounds what is allocated. */
	if (n > p->in.n / (STAT + (size_t)p->idlen))
		return bad(p, "the index is corrupt: it ends too early");
	if ((x->v = calloc((size_t)n + 1, sizeof(*x->v))) == NULL)
		return bad(p, "out of memory");
	for (; x->n < n; x->n++) {
		struct index_entry *e = &x->v[x->n];

		if (entry(p, e) < 0)
			return -1;
		/* A split index leaves out the names of what it replaces. */
		if (e->path.n == 0)
			continue;
		if (!safe(e->path) ||
		    (e->path.p[e->path.n - 1] == '/') != S_ISDIR(e->mode))
			return bad(p, "the index has a path git refuses");
		if (x->n == 0 || e[-1].path.n == 0)
			continue;
		order = str_cmp(e[-1].path, e->path);
		if (order > 0 || (order == 0 && e[-1].stage >= e->stage))
			return bad(p, "the index is corrupt: not sorted");
	}
	return 0;
}

static int
extension(struct parse *p, struct str name, struct str body)
{
	if (str_eqz(name, "TREE"))
		p->x->tree_bytes = body;
	else if (str_eqz(name, "link"))
		return index_split_parse(p->x, body, p->idlen, &p->why);
	else if (!str_eqz(name, "sdir") && (name.p[0] < 'A' || name.p[0] > 'Z'))
		return bad(p, "the index has an extension not known here");
	return 0;
}

static int
extensions(struct parse *p)
{
	while (p->in.n - p->at >= 8) {
		struct str name = str_sub(p->in, p->at, p->at + 4);
		size_t n = be32(p->in.p + p->at + 4);

		p->at += 8;
		if (n > p->in.n - p->at)
			return bad(p, "the index is corrupt: it ends early");
		if (extension(p, name, str_sub(p->in, p->at, p->at + n)) < 0)
			return -1;
		p->at += n;
	}
	if (p->at != p->in.n)
		return bad(p, "the index is corrupt: bytes are left over");
	if (p->x->link.n)
		return 0;
	for (size_t i = 0; i < p->x->n; i++)
		if (p->x->v[i].path.n == 0)
			return bad(p, "the index is corrupt: an empty path");
	/* What it remembers of trees is no use when it is not whole. */
	index_tree_parse(p->x, p->x->tree_bytes, p->idlen);
	return 0;
}

int
index_parse(
    struct index *x, struct str bytes, unsigned char idlen, const char **why)
{
	struct parse p = { .x = x,
		.in = bytes,
		.idlen = idlen,
		.name = { .max = NAME_MAX_BYTES },
		.at = HEADER };
	int rc = -1;

	*x = (struct index){ .mem = { .max = MEM_MAX } };
	if (bytes.n < (size_t)HEADER + idlen || memcmp(bytes.p, "DIRC", 4) != 0)
		bad(&p, "the index is corrupt: it has no header");
	else if ((p.version = be32(bytes.p + 4)) < 2 || p.version > 4)
		bad(&p, "the index is of a version not known here");
	else if (checksum(&p) == 0 && entries(&p, be32(bytes.p + 8)) == 0)
		rc = extensions(&p);
	buf_free(&p.name);
	if (rc < 0) {
		*why = p.why;
		index_free(x);
	}
	return rc;
}

size_t
index_at(const struct index *x, struct str path)
{
	size_t lo = 0, hi = x->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (str_cmp(x->v[mid].path, path) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool
index_holds(const struct index *x, struct str path)
{
	size_t i = index_at(x, path);

	/* "a-b" and "a.c" sort between "a" and "a/b". */
	for (; i < x->n && str_starts(x->v[i].path, path); i++) {
		struct str p = x->v[i].path;

		if (p.n == path.n || p.p[path.n] == '/')
			return true;
		if ((unsigned char)p.p[path.n] > '/')
			return false;
	}
	return false;
}

void
index_free(struct index *x)
{
	free(x->v);
	free(x->gone);
	free(x->replaced);
	free(x->trees);
	arena_free(&x->mem);
	*x = (struct index){ 0 };
}
