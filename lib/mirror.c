#include "base.h"
#include "mirror.h"
#include "inflate.h"
#include "mirror_in.h"
#include "odb.h"
#include "safeconf.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRIES = 5, SHALLOW_MAX = 64 << 20, PIECE = 1 << 20 };

int
mirror_fail(struct mirror *m, const char *what, const char *why)
{
	snprintf(m->why, m->whylen, "cannot read '%s': %s", what, why);
	return -1;
}

static bool
is_hex(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (str_hex(s.p[i]) < 0 || (s.p[i] >= 'A' && s.p[i] <= 'F'))
			return false;
	return s.n > 0;
}

bool
mirror_pack_ok(struct str name)
{
	if (str_ends(name, STR(".pack")))
		name.n -= 5;
	else if (str_ends(name, STR(".idx")))
		name.n -= 4;
	else
		return false;
	return str_starts(name, STR("pack-")) &&
	    is_hex(str_sub(name, 5, name.n));
}

bool
mirror_name_ok(struct str name)
{
	static const char *const fixed[] = { "HEAD", "config", "packed-refs",
		"shallow", "objects/", "objects/pack/", "objects/info/",
		"refs/", "refs/heads/", "refs/tags/" };
	struct str rest;

	for (size_t i = 0; i < LEN(fixed); i++)
		if (str_eqz(name, fixed[i]))
			return true;
	if (!str_starts(name, STR("objects/")))
		return false;
	rest = str_sub(name, 8, name.n);
	if (str_starts(rest, STR("pack/")))
		return mirror_pack_ok(str_sub(rest, 5, rest.n));
	if (rest.n < 3 || rest.p[2] != '/' || !is_hex(str_sub(rest, 0, 2)))
		return false;
	return rest.n == 3 ||
	    ((rest.n == 41 || rest.n == 65) &&
		is_hex(str_sub(rest, 3, rest.n)));
}

/* Each pack is held open. */
static void
raise_limit(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) == 0 && r.rlim_cur < r.rlim_max) {
		r.rlim_cur = r.rlim_max;
		setrlimit(RLIMIT_NOFILE, &r);
	}
}

static bool
has_file(const char *dir, const char *name)
{
	char path[PATH_MAX];
	struct stat st;
	int n = snprintf(path, sizeof(path), "%s/%s", dir, name);

	return n > 0 && (size_t)n < sizeof(path) && stat(path, &st) == 0 &&
	    st.st_size > 0;
}

/* Is all that a ref names in what goes in? */
static int
check_tips(struct mirror *m)
{
	struct odb *o = odb_open(m->g, m->why, m->whylen);
	struct inflate *z = inflate_new();
	struct buf b = { .max = (size_t)1 << 30 };
	enum object_type type;
	char hex[OID_HEX_MAX + 1];
	const char *why;
	uint32_t at;
	size_t pack;
	int rc = o && z ? 0 : -1;

	for (size_t i = 0; rc == 0 && i < m->s->ntips; i++) {
		const struct oid *id = &m->s->tips[i];

		if (odb_find(o, id, &pack, &at))
			continue;
		why = "it is missing";
		if (odb_read(o, z, id, &type, &b, &why) != 0) {
			oid_hex(id, hex);
			rc = mirror_fail(m, hex, why);
		}
	}
	if (rc == 0 && o->promisor)
		rc = mirror_fail(m, m->g->objects,
		    "it is a partial clone, whose objects are not all here");
	buf_free(&b);
	inflate_free(z);
	odb_free(o);
	return rc;
}

struct mirror *
mirror_new(const struct gitdir *g, const struct refstate *s, bool *alternates,
    char *why, size_t whylen)
{
	struct mirror *m = calloc(1, sizeof(*m));
	int rc = 1;

	*alternates = false;
	if (m == NULL) {
		snprintf(why, whylen, "out of memory");
		return NULL;
	}
	*m = (struct mirror){ .g = g, .s = s, .why = why, .whylen = whylen };
	raise_limit();
	if (g->alternates || has_file(g->objects, "info/alternates")) {
		*alternates = true;
		rc = mirror_fail(m, g->objects,
		    "objects of it lie elsewhere (alternates); a bundle takes "
		    "them in");
	} else if ((m->loose = spool_new()) == NULL) {
		rc = mirror_fail(m, "a temporary file", strerror(errno));
	}
	for (int i = 0; rc == 1 && i < TRIES; i++)
		rc = mirror_gather(m);
	if (rc == 1)
		rc = mirror_fail(m, g->objects, "it is repacked all the time");
	if (rc == 0)
		rc = check_tips(m);
	if (rc == 0)
		return m;
	mirror_free(m);
	return NULL;
}

void
mirror_free(struct mirror *m)
{
	if (m == NULL)
		return;
	mirror_forget(m);
	spool_free(m->loose);
	free(m->v);
	free(m);
}

static int
put_text(struct mirror *m, struct tar *t, const char *name, struct str text)
{
	struct tar_entry e = {
		.path = str_of(name), .mode = S_IFREG | 0644, .size = text.n
	};

	(void)m;
	return tar_put(t, &e) < 0 ||
		(text.n && tar_body(t, text.p, text.n) < 0) ?
	    -1 :
	    0;
}

/* Of a shallow clone, where its history ends. */
static int
put_shallow(struct mirror *m, struct tar *t)
{
	struct buf b = { .max = SHALLOW_MAX };
	int fd = open(m->g->common, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = 1;

	if (fd >= 0) {
		rc = save_read(fd, "shallow", &b);
		close(fd);
	}
	if (rc == 0)
		rc = put_text(m, t, "shallow", buf_str(&b));
	buf_free(&b);
	return rc < 0 ? -1 : 0;
}

static int
put_files(struct mirror *m, struct tar *t)
{
	struct buf b = { .max = REFS_FILE_MAX };
	int rc = -1;

	if (refstate_head(m->s, &b) < 0 ||
	    put_text(m, t, "HEAD", buf_str(&b)) < 0)
		goto out;
	buf_reset(&b);
	if (safeconf_put(&b, &m->g->conf, m->g->idlen) < 0 ||
	    put_text(m, t, "config", buf_str(&b)) < 0)
		goto out;
	buf_reset(&b);
	if (refstate_packed(m->s, &b) < 0 ||
	    put_text(m, t, "packed-refs", buf_str(&b)) < 0)
		goto out;
	rc = put_shallow(m, t);
out:
	buf_free(&b);
	return rc;
}

static int
put_dirs(struct tar *t)
{
	static const char *const dirs[] = { "objects/", "objects/info/",
		"objects/pack/", "refs/", "refs/heads/", "refs/tags/" };

	for (size_t i = 0; i < LEN(dirs); i++) {
		struct tar_entry e = { .path = str_of(dirs[i]),
			.mode = S_IFDIR };

		if (tar_put(t, &e) < 0)
			return -1;
	}
	return 0;
}

/* A pack is as long as it was when it was opened, or it is broken. */
static int
put_file(struct mirror *m, struct tar *t, const struct mirror_item *it,
    struct buf *b)
{
	uint64_t at = 0;
	ssize_t n;

	while (at < it->size) {
		size_t want =
		    it->size - at < PIECE ? (size_t)(it->size - at) : PIECE;

		if (it->fd < 0) {
			if (spool_get(m->loose, it->at + at, want, b) < 0)
				return mirror_fail(
				    m, it->name, strerror(errno));
			n = (ssize_t)want;
		} else {
			buf_reset(b);
			if (buf_room(b, want) < 0)
				return mirror_fail(m, it->name, "no memory");
			n = pread(it->fd, b->p, want, (off_t)at);
			if (n < 0 && errno == EINTR)
				continue;
		}
		if (n <= 0)
			return mirror_fail(m, it->name,
			    n ? strerror(errno) : "it became shorter");
		if (tar_body(t, b->p, (size_t)n) < 0)
			return -1;
		at += (uint64_t)n;
	}
	return 0;
}

int
mirror_write(
    struct mirror *m, tar_write *write, void *arg, char *why, size_t whylen)
{
	struct buf b = { .max = (size_t)2 * PIECE };
	struct tar t;
	int rc = -1;

	m->why = why;
	m->whylen = whylen;
	snprintf(why, whylen, "cannot write it");
	if (tar_begin(&t, write, arg, 0, NULL) == 0 && put_files(m, &t) == 0 &&
	    put_dirs(&t) == 0)
		rc = 0;
	for (size_t i = 0; rc == 0 && i < m->n; i++) {
		struct tar_entry e = { .path = str_of(m->v[i].name),
			.mode = S_IFREG | 0644,
			.size = m->v[i].size };

		rc = tar_put(&t, &e) < 0 ? -1 : put_file(m, &t, &m->v[i], &b);
	}
	if (rc == 0)
		rc = tar_end(&t);
	buf_free(&b);
	return rc;
}
