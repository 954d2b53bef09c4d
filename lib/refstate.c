#include "base.h"
#include "refstate.h"
#include "crypt.h"
#include "save.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { HEAD_MAX = 4096, TEXT_MAX = 512 << 20, TRIES = 20 };

bool
refstate_name_ok(struct str name)
{
	static const char bad[] = " ~^:?*[\\";
	struct str rest = name, part;

	if (!str_starts(name, STR("refs/")) || name.p[name.n - 1] == '/' ||
	    name.p[name.n - 1] == '.')
		return false;
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] < ' ' || name.p[i] == 0x7f ||
		    strchr(bad, name.p[i]) != NULL)
			return false;
	while (str_cut(&rest, '/', &part))
		if (part.n == 0 || part.p[0] == '.' ||
		    str_ends(part, STR(".lock")))
			return false;
	return str_find(name, STR(".."), 0) == STR_NONE &&
	    str_find(name, STR("@{"), 0) == STR_NONE;
}

/* Those that belong to one work tree, gitglossary(7). */
static bool
is_private(struct str name)
{
	return str_starts(name, STR("refs/bisect/")) ||
	    str_starts(name, STR("refs/worktree/")) ||
	    str_starts(name, STR("refs/rewritten/"));
}

static int
by_id(const void *a, const void *b)
{
	const struct oid *x = a, *y = b;

	return memcmp(x->id, y->id, sizeof(x->id));
}

bool
refstate_has(const struct oid *v, size_t n, const struct oid *id)
{
	return n && bsearch(id, v, n, sizeof(*v), by_id) != NULL;
}

size_t
refstate_sort(struct oid *v, size_t n)
{
	size_t kept = 0;

	if (n)
		qsort(v, n, sizeof(*v), by_id);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || !oid_eq(&v[i], &v[kept - 1]))
			v[kept++] = v[i];
	return kept;
}

static int
read_head(struct refstate *s, const struct gitdir *g, char *why, size_t whylen)
{
	struct buf b = { .max = HEAD_MAX };
	int fd = open(g->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = -1;
	struct str text;

	if (fd >= 0)
		rc = save_read(fd, "HEAD", &b);
	if (rc != 0) {
		snprintf(why, whylen, "cannot read its HEAD: %s",
		    strerror(rc > 0 ? ENOENT : errno));
		rc = -1;
		goto out;
	}
	text = str_trim(buf_str(&b));
	if (str_starts(text, STR("ref:"))) {
		s->head =
		    arena_str(&s->refs.mem, str_trim(str_sub(text, 4, text.n)));
		if (s->head.p == NULL || !refstate_name_ok(s->head)) {
			snprintf(why, whylen, "its HEAD is no name of a ref");
			rc = -1;
		}
	}
out:
	if (fd >= 0)
		close(fd);
	buf_free(&b);
	return rc;
}

/* HEAD apart, nobody else's HEAD, no ref that is private. */
static int
filter(struct refstate *s, char *why, size_t whylen)
{
	size_t n = 0;

	for (size_t i = 0; i < s->refs.n; i++) {
		struct ref *r = &s->refs.v[i];

		if (str_eqz(r->name, "HEAD"))
			s->head_oid = r->oid;
		if (!str_starts(r->name, STR("refs/")) || is_private(r->name))
			continue;
		if (!refstate_name_ok(r->name)) {
			snprintf(why, whylen,
			    "'%.*s' is no name that git takes for a ref",
			    FMT(r->name));
			return -1;
		}
		s->refs.v[n++] = *r;
	}
	s->refs.n = n;
	return 0;
}

static int
collect(struct refstate *s, char *why, size_t whylen)
{
	size_t n = 0;

	s->tips = calloc(s->refs.n + 1, sizeof(*s->tips));
	if (s->tips == NULL) {
		snprintf(why, whylen, "out of memory");
		return -1;
	}
	for (size_t i = 0; i < s->refs.n; i++)
		s->tips[n++] = s->refs.v[i].oid;
	if (s->head_oid.n)
		s->tips[n++] = s->head_oid;
	s->ntips = refstate_sort(s->tips, n);
	return 0;
}

static int
read_once(struct refstate *s, const struct gitdir *g, char *why, size_t whylen)
{
	*s = (struct refstate){ 0 };
	if (refs_read(&s->refs, g, why, whylen) < 0)
		return -1;
	if (read_head(s, g, why, whylen) == 0 && filter(s, why, whylen) == 0 &&
	    collect(s, why, whylen) == 0)
		return 0;
	refstate_free(s);
	return -1;
}

void
refstate_free(struct refstate *s)
{
	refs_free(&s->refs);
	free(s->tips);
	*s = (struct refstate){ 0 };
}

int
refstate_head(const struct refstate *s, struct buf *out)
{
	char hex[OID_HEX_MAX + 1];

	if (s->head.n)
		return buf_addf(out, "ref: %.*s\n", FMT(s->head));
	oid_hex(&s->head_oid, hex);
	return buf_addf(out, "%s\n", hex);
}

static int
put_refs(const struct refstate *s, struct buf *out)
{
	char hex[OID_HEX_MAX + 1];

	for (size_t i = 0; i < s->refs.n; i++) {
		oid_hex(&s->refs.v[i].oid, hex);
		if (buf_addf(out, "%s ", hex) < 0 ||
		    buf_adds(out, s->refs.v[i].name) < 0 ||
		    buf_addc(out, '\n') < 0)
			return -1;
	}
	return 0;
}

int
refstate_packed(const struct refstate *s, struct buf *out)
{
	return buf_addz(out, "# pack-refs with: sorted \n") < 0 ?
	    -1 :
	    put_refs(s, out);
}

int
refstate_hash(const struct refstate *s, unsigned char out[REFSTATE_HASH])
{
	struct buf b = { .max = TEXT_MAX };
	int rc = -1;

	if (refstate_head(s, &b) == 0 && put_refs(s, &b) == 0)
		rc = sha256_of(buf_str(&b), out);
	buf_free(&b);
	return rc;
}

/* A ref that is packed while we read is in neither place, or there with an
   older id: what two readings agree on is so. */
int
refstate_read(
    struct refstate *s, const struct gitdir *g, char *why, size_t whylen)
{
	unsigned char one[REFSTATE_HASH], two[REFSTATE_HASH];

	if (read_once(s, g, why, whylen) < 0)
		return -1;
	for (int i = 0; i < TRIES; i++) {
		struct refstate again;

		if (read_once(&again, g, why, whylen) < 0) {
			refstate_free(s);
			return -1;
		}
		if (refstate_hash(s, one) == 0 &&
		    refstate_hash(&again, two) == 0 &&
		    memcmp(one, two, sizeof(one)) == 0) {
			refstate_free(&again);
			return 0;
		}
		refstate_free(s);
		*s = again;
	}
	refstate_free(s);
	snprintf(why, whylen, "its refs change all the time");
	return -1;
}
