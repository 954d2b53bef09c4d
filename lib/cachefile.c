#include "base.h"
#include "cachefile.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { FLAGS = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC };

static int
fail(struct cachefile *c, int err)
{
	cachefile_close(c);
	errno = err;
	return -1;
}

static int
take(struct cachefile *c, bool own)
{
	struct stat st;

	if (c->fd < 0)
		return -1;
	if (fstat(c->fd, &st) < 0)
		return fail(c, errno);
	if (!S_ISREG(st.st_mode))
		return fail(c, EINVAL);
	if (own && (st.st_uid != geteuid() || (st.st_mode & 022)))
		return fail(c, EPERM);
	return 0;
}

int
cachefile_open(struct cachefile *c, const char *path)
{
	snprintf(c->path, sizeof(c->path), "%s", path);
	/* Through a link, if the user has one. */
	c->fd = open(path, FLAGS & ~O_NOFOLLOW, 0600);
	return take(c, false);
}

/* A directory that nobody else can write to, below at; -1 with errno. */
static int
own_dir(int at, const char *name, int flags)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);
	struct stat st;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0 && st.st_uid == geteuid() &&
	    (st.st_mode & 002) == 0)
		return fd;
	close(fd);
	errno = EPERM;
	return -1;
}

int
cachefile_open_in(struct cachefile *c, const char *dir, const char *name)
{
	int top = own_dir(AT_FDCWD, dir, 0), mine = -1, saved;

	c->fd = -1;
	snprintf(c->path, sizeof(c->path), "%s/tamis/%s", dir, name);
	if (top >= 0 && (mkdirat(top, "tamis", 0700) == 0 || errno == EEXIST))
		mine = own_dir(top, "tamis", O_NOFOLLOW);
	if (mine >= 0)
		c->fd = openat(mine, name, FLAGS, 0600);
	saved = errno;
	if (mine >= 0)
		close(mine);
	if (top >= 0)
		close(top);
	errno = saved;
	return take(c, true);
}

static int
lock(const struct cachefile *c, int how)
{
	while (flock(c->fd, how | LOCK_NB) < 0)
		if (errno != EINTR)
			return errno == EWOULDBLOCK ? 1 : -1;
	return 0;
}

static int
unlock(const struct cachefile *c, int rc)
{
	int saved = errno;

	flock(c->fd, LOCK_UN);
	errno = saved;
	return rc;
}

int
cachefile_read(const struct cachefile *c, struct buf *out)
{
	int rc = lock(c, LOCK_SH);
	struct stat st;
	ssize_t n = 1;

	buf_reset(out);
	if (rc != 0)
		return rc;
	if (fstat(c->fd, &st) < 0 || st.st_size < 0 ||
	    buf_room(out, (size_t)st.st_size + 1) < 0)
		return unlock(c, -1);
	while (n != 0) {
		if (buf_room(out, 1) < 0)
			return unlock(c, -1);
		n = pread(c->fd, out->p + out->n, out->cap - out->n - 1,
		    (off_t)out->n);
		if (n < 0 && errno != EINTR)
			return unlock(c, -1);
		out->n += n > 0 ? (size_t)n : 0;
	}
	return unlock(c, 0);
}

int
cachefile_write(const struct cachefile *c, struct str bytes)
{
	int rc = lock(c, LOCK_EX);
	size_t at = 0;

	if (rc != 0)
		return rc;
	if (ftruncate(c->fd, 0) < 0)
		return unlock(c, -1);
	while (at < bytes.n) {
		ssize_t n =
		    pwrite(c->fd, bytes.p + at, bytes.n - at, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			/* What is cut is damaged: the next run sees it. */
			return unlock(c, -1);
		}
		at += (size_t)n;
	}
	return unlock(c, 0);
}

void
cachefile_close(struct cachefile *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
}
