#include "base.h"
#include "crypt.h"
#include "judged.h"
#include "str.h"

static const char magic[16] = "tamis judged 1\n";

/* Where the parts of the head are; numbers are little-endian. */
enum {
	AT_RULES = 16,
	AT_SUM = 48,
	AT_OID_N = 80,
	AT_WHOLE = 81,
	AT_OBJECTS = 84,
	AT_PACKS = 88,
	AT_PLACES = 92,
	AT_STATE = 96,
	AT_DONE = 128,
	AT_BYTES = 136,
	HEAD = 144,
	PACK = JUDGED_SUM + 24,
	OBJECT = 6, /* and the id */
	TYPE_MAX = 4,
	PART_MAX = 2,
	STR_MAX = 64 << 20
};

static uint64_t
get(const char *p, size_t n)
{
	uint64_t v = 0;

	while (n--)
		v = v << 8 | (unsigned char)p[n];
	return v;
}

static void
set(char *p, size_t n, uint64_t v)
{
	for (size_t i = 0; i < n; i++, v >>= 8)
		p[i] = (char)(v & 0xff);
}

static int
add_number(struct buf *out, size_t n, uint64_t v)
{
	char p[8];

	set(p, n, v);
	return buf_add(out, p, n);
}

static int
add_str(struct buf *out, struct str s)
{
	if (s.n > STR_MAX || add_number(out, 4, s.n) < 0)
		return -1;
	return buf_adds(out, s);
}

static bool
take(struct str *rest, size_t n, uint64_t *v)
{
	if (rest->n < n)
		return false;
	*v = get(rest->p, n);
	*rest = str_sub(*rest, n, rest->n);
	return true;
}

static bool
take_str(struct str *rest, struct str *s)
{
	uint64_t n;

	if (!take(rest, 4, &n) || n > rest->n)
		return false;
	*s = str_sub(*rest, 0, (size_t)n);
	*rest = str_sub(*rest, (size_t)n, rest->n);
	return true;
}

bool
judged_next_record(struct str *rest, struct rec *r)
{
	uint64_t line, col, severity;

	if (!take(rest, 8, &line) || !take(rest, 8, &col) ||
	    !take(rest, 1, &severity) || severity >= SEV_COUNT ||
	    !take_str(rest, &r->path) || !take_str(rest, &r->rule) ||
	    !take_str(rest, &r->message) || !take_str(rest, &r->keys))
		return false;
	r->line = (size_t)line;
	r->col = (size_t)col;
	r->severity = (enum severity)severity;
	return true;
}

bool
judged_next_place(struct str *rest, struct judged_place *p)
{
	uint64_t type, part, known, when, gone;

	if (!take(rest, 1, &type) || !take(rest, 1, &part) ||
	    !take(rest, 1, &known) || !take(rest, 4, &when) ||
	    !take(rest, 4, &gone) || !take_str(rest, &p->id) ||
	    !take_str(rest, &p->name) || !take_str(rest, &p->keys) ||
	    !take_str(rest, &p->why) || !take_str(rest, &p->records))
		return false;
	p->type = (unsigned)type;
	p->part = (unsigned)part;
	p->known = known != 0;
	p->when = (uint32_t)when;
	p->gone = (uint32_t)gone;
	return true;
}

/* As it would be printed, so that it can be printed. */
static bool
is_record(const struct rec *r, struct buf *line)
{
	struct rec same;
	const char *why;

	buf_reset(line);
	return rec_put(line, r) == 0 &&
	    rec_parse(str_sub(buf_str(line), 0, line->n - 1), &same, &why) ==
	    0 &&
	    same.line == r->line && same.col == r->col &&
	    str_eq(same.path, r->path) && str_eq(same.rule, r->rule) &&
	    str_eq(same.message, r->message) && str_eq(same.keys, r->keys);
}

static bool
is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\t' && (s.p[i] < ' ' || s.p[i] > '~'))
			return false;
	return true;
}

static bool
is_place(const struct judged_place *p, unsigned char oid_n, struct buf *line)
{
	struct str rest = p->records;
	struct rec r;

	if (p->type > TYPE_MAX || p->part > PART_MAX || !is_plain(p->keys) ||
	    !is_plain(p->why) || (p->id.n && p->id.n != oid_n))
		return false;
	while (rest.n)
		if (!judged_next_record(&rest, &r) || !is_record(&r, line))
			return false;
	return true;
}

static bool
has_places(const struct judged *j)
{
	struct buf line = { .max = REC_MAX + 4096 };
	struct str rest = j->places;
	struct judged_place p;
	bool ok = true;

	for (uint32_t i = 0; i < j->nplaces && ok; i++)
		ok = judged_next_place(&rest, &p) &&
		    is_place(&p, j->oid_n, &line);
	buf_free(&line);
	return ok && rest.n == 0;
}

static bool
is_sorted(const struct judged *j)
{
	size_t step = (size_t)j->oid_n + OBJECT;
	const unsigned char *p = j->objects;

	for (uint32_t i = 1; i < j->nobjects; i++, p += step)
		if (memcmp(p, p + step, j->oid_n + 1u) >= 0)
			return false;
	return true;
}

static int
sum_of(struct str bytes, unsigned char sum[JUDGED_SUM])
{
	struct sha256 *h = sha256_new();

	if (h == NULL)
		return -1;
	if (sha256_add(h, str_sub(bytes, 0, AT_SUM)) < 0 ||
	    sha256_add(h, str_sub(bytes, AT_SUM + JUDGED_SUM, bytes.n)) < 0) {
		sha256_free(h);
		return -1;
	}
	return sha256_end(h, sum);
}

bool
judged_is(struct str bytes)
{
	return bytes.n >= HEAD && memcmp(bytes.p, magic, sizeof(magic)) == 0;
}

int
judged_parse(
    struct str bytes, const unsigned char rules[JUDGED_SUM], struct judged *j)
{
	unsigned char sum[JUDGED_SUM];
	uint64_t objects, packs;
	struct str rest;

	*j = (struct judged){ 0 };
	if (!judged_is(bytes) || sum_of(bytes, sum) < 0 ||
	    memcmp(sum, bytes.p + AT_SUM, sizeof(sum)) != 0)
		return -1;
	if (memcmp(bytes.p + AT_RULES, rules, JUDGED_SUM) != 0)
		return 1;
	j->oid_n = (unsigned char)bytes.p[AT_OID_N];
	j->whole = bytes.p[AT_WHOLE] != 0;
	j->nobjects = (uint32_t)get(bytes.p + AT_OBJECTS, 4);
	j->npacks = (uint32_t)get(bytes.p + AT_PACKS, 4);
	j->nplaces = (uint32_t)get(bytes.p + AT_PLACES, 4);
	j->state = (const unsigned char *)bytes.p + AT_STATE;
	j->done = get(bytes.p + AT_DONE, 8);
	j->bytes = get(bytes.p + AT_BYTES, 8);
	rest = str_sub(bytes, HEAD, bytes.n);
	objects = (uint64_t)j->nobjects * (j->oid_n + (unsigned)OBJECT);
	packs = (uint64_t)j->npacks * PACK;
	if ((j->oid_n != 20 && j->oid_n != 32) || objects > rest.n ||
	    packs > rest.n - objects || j->nplaces > JUDGED_PLACES_MAX ||
	    (j->nplaces && !j->whole))
		return -1;
	j->objects = (const unsigned char *)rest.p;
	j->packs = j->objects + objects;
	j->places = str_sub(rest, (size_t)(objects + packs), rest.n);
	return is_sorted(j) && has_places(j) ? 0 : -1;
}

struct judged_object
judged_object(const struct judged *j, uint32_t i)
{
	const unsigned char *p =
	    j->objects + (size_t)i * (j->oid_n + (unsigned)OBJECT);
	const char *tail = (const char *)p + j->oid_n;

	return (struct judged_object){ p, p[j->oid_n],
		(uint32_t)get(tail + 2, 4), tail[1] != 0 };
}

struct judged_pack
judged_pack(const struct judged *j, uint32_t i)
{
	const char *at = (const char *)j->packs + (size_t)i * PACK;
	struct judged_pack p;

	memcpy(p.name, at, sizeof(p.name));
	p.size = get(at + JUDGED_SUM, 8);
	p.time = get(at + JUDGED_SUM + 8, 8);
	p.inode = get(at + JUDGED_SUM + 16, 8);
	return p;
}

/* ---- made ------------------------------------------------------------- */

static void
count(struct buf *out, size_t at)
{
	set(out->p + at, 4, get(out->p + at, 4) + 1);
}

int
judged_begin(
    struct buf *out, const unsigned char rules[JUDGED_SUM], unsigned char oid_n)
{
	static const char zeros[HEAD];

	buf_reset(out);
	if (buf_add(out, zeros, HEAD) < 0)
		return -1;
	memcpy(out->p, magic, sizeof(magic));
	memcpy(out->p + AT_RULES, rules, JUDGED_SUM);
	out->p[AT_OID_N] = (char)oid_n;
	return 0;
}

int
judged_add_object(struct buf *out, const struct judged_object *o)
{
	char tail[2] = { (char)o->kind, (char)o->says };

	if (buf_add(out, o->id, (size_t)out->p[AT_OID_N]) < 0 ||
	    buf_add(out, tail, sizeof(tail)) < 0 ||
	    add_number(out, 4, o->class) < 0)
		return -1;
	count(out, AT_OBJECTS);
	return 0;
}

int
judged_add_pack(struct buf *out, const struct judged_pack *p)
{
	if (buf_add(out, p->name, sizeof(p->name)) < 0 ||
	    add_number(out, 8, p->size) < 0 ||
	    add_number(out, 8, p->time) < 0 || add_number(out, 8, p->inode) < 0)
		return -1;
	count(out, AT_PACKS);
	return 0;
}

int
judged_add_state(struct buf *out, const unsigned char state[JUDGED_SUM],
    uint64_t done, uint64_t bytes)
{
	memcpy(out->p + AT_STATE, state, JUDGED_SUM);
	out->p[AT_WHOLE] = 1;
	set(out->p + AT_DONE, 8, done);
	set(out->p + AT_BYTES, 8, bytes);
	return 0;
}

int
judged_add_place(struct buf *out, const struct judged_place *p)
{
	char head[3] = { (char)p->type, (char)p->part, (char)p->known };

	if (get(out->p + AT_PLACES, 4) == JUDGED_PLACES_MAX ||
	    buf_add(out, head, sizeof(head)) < 0 ||
	    add_number(out, 4, p->when) < 0 ||
	    add_number(out, 4, p->gone) < 0 || add_str(out, p->id) < 0 ||
	    add_str(out, p->name) < 0 || add_str(out, p->keys) < 0 ||
	    add_str(out, p->why) < 0 || add_str(out, p->records) < 0)
		return -1;
	count(out, AT_PLACES);
	return 0;
}

int
judged_add_record(struct buf *out, const struct rec *r)
{
	if (add_number(out, 8, r->line) < 0 || add_number(out, 8, r->col) < 0 ||
	    add_number(out, 1, r->severity) < 0 || add_str(out, r->path) < 0 ||
	    add_str(out, r->rule) < 0 || add_str(out, r->message) < 0)
		return -1;
	return add_str(out, r->keys);
}

int
judged_end(struct buf *out)
{
	unsigned char sum[JUDGED_SUM];

	if (sum_of(buf_str(out), sum) < 0)
		return -1;
	memcpy(out->p + AT_SUM, sum, sizeof(sum));
	return 0;
}
