#include "base.h"
#include "indexfile.h"
#include "gitdir.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int
read_all(int fd, struct buf *b)
{
	struct stat st;
	ssize_t got = -1;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return -1;
	/* One more, so that the end is seen without growing again. */
	while (buf_room(b,
		   (size_t)st.st_size > b->n ? (size_t)st.st_size - b->n + 1 :
					       4096) == 0 &&
	    (got = read(fd, b->p + b->n, b->cap - b->n - 1)) > 0)
		b->n += (size_t)got;
	return got == 0 ? 0 : -1;
}

/* 0, 1 not there, -1 with errno. */
static int
slurp(const char *path, struct buf *b)
{
	int fd, rc;

	b->max = INDEX_MAX;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT ? 1 : -1;
	errno = EFBIG;
	rc = read_all(fd, b);
	close(fd);
	return rc;
}

static int
read_base(struct indexfile *f, const struct gitdir *g, const char **why)
{
	struct buf path = { .max = 1 << 16 };
	char hex[OID_HEX_MAX + 1];
	int rc = -1;

	oid_hex(&f->x.link, hex);
	*why = "the shared part of its split index cannot be read";
	if (buf_addf(&path, "%s/sharedindex.%s", g->dir, hex) == 0 &&
	    slurp(path.p, &f->base_bytes) == 0)
		rc = index_parse(
		    &f->base, buf_str(&f->base_bytes), g->idlen, why);
	buf_free(&path);
	return rc < 0 ? -1 : index_join(&f->x, &f->base, why);
}

int
indexfile_read(
    struct indexfile *f, const struct gitdir *g, char *why, size_t whylen)
{
	const char *cause = NULL;
	int rc;

	*f = (struct indexfile){ 0 };
	if ((rc = slurp(g->index, &f->bytes)) == 1)
		return 0;
	if (rc < 0)
		cause = strerror(errno);
	else if (index_parse(&f->x, buf_str(&f->bytes), g->idlen, &cause) ==
		0 &&
	    (f->x.link.n == 0 || read_base(f, g, &cause) == 0))
		return 0;
	snprintf(why, whylen, "%s", cause);
	indexfile_free(f);
	return -1;
}

void
indexfile_free(struct indexfile *f)
{
	index_free(&f->x);
	index_free(&f->base);
	buf_free(&f->bytes);
	buf_free(&f->base_bytes);
}
