#include "base.h"
#include "save.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRIES = 100, PIECE = 16u << 10 };

static int
read_all(int fd, struct buf *out)
{
	char piece[PIECE];
	ssize_t n;

	while ((n = read(fd, piece, sizeof(piece))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (buf_add(out, piece, (size_t)n) < 0) {
			errno = EFBIG;
			return -1;
		}
	}
	return 0;
}

int
save_read(int dirfd, const char *name, struct buf *out)
{
	int rc = -1, fd, err;
	struct stat st;

	buf_reset(out);
	/* Not blocking: a FIFO of that name must not hang us. */
	fd =
	    openat(dirfd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? 1 : -1;
	if (fstat(fd, &st) == 0) {
		if (S_ISREG(st.st_mode))
			rc = read_all(fd, out);
		else
			errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
	}
	err = errno;
	close(fd);
	errno = err;
	return rc;
}

int
save_begin(struct save_file *s, int dirfd, const char *name, unsigned mode)
{
	*s = (struct save_file){ .dirfd = dirfd, .fd = -1 };
	for (int i = 0; i < TRIES && s->fd < 0; i++) {
		int n = snprintf(s->temp, sizeof(s->temp), "%s.%ld-%d.tmp",
		    name, (long)getpid(), i);

		if (n < 0 || (size_t)n >= sizeof(s->temp)) {
			errno = ENAMETOOLONG;
			return -1;
		}
		s->fd = openat(dirfd, s->temp,
		    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
		if (s->fd < 0 && errno != EEXIST)
			return -1;
	}
	return s->fd < 0 ? -1 : 0;
}

static int
give_name(struct save_file *s, const char *name, enum save how)
{
	if (how == SAVE_REPLACE)
		return renameat(s->dirfd, s->temp, s->dirfd, name);
	/* link(2) refuses a name that is taken; rename(2) would not. */
	if (linkat(s->dirfd, s->temp, s->dirfd, name, 0) < 0)
		return -1;
	unlinkat(s->dirfd, s->temp, 0);
	return 0;
}

int
save_end(struct save_file *s, const char *name, enum save how)
{
	int rc = name == NULL ? 0 : fsync(s->fd), err = errno;

	if (close(s->fd) < 0 && rc == 0) {
		rc = -1;
		err = errno;
	}
	if (rc == 0 && name != NULL && (rc = give_name(s, name, how)) < 0)
		err = errno;
	if (rc < 0 || name == NULL)
		unlinkat(s->dirfd, s->temp, 0);
	errno = err;
	return rc;
}

static int
write_all(int fd, struct str s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		s.p += n;
		s.n -= (size_t)n;
	}
	return 0;
}

int
save_write(
    int dirfd, const char *name, struct str bytes, unsigned mode, enum save how)
{
	struct save_file s;
	int err;

	if (save_begin(&s, dirfd, name, mode) < 0)
		return -1;
	if (write_all(s.fd, bytes) < 0) {
		err = errno;
		save_end(&s, NULL, how);
		errno = err;
		return -1;
	}
	return save_end(&s, name, how);
}
