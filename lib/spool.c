#include "base.h"
#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct spool {
	FILE *f;
	uint64_t at;
	bool dirty; /* something is still in f's buffer */
};

static FILE *
unlinked(void)
{
	const char *dir = getenv("TMPDIR");
	char path[4096];
	FILE *f = NULL;
	int n, fd;

	n = snprintf(
	    path, sizeof(path), "%s/tamis.XXXXXX", dir && *dir ? dir : "/tmp");
	if (n < 0 || (size_t)n >= sizeof(path)) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	if ((fd = mkostemp(path, O_CLOEXEC)) < 0)
		return NULL;
	unlink(path);
	if ((f = fdopen(fd, "w+")) == NULL)
		close(fd);
	return f;
}

struct spool *
spool_new(void)
{
	struct spool *s = calloc(1, sizeof(*s));

	if (s && (s->f = unlinked()) == NULL) {
		int err = errno;

		free(s);
		errno = err;
		s = NULL;
	}
	return s;
}

int
spool_put(struct spool *s, struct str bytes, uint64_t *at)
{
	if (fwrite(bytes.p, 1, bytes.n, s->f) != bytes.n)
		return -1;
	*at = s->at;
	s->at += bytes.n;
	s->dirty = true;
	return 0;
}

int
spool_get(struct spool *s, uint64_t at, size_t n, struct buf *out)
{
	ssize_t got;

	if (s->dirty && fflush(s->f) != 0)
		return -1;
	s->dirty = false;
	buf_reset(out);
	if (buf_room(out, n) < 0) {
		errno = ENOMEM;
		return -1;
	}
	while (out->n < n) {
		got = pread(fileno(s->f), out->p + out->n, n - out->n,
		    (off_t)(at + out->n));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			errno = got == 0 ? EIO : errno;
			return -1;
		}
		out->n += (size_t)got;
	}
	return 0;
}

void
spool_free(struct spool *s)
{
	if (s == NULL)
		return;
	fclose(s->f);
	free(s);
}
