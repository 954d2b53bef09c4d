#include "base.h"
#include "source_in.h"
#include "str.h"

#include <sys/stat.h>
#include <sys/syscall.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <poll.h>
#include <unistd.h>

enum { BLOB_MAX = 1u << 30, KEEP_MAX = 64 << 20, LINK_MAX_BYTES = 1 << 16 };

struct reader {
	struct source *s;
	struct objread objects;
	bool ready; /* objects is */
	int fd;	    /* -1: the bytes are in mem */
	bool own;   /* fd is to be closed */
	uint64_t size;
	struct buf mem;
	size_t at;
	char why[200];
};

struct reader *
reader_new(struct source *s)
{
	struct reader *r = calloc(1, sizeof(*r));

	if (r) {
		r->s = s;
		r->fd = -1;
		r->mem.max = BLOB_MAX;
	}
	return r;
}

void
reader_free(struct reader *r)
{
	if (r == NULL)
		return;
	reader_close(r);
	objread_free(&r->objects);
	buf_free(&r->mem);
	free(r);
}

/* Where the kernel is older than openat2: one part after the other. */
static int
open_parts(int dirfd, const char *path, int flags)
{
	int at = dirfd, fd;
	char part[NAME_MAX + 1];
	const char *slash;

	while ((slash = strchr(path, '/')) != NULL) {
		size_t n = (size_t)(slash - path);

		if (n == 0 || n > NAME_MAX)
			break;
		memcpy(part, path, n);
		part[n] = '\0';
		fd = openat(
		    at, part, O_PATH | O_NOFOLLOW | O_DIRECTORY | O_CLOEXEC);
		if (at != dirfd)
			close(at);
		if (fd < 0)
			return -1;
		at = fd;
		path = slash + 1;
	}
	fd = slash ? -1 : openat(at, path, flags);
	if (slash)
		errno = ENAMETOOLONG;
	if (at != dirfd)
		close(at);
	return fd;
}

int
open_beneath(int dirfd, const char *path, int flags)
{
	struct open_how how = { .flags = (unsigned)flags,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS };
	long fd = syscall(SYS_openat2, dirfd, path, &how, sizeof(how));

	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		return open_parts(dirfd, path, flags);
	return (int)fd;
}

/* In the index a path has no link on the way; a given name may. */
static int
open_item(const struct source *s, const char *path, int flags)
{
	flags |= O_NOFOLLOW | O_CLOEXEC;
	if (s->spec.kind == SOURCE_TRACKED)
		return open_beneath(s->root, path, flags);
	return openat(s->root, path, flags);
}

static int
read_link(struct reader *r, const char *path, const char **why)
{
	int fd = open_item(r->s, path, O_PATH);
	ssize_t n = -1;

	buf_reset(&r->mem);
	if (fd >= 0 && buf_room(&r->mem, LINK_MAX_BYTES) == 0)
		n = readlinkat(fd, "", r->mem.p, LINK_MAX_BYTES);
	if (fd >= 0)
		close(fd);
	if (n < 0) {
		*why = strerror(errno);
		return r->s->spec.kind == SOURCE_TRACKED ? 1 : -1;
	}
	r->mem.n = (size_t)n;
	r->size = (uint64_t)n;
	return 0;
}

static const char *
no_file(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR: return "Is a directory";
	case S_IFIFO: return "it is a FIFO";
	case S_IFSOCK: return "it is a socket";
	default: return "it is a device";
	}
}

/* Deleted, or something else stands there now. */
static bool
is_gone(int err)
{
	return err == ENOENT || err == ENOTDIR;
}

static int
open_file(struct reader *r, const char *path, const char **why)
{
	bool tracked = r->s->spec.kind == SOURCE_TRACKED;
	/* Neither a FIFO nor a terminal can make this wait. */
	int fd = open_item(r->s, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	struct stat st;

	if (fd < 0 && errno == ELOOP) {
		/* /dev/stdin and its like are no text but a stream. */
		if (!tracked &&
		    (strncmp(path, "/dev/", 5) == 0 ||
			strncmp(path, "/proc/", 6) == 0)) {
			*why = "a link of the system; for a stream say "
			       "- --name=NAME";
			return -1;
		}
		return read_link(r, path, why);
	}
	if (fd < 0) {
		*why = errno == ENXIO ? "it is a socket" : strerror(errno);
		return tracked && is_gone(errno) ? 1 : -1;
	}
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		*why = no_file(st.st_mode);
		close(fd);
		return tracked && S_ISDIR(st.st_mode) ? 1 : -1;
	}
	r->fd = fd;
	r->own = true;
	r->size = (uint64_t)st.st_size;
	return 0;
}

static int
object(struct reader *r, const struct oid *id, enum object_type want,
    struct buf *out)
{
	if (!r->ready && objread_init(&r->objects, &r->s->at, r->s->odb) < 0) {
		snprintf(
		    r->objects.why, sizeof(r->objects.why), "out of memory");
		return -1;
	}
	r->ready = true;
	return objread_get(&r->objects, id, want, out);
}

static int
open_object(struct reader *r, const struct item *it, const char **why)
{
	enum object_type want =
	    it->type == ITEM_RAW ? OBJECT_NONE : OBJECT_BLOB;

	if (object(r, &it->oid, want, &r->mem) != 0) {
		*why = r->objects.why;
		return -1;
	}
	r->size = r->mem.n;
	return 0;
}

int
reader_open(struct reader *r, const struct item *it, const char **why)
{
	reader_close(r);
	switch (it->type) {
	case ITEM_FILE: return open_file(r, it->path.p, why);
	case ITEM_OBJECT:
	case ITEM_RAW: return open_object(r, it, why);
	case ITEM_STDIN: r->fd = STDIN_FILENO; return 0;
	case ITEM_UNREAD: break;
	}
	*why = it->why;
	return -1;
}

ssize_t
reader_read(struct reader *r, void *p, size_t n, const char **why)
{
	ssize_t got;

	if (r->fd < 0) {
		size_t left = r->mem.n - r->at;

		n = n < left ? n : left;
		if (n)
			memcpy(p, r->mem.p + r->at, n);
		r->at += n;
		return (ssize_t)n;
	}
	while ((got = read(r->fd, p, n)) < 0) {
		struct pollfd fd = { .fd = r->fd, .events = POLLIN };

		if (errno == EAGAIN)
			poll(&fd, 1, -1);
		else if (errno != EINTR) {
			*why = strerror(errno);
			return -1;
		}
	}
	return got;
}

void
reader_close(struct reader *r)
{
	if (r->fd >= 0 && r->own)
		close(r->fd);
	r->fd = -1;
	r->own = false;
	r->size = 0;
	r->at = 0;
	if (r->mem.cap > KEEP_MAX)
		buf_free(&r->mem);
	buf_reset(&r->mem);
}

uint64_t
reader_size(const struct reader *r)
{
	return r->size;
}

bool
reader_whole(struct reader *r, struct str *bytes)
{
	if (r->fd >= 0)
		return false;
	*bytes = buf_str(&r->mem);
	return true;
}

/* A file of the work tree whole, if it is one. */
static int
sibling_file(struct reader *r, const char *path, struct buf *out)
{
	int fd = open_item(r->s, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	ssize_t got = -1;
	struct stat st;

	if (fd < 0)
		return is_gone(errno) || errno == ELOOP ? 0 : -1;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return 0;
	}
	while (buf_room(out, 8192) == 0 &&
	    (got = read(fd, out->p + out->n, 8192)) > 0)
		out->n += (size_t)got;
	close(fd);
	return got == 0 ? 1 : -1;
}

/* A file of REV's list. */
static bool
find_in_tree(struct reader *r, const char *path, struct oid *id)
{
	const struct waiting *w = source_find(r->s, str_of(path));

	if (w == NULL || !S_ISREG(w->mode))
		return false;
	*id = w->oid;
	return true;
}

static int
sibling_object(struct reader *r, const char *path, struct buf *out)
{
	const struct index *x = &r->s->index.x;
	struct oid id;
	size_t i;
	int rc;

	if (r->s->spec.kind == SOURCE_REV) {
		if (!find_in_tree(r, path, &id))
			return 0;
	} else {
		i = index_at(x, str_of(path));
		if (i == x->n || !str_eqz(x->v[i].path, path) ||
		    !S_ISREG(x->v[i].mode))
			return 0;
		id = x->v[i].oid;
	}
	rc = object(r, &id, OBJECT_BLOB, out);
	return rc < 0 ? -1 : rc == 0;
}

int
reader_sibling(struct reader *r, struct str path, struct buf *out)
{
	char z[4096];

	buf_reset(out);
	if (path.n == 0 || path.n >= sizeof(z) ||
	    memchr(path.p, 0, path.n) != NULL)
		return 0;
	memcpy(z, path.p, path.n);
	z[path.n] = '\0';
	switch (r->s->spec.kind) {
	case SOURCE_NAMES:
	case SOURCE_LIST:
	case SOURCE_TRACKED: return sibling_file(r, z, out);
	case SOURCE_STAGED:
	case SOURCE_REV: return sibling_object(r, z, out);
	default: return 0;
	}
}
