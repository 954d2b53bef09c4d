#include "base.h"
#include "advdb.h"
#include "buf.h"
#include "db.h"
#include "doc.h"
#include "eol.h"
#include "feed.h"
#include "feedfacts.h"
#include "osv.h"
#include "str.h"
#include "unpack.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct source {
	struct feed *f;
	int fd;
	struct buf bytes; /* of a record */
	struct buf path;  /* where the walk is */
};

static void
bad(struct feed *f, struct str name, const char *why)
{
	f->nbad++;
	f->bad(f->arg, name, why);
}

static int
fail(struct feed *f, const char *why)
{
	snprintf(f->why, sizeof(f->why), "%s", why);
	return -1;
}

static bool
is_yaml(struct str name)
{
	return str_ends(name, STR(".yaml")) || str_ends(name, STR(".yml"));
}

static bool
is_record(struct str name)
{
	return str_ends(name, STR(".json")) || is_yaml(name);
}

static int
store(struct feed *f, const struct osv *o, bool facts)
{
	int rc = facts ? advdb_add(f->db, o) : advdb_put(f->db, o);

	if (rc < 0)
		return fail(f, db_why(f->db->db));
	f->records++;
	f->stored += rc == 1;
	return f->records > FEED_RECORDS_MAX ? fail(f, "too many records") : 0;
}

/* One advisory. What is wrong with it is told; -1 is the database's. */
static int
take(struct feed *f, struct str name, struct str bytes)
{
	struct doc d = { .n = 0 };
	struct osv o = { .n = 0 };
	const char *why = d.why;
	int rc = is_yaml(name) ? doc_yaml(&d, bytes) : doc_json(&d, bytes);

	if (rc == 0)
		rc = osv_parse(d.root, &d.mem, &o, &why);
	if (rc < 0) {
		bad(f, name, why);
		rc = 0;
	} else {
		if (o.odd) /* it is stored, as far as it goes */
			f->bad(f->arg, name, "a version in it has no order");
		rc = store(f, &o, false);
	}
	doc_free(&d);
	return rc;
}

static int
take_facts(struct feed *f, struct str name, struct str bytes)
{
	struct feedfacts in;
	struct osv o;
	int rc;

	feedfacts_init(&in, bytes);
	snprintf(f->day, sizeof(f->day), "%.*s", FMT(in.day));
	while ((rc = feedfacts_next(&in, &o)) > 0)
		if (store(f, &o, true) < 0)
			break;
	if (rc < 0)
		bad(f, name, "a line is broken");
	return rc > 0 ? -1 : 0;
}

static int
take_eol(struct feed *f, struct str name, struct str bytes)
{
	size_t line;
	int rc = eol_import(f->db->db, bytes, &line);
	char why[64];

	if (rc < 0)
		return fail(f, db_why(f->db->db));
	snprintf(why, sizeof(why), "line %zu is broken", line - 1);
	if (rc > 0)
		bad(f, name, why);
	return 0;
}

/* ---- archives -------------------------------------------------------- */

static ssize_t
read_fd(void *arg, void *p, size_t n)
{
	struct source *s = arg;
	ssize_t k;

	do
		k = read(s->fd, p, n);
	while (k < 0 && errno == EINTR);
	return k;
}

/* A member's bytes into s->bytes: 0, or -1 with why. */
static int
member(struct source *s, struct unpack *u, const char **why)
{
	char chunk[16 << 10];
	ssize_t n;

	buf_reset(&s->bytes);
	while ((n = unpack_bytes(u, chunk, sizeof(chunk), why)) > 0)
		if (buf_add(&s->bytes, chunk, (size_t)n) < 0) {
			*why = "it is too large";
			return -1;
		}
	return n < 0 ? -1 : 0;
}

static int
take_archive(struct source *s, const char *path)
{
	const char *why = NULL;
	struct unpack *u = unpack_new(read_fd, s, &why);
	struct buf full = { .max = 8192 };
	struct str name;
	int rc;

	if (u == NULL)
		return fail(s->f, why);
	while ((rc = unpack_next(u, &name, &why)) > 0) {
		if (name.n && !is_record(name))
			continue;
		buf_reset(&full);
		if (buf_addf(&full, "%s!/%.*s", path, FMT(name)) < 0)
			continue;
		if (member(s, u, &why) < 0)
			bad(s->f, buf_str(&full), why);
		else if (take(s->f, buf_str(&full), buf_str(&s->bytes)) < 0)
			break;
	}
	unpack_free(u);
	buf_free(&full);
	if (rc < 0)
		return fail(s->f, why);
	return rc;
}

/* ---- files and directories ------------------------------------------- */

static int
slurp(struct source *s, int fd)
{
	char chunk[16 << 10];
	ssize_t n;

	while ((n = read(fd, chunk, sizeof(chunk))) > 0)
		if (buf_add(&s->bytes, chunk, (size_t)n) < 0) {
			errno = EFBIG;
			return -1;
		}
	return n < 0 ? -1 : 0;
}

static int
take_file(struct source *s, int at, const char *name)
{
	struct str path = buf_str(&s->path);
	int fd = openat(at, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), rc;

	buf_reset(&s->bytes);
	if (fd < 0 || slurp(s, fd) < 0) {
		bad(s->f, path, strerror(errno));
		rc = 0;
	} else {
		rc = take(s->f, path, buf_str(&s->bytes));
	}
	if (fd >= 0)
		close(fd);
	return rc;
}

/* What is there of a name: sorted, so that two imports are the same. */
static int
walk(struct source *s, int at, const char *name, unsigned depth)
{
	struct dirent **v = NULL;
	size_t keep = s->path.n;
	int fd, n, rc = 0;

	fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	n = fd < 0 ? -1 : scandirat(fd, ".", &v, NULL, alphasort);
	if (n < 0 || depth == FEED_DEPTH) {
		bad(s->f, buf_str(&s->path),
		    n < 0 ? strerror(errno) : "directories too deep");
	}
	for (int i = 0; i < n; i++) {
		const char *entry = v[i]->d_name;
		struct stat st;

		s->path.n = keep;
		if (rc == 0 && depth < FEED_DEPTH && entry[0] != '.' &&
		    buf_addf(&s->path, "/%s", entry) == 0 &&
		    fstatat(fd, entry, &st, AT_SYMLINK_NOFOLLOW) == 0) {
			if (S_ISDIR(st.st_mode))
				rc = walk(s, fd, entry, depth + 1);
			else if (S_ISREG(st.st_mode) &&
			    is_record(str_of(entry)))
				rc = take_file(s, fd, entry);
		}
		free(v[i]);
	}
	free((void *)v);
	s->path.n = keep;
	if (fd >= 0)
		close(fd);
	return rc;
}

static int
take_regular(struct source *s, const char *path)
{
	char head[UNPACK_HEAD];
	ssize_t n = pread(s->fd, head, sizeof(head), 0);
	struct str h = { head, n > 0 ? (size_t)n : 0 };

	if (n < 0)
		return fail(s->f, strerror(errno));
	if (unpack_is(h))
		return take_archive(s, path);
	if (slurp(s, s->fd) < 0)
		return fail(s->f, strerror(errno));
	if (eol_is_facts(h))
		return take_eol(s->f, str_of(path), buf_str(&s->bytes));
	if (feedfacts_is(h))
		return take_facts(s->f, str_of(path), buf_str(&s->bytes));
	if (!is_record(str_of(path)) && !str_starts(h, STR("{")))
		return fail(s->f, "it is neither an archive nor an advisory");
	return take(s->f, str_of(path), buf_str(&s->bytes));
}

int
feed_import(struct feed *f, const char *path)
{
	struct source s = { .f = f,
		.bytes.max = FEED_RECORD_MAX,
		.path.max = 8192,
		.fd = open(path, O_RDONLY | O_CLOEXEC) };
	struct stat st;
	char stamp[80] = "";
	int rc;

	f->records = f->stored = f->nbad = 0;
	f->known = false;
	if (s.fd < 0 || fstat(s.fd, &st) < 0) {
		rc = fail(f, strerror(errno));
		goto out;
	}
	/* What is a file and has not changed was read whole before. */
	if (S_ISREG(st.st_mode))
		snprintf(stamp, sizeof(stamp), "%lld %lld.%09ld",
		    (long long)st.st_size, (long long)st.st_mtim.tv_sec,
		    st.st_mtim.tv_nsec);
	f->known = stamp[0] && advdb_knows(f->db, str_of(path), str_of(stamp));
	if (f->known)
		rc = 0;
	else if (S_ISDIR(st.st_mode))
		rc = buf_addz(&s.path, path) < 0 ?
		    fail(f, "its name is too long") :
		    walk(&s, AT_FDCWD, path, 0);
	else
		rc = take_regular(&s, path);
	if (rc == 0 && !f->known &&
	    advdb_source(
		f->db, str_of(path), str_of(stamp), f->records, f->nbad) < 0)
		rc = fail(f, db_why(f->db->db));
out:
	if (s.fd >= 0)
		close(s.fd);
	buf_free(&s.bytes);
	buf_free(&s.path);
	return rc;
}
