#include "base.h"
#include "manifest.h"
#include "manifest_in.h"
#include "str.h"
#include "vec.h"

enum {
	TIPS_MAX = 5 << 20,
	LISTS_MAX = 100000 /* of recipients, of notes */
};

struct parsing {
	struct manifest *m;
	struct mfields f;
	size_t seen; /* a bit a field */
	uint64_t ntips;
	size_t cap_tips, cap_needs, cap_recipients, cap_notes;
};

enum field {
	REPOSITORY,
	SEQUENCE,
	KIND,
	DATE,
	PAYLOAD,
	PAYLOAD_BYTES,
	STATE,
	MADE_WITH,
	TIPS,
	NEEDED = TIPS, /* all of these must be there */
	NEEDS,
	RECIPIENT,
	SIEVE,
	LFS,
	NFIELDS
};

static const char *const names[NFIELDS + 1] = { "repository", "sequence",
	"kind", "date", "payload", "payload-bytes", "state", "made-with",
	"tips", "needs", "recipient", "sieve", "lfs", NULL };

static int
fail(struct parsing *p, const char *why)
{
	return mfields_fail(&p->f, why);
}

static bool
is_date(struct str s)
{
	static const char form[] = "0000-00-00T00:00:00Z";

	if (s.n != sizeof(form) - 1)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (form[i] == '0' ? s.p[i] < '0' || s.p[i] > '9' :
				     s.p[i] != form[i])
			return false;
	return true;
}

static int
add_oid(
    struct parsing *p, struct oid **v, size_t *n, size_t *cap, struct str hex)
{
	if (vec_room(v, cap, *n + 1, sizeof(**v)) < 0)
		return fail(p, "out of memory");
	if (oid_parse(hex, &(*v)[*n]) < 0)
		return fail(p, "not the id of an object");
	if (*n && (*v)[0].n != (*v)[*n].n)
		return fail(p, "ids of two kinds");
	++*n;
	return 0;
}

static int
add_str(struct parsing *p, struct str **v, size_t *n, size_t *cap, struct str s)
{
	if (*n == LISTS_MAX || vec_room(v, cap, *n + 1, sizeof(**v)) < 0)
		return fail(p, "too many of them");
	(*v)[(*n)++] = s;
	return 0;
}

static int
take_kind(struct parsing *p, struct str v)
{
	p->m->full = str_eqz(v, "full");
	if (!p->m->full && !str_eqz(v, "bundle"))
		return fail(p, "it is neither 'full' nor 'bundle'");
	return 0;
}

static int
take_field(struct parsing *p, size_t i, struct str name, struct str v)
{
	struct manifest *m = p->m;

	switch (i) {
	case REPOSITORY:
		m->repository = v;
		return mfields_id_ok(v) ? 0 : fail(p, "not an id");
	case SEQUENCE:
		return str_num(v, INT32_MAX, &m->sequence) < 0 ||
			m->sequence == 0 ?
		    fail(p, "not a number from 1 on") :
		    0;
	case KIND: return take_kind(p, v);
	case DATE: m->date = v; return is_date(v) ? 0 : fail(p, "not a date");
	case PAYLOAD:
		m->payload = v;
		return mfields_name_ok(v) ? 0 : fail(p, "not a file's name");
	case PAYLOAD_BYTES:
		return str_num(v, INT64_MAX, &m->bytes) < 0 ?
		    fail(p, "not a number") :
		    0;
	case STATE: return mfields_hash(&p->f, v, m->state);
	case MADE_WITH: m->made_with = v; return 0;
	case TIPS:
		return str_num(v, TIPS_MAX, &p->ntips) < 0 ?
		    fail(p, "not a number, or too many") :
		    0;
	case NEEDS:
		if (m->nneeds == TIPS_MAX)
			return fail(p, "too many of them");
		return add_oid(p, &m->needs, &m->nneeds, &p->cap_needs, v);
	case RECIPIENT:
		return add_str(
		    p, &m->recipients, &m->nrecipients, &p->cap_recipients, v);
	default:
		v = (struct str){ name.p, (size_t)(v.p - name.p) + v.n };
		return add_str(p, &m->notes, &m->nnotes, &p->cap_notes, v);
	}
}

static int
take(struct parsing *p, struct str name, struct str v)
{
	for (size_t i = 0; i < NFIELDS; i++) {
		if (!str_eqz(name, names[i]))
			continue;
		if (i <= NEEDED && (p->seen & (size_t)1 << i))
			return fail(p, "this field is there twice");
		p->seen |= (size_t)1 << i;
		return take_field(p, i, name, v);
	}
	return fail(p, "unknown field");
}

/* "SHA256 (NAME) = HASH": of the link before, or of the payload. */
static int
take_hash(struct parsing *p, struct str name, const unsigned char *hash)
{
	struct manifest *m = p->m;

	if (str_ends(name, STR(" payload"))) {
		name.n -= 8;
		if (p->seen & (size_t)1 << NFIELDS || !str_eq(name, m->payload))
			return fail(p, "a hash of another payload");
		p->seen |= (size_t)1 << NFIELDS;
		memcpy(m->payload_hash, hash, MANIFEST_HASH);
		return 0;
	}
	if (str_eqz(name, "RESTORE.txt") && !m->has_restore) {
		m->has_restore = true;
		memcpy(m->restore_hash, hash, MANIFEST_HASH);
		return 0;
	}
	if (m->previous.n || manifest_number(name, ".manifest") == 0)
		return fail(p, "a hash of an unknown file");
	m->previous = name;
	memcpy(m->previous_hash, hash, MANIFEST_HASH);
	return 0;
}

static int
check(struct parsing *p)
{
	const struct manifest *m = p->m;
	size_t want = ((size_t)2 << NEEDED) - 1;

	p->f.w->line = 0;
	if ((p->seen & want) != want)
		return fail(p, "a field is missing");
	if ((p->seen & (size_t)1 << NFIELDS) == 0)
		return fail(p, "the payload's hash is missing");
	if (m->ntips != p->ntips)
		return fail(p, "it is cut short");
	if ((m->sequence == 1) != (m->previous.n == 0))
		return fail(p, "only the first link has none before it");
	if (m->full && m->nneeds)
		return fail(p, "what is full needs nothing");
	return 0;
}

int
manifest_parse(struct manifest *m, struct str text, struct where *w)
{
	struct parsing p = { .m = m };
	unsigned char hash[MANIFEST_HASH];
	struct str name, value;
	int got;

	*m = (struct manifest){ 0 };
	if (mfields_begin(&p.f, text, "tamis-manifest 1", w) < 0)
		return -1;
	while ((got = mfields_next(&p.f, &name, &value, hash)) > 0) {
		int rc = -1;

		if ((p.seen & (size_t)1 << TIPS) && m->ntips < p.ntips)
			rc = got == MFIELDS_ID ?
			    add_oid(
				&p, &m->tips, &m->ntips, &p.cap_tips, value) :
			    fail(&p, "it is cut short");
		else if (p.seen & (size_t)1 << TIPS)
			rc = fail(&p, "something follows its end");
		else if (got == MFIELDS_HASH)
			rc = take_hash(&p, name, hash);
		else if (got == MFIELDS_FIELD)
			rc = take(&p, name, value);
		else
			rc = fail(&p, "not a field");
		if (rc < 0)
			return -1;
	}
	m->base = m->nneeds == 0;
	return got < 0 ? -1 : check(&p);
}

void
manifest_free(struct manifest *m)
{
	free(m->recipients);
	free(m->notes);
	free(m->needs);
	free(m->tips);
	*m = (struct manifest){ 0 };
}

static int
put_ids(struct buf *out, const char *before, const struct oid *v, size_t n)
{
	char hex[OID_HEX_MAX + 1];

	for (size_t i = 0; i < n; i++) {
		oid_hex(&v[i], hex);
		if (buf_addf(out, "%s%s\n", before, hex) < 0)
			return -1;
	}
	return 0;
}

int
manifest_put(struct buf *out, const struct manifest *m)
{
	char payload[MANIFEST_NAME + 16];

	snprintf(payload, sizeof(payload), "%.*s payload", FMT(m->payload));
	if (buf_addf(out,
		"tamis-manifest 1\nrepository: %.*s\nsequence: %llu\n"
		"kind: %s\ndate: %.*s\n",
		FMT(m->repository), (unsigned long long)m->sequence,
		m->full ? "full" : "bundle", FMT(m->date)) < 0)
		return -1;
	if (m->previous.n &&
	    mfields_put_hash(out, m->previous, m->previous_hash) < 0)
		return -1;
	if (m->has_restore &&
	    mfields_put_hash(out, STR("RESTORE.txt"), m->restore_hash) < 0)
		return -1;
	if (buf_addf(out, "payload: %.*s\npayload-bytes: %llu\n",
		FMT(m->payload), (unsigned long long)m->bytes) < 0 ||
	    mfields_put_hash(out, str_of(payload), m->payload_hash) < 0 ||
	    mfields_put_hex(out, "state", m->state) < 0)
		return -1;
	for (size_t i = 0; i < m->nrecipients; i++)
		if (buf_addf(out, "recipient: %.*s\n", FMT(m->recipients[i])) <
		    0)
			return -1;
	for (size_t i = 0; i < m->nnotes; i++)
		if (buf_addf(out, "%.*s\n", FMT(m->notes[i])) < 0)
			return -1;
	if (put_ids(out, "needs: ", m->needs, m->nneeds) < 0 ||
	    buf_addf(out, "made-with: %.*s\ntips: %zu\n", FMT(m->made_with),
		m->ntips) < 0)
		return -1;
	return put_ids(out, "", m->tips, m->ntips);
}
