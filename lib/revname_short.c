#include "base.h"
#include "revname.h"
#include "str.h"

#include <ctype.h>
#include <dirent.h>

enum { SHORT_MIN = 4, MATCHES_MAX = 64 };

/* Ids that begin with some digits. */
struct matches {
	char hex[OID_HEX_MAX + 1]; /* what they begin with, lower case */
	size_t n;
	struct oid v[MATCHES_MAX];
	size_t found;
};

/* Does it begin so? Then it is kept, once. */
static bool
take(struct matches *m, const struct oid *id)
{
	char hex[OID_HEX_MAX + 1];

	oid_hex(id, hex);
	if (strncmp(hex, m->hex, m->n) != 0)
		return false;
	for (size_t i = 0; i < m->found; i++)
		if (oid_eq(&m->v[i], id))
			return true;
	if (m->found < MATCHES_MAX)
		m->v[m->found++] = *id;
	return true;
}

/* The least id that begins so, with zeros for what is not said. */
static struct oid
least(const struct objread *o, const struct matches *m)
{
	char hex[OID_HEX_MAX + 1];
	size_t n = (size_t)2 * o->git->idlen;
	struct oid id = { 0 };

	memset(hex, '0', sizeof(hex));
	memcpy(hex, m->hex, m->n);
	(void)oid_parse((struct str){ hex, n }, &id);
	return id;
}

static void
packed(const struct objread *o, struct matches *m)
{
	struct oid low = least(o, m);

	for (size_t p = 0; p < o->odb->npacks; p++) {
		const struct idx *x = &o->odb->packs[p].idx;
		uint32_t lo = 0, hi = x->n;

		while (lo < hi) {
			uint32_t mid = lo + (hi - lo) / 2;

			if (memcmp(x->oids + (size_t)mid * x->oid_n, low.id,
				x->oid_n) < 0)
				lo = mid + 1;
			else
				hi = mid;
		}
		for (bool more = true; more && lo < x->n; lo++) {
			struct oid id = idx_oid(x, lo);

			more = take(m, &id);
		}
	}
}

static void
loose(const struct objread *o, struct matches *m)
{
	struct buf path = { .max = 1 << 16 };
	struct dirent *e;
	struct oid id;
	DIR *d;

	for (size_t s = 0; s < o->odb->nstores; s++) {
		buf_reset(&path);
		if (buf_addf(&path, "%s/%.2s", o->odb->store[s], m->hex) < 0 ||
		    (d = opendir(path.p)) == NULL)
			continue;
		while ((e = readdir(d)) != NULL) {
			buf_reset(&path);
			if (buf_addf(&path, "%.2s%s", m->hex, e->d_name) == 0 &&
			    oid_parse(buf_str(&path), &id) == 0 &&
			    id.n == o->git->idlen)
				(void)take(m, &id);
		}
		closedir(d);
	}
	buf_free(&path);
}

/* Of several, git's words mean a commit, or a tag of one. */
static int
choose(struct objread *o, const struct matches *m, struct oid *id)
{
	enum object_type type;
	size_t n = 0;
	struct oid to;

	if (m->found == 1) {
		*id = m->v[0];
		return 0;
	}
	for (size_t i = 0; i < m->found; i++)
		if (objread_peel(o, &m->v[i], OBJECT_COMMIT, &to, &type) == 0) {
			*id = m->v[i];
			n++;
		}
	if (n == 1)
		return 0;
	snprintf(o->why, sizeof(o->why), "the id is ambiguous");
	return -1;
}

int
revname_short(struct objread *o, struct str hex, struct oid *id)
{
	struct matches m = { .n = hex.n };

	if (hex.n < SHORT_MIN || hex.n > (size_t)2 * o->git->idlen)
		return 1;
	for (size_t i = 0; i < hex.n; i++) {
		unsigned char c = (unsigned char)hex.p[i];

		if (!isxdigit(c))
			return 1;
		m.hex[i] = (char)tolower(c);
	}
	packed(o, &m);
	loose(o, &m);
	return m.found == 0 ? 1 : choose(o, &m, id);
}
