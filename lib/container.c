#include "base.h"
#include "judge.h"
#include "str.h"
#include "unpack.h"

/* A container that is still being read. */
struct feed {
	struct str begin; /* what was read of it already */
	struct str head;  /* the same, from its first byte */
	struct str all;	  /* the same, when that is all of it */
	struct stream *in;
	const char *why;
};

struct member {
	struct unpack *u;
	struct budget *budget;
	size_t at_whole; /* bytes of the container, when it is at hand */
};

static ssize_t
feed(void *arg, void *p, size_t n)
{
	struct feed *f = arg;

	if (f->begin.n == 0)
		return f->in->read(f->in->arg, p, n, &f->why);
	n = n < f->begin.n ? n : f->begin.n;
	memcpy(p, f->begin.p, n);
	f->begin = str_sub(f->begin, n, f->begin.n);
	return (ssize_t)n;
}

static const char *
over(const struct budget *b)
{
	if (b->unpacked > UNPACKED_MAX)
		return "limit: more than 4 GiB unpacked";
	if (b->unpacked > UNPACKED_FREE && b->unpacked / RATIO_MAX > b->packed)
		return "limit: unpacks to more than 200 times its size";
	if (b->members > MEMBERS_MAX)
		return "limit: more than 250000 members";
	return NULL;
}

static ssize_t
member_read(void *arg, void *p, size_t n, const char **why)
{
	struct member *m = arg;
	ssize_t got;

	if (m->budget->hit) {
		*why = m->budget->hit;
		return -1;
	}
	if ((got = unpack_bytes(m->u, p, n, why)) <= 0)
		return got;
	if (m->at_whole == 0 && unpack_used(m->u) > m->budget->packed)
		m->budget->packed = unpack_used(m->u);
	m->budget->unpacked += (uint64_t)got;
	m->budget->hit = over(m->budget);
	return got;
}

/* "dump.sql.gz" holds "dump.sql". */
static struct str
bare_name(struct str outer)
{
	static const char *const tails[] = { ".gz", ".bz2", ".xz", ".zst",
		".zstd", ".lz4", ".Z", ".z", NULL };
	size_t slash = str_rchr(outer, '/');
	struct str base =
	    slash == STR_NONE ? outer : str_sub(outer, slash + 1, outer.n);

	for (size_t i = 0; tails[i]; i++) {
		struct str tail = str_of(tails[i]);

		if (base.n > tail.n && str_ends(base, tail))
			return str_sub(base, 0, base.n - tail.n);
	}
	return base;
}

static int
visit_member(
    struct judge *j, const struct visit *v, struct member *m, struct str name)
{
	struct buf *keep = &j->name[v->depth];
	struct place place = { v->place, { "", 0 } };
	struct stream in = { .read = member_read, .arg = m };
	struct visit inner = { &place, &in, v->set, v->depth + 1, m->budget,
		false };

	if (name.n == 0)
		name = bare_name(v->place->name);
	keep->n = 0;
	if (buf_adds(keep, str_sub(name, 0, NAME_MAX_BYTES)) < 0)
		return -1;
	place.name = buf_str(keep);
	m->budget->members++;
	return judge_visit(j, &inner);
}

/* 0; 1: broken; 2: said by why, but what is in it was judged; 3: there is
   no member; -1. */
static int
visit_members(
    struct judge *j, const struct visit *v, struct member *m, const char **why)
{
	struct budget *b = m->budget;
	struct str name;
	size_t n = 0;
	int got;

	while ((got = unpack_next(m->u, &name, why)) == 1) {
		n++;
		if (visit_member(j, v, m, name) < 0)
			return -1;
		/* Whoever read past the bound has said so. */
		if (b->hit)
			return 0;
		if ((b->hit = over(b)) != NULL) {
			*why = b->hit;
			return 2;
		}
	}
	if (got == 0 && n == 0)
		return 3;
	return got < 0 ? 1 : 0;
}

/* A compressed stream of zeros passes for a tar without a member: read it
   again, as what it is. */
static int
visit_zeros(struct judge *j, const struct visit *v, struct feed *f,
    struct member *m, const char **why)
{
	unpack_free(m->u);
	m->u = NULL;
	if (f->all.n == 0) {
		if (v->in->again == NULL || v->in->again(v->in->arg, why) < 0)
			return 1;
		f->begin.n = 0;
	}
	m->u = unpack_new_raw(f->all.n ? NULL : feed, f, f->all, why);
	return m->u ? visit_members(j, v, m, why) : 1;
}

static int
visit_none(struct judge *j, const struct visit *v, struct feed *f,
    struct member *m, const char **why)
{
	int rc;

	switch (unpack_none(m->u, f->head)) {
	case UNPACK_ZEROS:
		*why = "empty archive";
		rc = visit_zeros(j, v, f, m, why);
		break;
	case UNPACK_LOST: *why = "broken archive"; return 1;
	default: rc = 3;
	}
	if (rc == 3)
		*why = NULL;
	return rc;
}

int
container_visit(
    struct judge *j, const struct visit *v, struct str begin, bool whole)
{
	struct budget own = { .packed = begin.n };
	struct feed f = { .begin = begin,
		.head = begin,
		.all = { begin.p, whole ? begin.n : 0 },
		.in = v->in };
	struct member m = { .budget = v->budget ? v->budget : &own };
	const char *why = NULL;
	int rc = 1;

	if (v->depth == DEPTH_MAX) {
		why = "limit: a container more than 3 deep";
		goto out;
	}
	m.at_whole = whole || v->budget ? begin.n : 0;
	m.u =
	    whole ? unpack_new_whole(begin, &why) : unpack_new(feed, &f, &why);
	if (m.u != NULL)
		rc = visit_members(j, v, &m, &why);
	if (rc == 3)
		rc = visit_none(j, v, &f, &m, &why);
out:
	unpack_free(m.u);
	if (rc == 3)
		return 1; /* as bytes, it may still hold something */
	if (rc > 0 &&
	    emit_trouble(&j->emit, v->place, "unpack", f.why ? f.why : why) < 0)
		rc = -1;
	return rc == 2 ? 0 : rc;
}
