#include "base.h"
#include "pack.h"
#include "str.h"

enum {
	HEADER = 12,	/* "PACK", version, count */
	IDX_HEADER = 8, /* "\377tOc", version */
	FAN = 256 * 4,
	BIG_FLAG = 0x80 /* of an offset's first byte: it is in the table */
};

static int
fail(const char **why, const char *what)
{
	*why = what;
	return -1;
}

static uint32_t
get32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static uint64_t
get64(const unsigned char *p)
{
	return (uint64_t)get32(p) << 32 | get32(p + 4);
}

int
idx_parse(
    struct str bytes, unsigned char oid_n, struct idx *x, const char **why)
{
	const unsigned char *p = (const unsigned char *)bytes.p;
	uint64_t tables;
	uint32_t last = 0;

	if (bytes.n < IDX_HEADER + FAN + (size_t)2 * oid_n)
		return fail(why, "index cut short");
	if (!str_starts(bytes, STR("\377tOc\0\0\0\2")))
		return fail(why, "not a version 2 index");
	*x = (struct idx){ .oid_n = oid_n, .fan = p + IDX_HEADER };
	for (unsigned i = 0; i < 256; i++) {
		uint32_t v = get32(x->fan + (size_t)i * 4);

		if (v < last)
			return fail(why, "fan-out not sorted");
		last = v;
	}
	x->n = last;
	tables = (uint64_t)x->n * (oid_n + 4u + 4u);
	if (tables > bytes.n - IDX_HEADER - FAN - (size_t)2 * oid_n)
		return fail(why, "index cut short");
	x->oids = x->fan + FAN;
	x->off = x->oids + (size_t)x->n * (oid_n + 4u);
	x->big = x->off + (size_t)x->n * 4;
	x->nbig = (bytes.n - IDX_HEADER - FAN - (size_t)2 * oid_n - tables) / 8;
	return 0;
}

struct oid
idx_oid(const struct idx *x, uint32_t i)
{
	struct oid o = { .n = x->oid_n };

	memcpy(o.id, x->oids + (size_t)i * x->oid_n, x->oid_n);
	return o;
}

int
idx_offset(const struct idx *x, uint32_t i, uint64_t *at)
{
	const unsigned char *p = x->off + (size_t)i * 4;
	uint32_t v = get32(p);

	if ((p[0] & BIG_FLAG) == 0) {
		*at = v;
		return 0;
	}
	v &= 0x7fffffff;
	if (v >= x->nbig)
		return -1;
	*at = get64(x->big + (size_t)v * 8);
	return 0;
}

int64_t
idx_find(const struct idx *x, const struct oid *o)
{
	uint32_t lo =
	    o->id[0] ? get32(x->fan + (size_t)4 * (o->id[0] - 1u)) : 0;
	uint32_t hi = get32(x->fan + (size_t)4 * o->id[0]);

	if (o->n != x->oid_n)
		return -1;
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		int c = memcmp(x->oids + (size_t)mid * o->n, o->id, o->n);

		if (c == 0)
			return mid;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return -1;
}

int
pack_parse(struct str bytes, unsigned char oid_n, uint32_t *n, const char **why)
{
	const unsigned char *p = (const unsigned char *)bytes.p;
	uint32_t version;

	if (bytes.n < HEADER + (size_t)oid_n)
		return fail(why, "pack cut short");
	version = get32(p + 4);
	if (!str_starts(bytes, STR("PACK")) || (version != 2 && version != 3))
		return fail(why, "not a pack");
	*n = get32(p + 8);
	return 0;
}

/* The distance back to the base: 7 bits a byte, the highest first, one
   added for each byte that follows. */
static int
get_distance(struct str *s, uint64_t *out)
{
	uint64_t v = 0;

	for (size_t i = 0; i < s->n && i < 9; i++) {
		unsigned char c = (unsigned char)s->p[i];

		v = i ? (v + 1) << 7 | (c & 0x7f) : c & 0x7f;
		if ((c & 0x80) == 0) {
			*s = str_sub(*s, i + 1, s->n);
			*out = v;
			return 0;
		}
	}
	return -1;
}

/* Type and size: 3 and 4 bits in the first byte, then 7 a byte. */
static int
get_header(struct str *s, struct pack_entry *e)
{
	unsigned shift = 4;
	unsigned char c;

	if (s->n == 0)
		return -1;
	c = (unsigned char)s->p[0];
	e->type = (enum object_type)(c >> 4 & 7);
	e->size = c & 15;
	*s = str_sub(*s, 1, s->n);
	for (; c & 0x80; shift += 7) {
		if (s->n == 0 || shift > 56)
			return -1;
		c = (unsigned char)s->p[0];
		e->size |= (uint64_t)(c & 0x7f) << shift;
		*s = str_sub(*s, 1, s->n);
	}
	return 0;
}

int
pack_entry_at(struct str pack, unsigned char oid_n, uint64_t at,
    struct pack_entry *e, const char **why)
{
	uint64_t back;
	struct str s;

	if (pack.n < oid_n || at < HEADER || at >= pack.n - oid_n)
		return fail(why, "offset outside the pack");
	s = str_sub(pack, at, pack.n - oid_n);
	*e = (struct pack_entry){ 0 };
	if (get_header(&s, e) < 0)
		return fail(why, "object header cut short");
	if (e->type == OBJECT_OFS_DELTA) {
		if (get_distance(&s, &back) < 0)
			return fail(why, "delta distance cut short");
		if (back == 0 || back > at)
			return fail(why, "delta base outside the pack");
		e->base = at - back;
	} else if (e->type == OBJECT_REF_DELTA) {
		if (s.n < oid_n)
			return fail(why, "delta base cut short");
		e->base_oid.n = oid_n;
		memcpy(e->base_oid.id, s.p, oid_n);
		s = str_sub(s, oid_n, s.n);
	} else if (e->type < OBJECT_COMMIT || e->type > OBJECT_TAG) {
		return fail(why, "unknown object type");
	}
	e->stream = s;
	return 0;
}
