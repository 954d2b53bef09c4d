#include "base.h"
#include "namelist.h"
#include "cquote.h"
#include "str.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 1 << 20, CHUNK = 64 << 10 };

void
namelist_init(struct namelist *l, int fd, bool null)
{
	*l = (struct namelist){ .fd = fd,
		.null = null,
		.in = { .max = LINE_MAX_BYTES + CHUNK },
		.name = { .max = LINE_MAX_BYTES } };
}

static int
fail(struct namelist *l, const char *why)
{
	l->why = why;
	return -1;
}

/* More bytes, after those not handed out yet; 0, or -1. */
static int
more(struct namelist *l)
{
	ssize_t got;

	if (l->at > 0) {
		l->in.n -= l->at;
		memmove(l->in.p, l->in.p + l->at, l->in.n);
		l->at = 0;
	}
	if (l->in.n > LINE_MAX_BYTES)
		return fail(l, "a name on stdin is longer than 1 MiB");
	if (buf_room(&l->in, CHUNK) < 0)
		return fail(l, "out of memory");
	while ((got = read(l->fd, l->in.p + l->in.n, CHUNK)) < 0) {
		struct pollfd p = { .fd = l->fd, .events = POLLIN };

		if (errno == EAGAIN)
			poll(&p, 1, -1);
		else if (errno != EINTR)
			return fail(l, strerror(errno));
	}
	l->in.n += (size_t)got;
	l->eof = got == 0;
	return 0;
}

int
namelist_line(struct namelist *l, struct str *line)
{
	size_t from = l->at, end;

	for (;;) {
		struct str all = buf_str(&l->in);

		end = str_chr(all, l->null ? '\0' : '\n', from);
		if (end != STR_NONE || l->eof) {
			*line = str_sub(all, l->at, end);
			l->at = end == STR_NONE ? all.n : end + 1;
			return end != STR_NONE || line->n > 0;
		}
		from = all.n - l->at;
		if (more(l) < 0)
			return -1;
	}
}

int
namelist_next(struct namelist *l, struct str *name)
{
	size_t used;
	int rc;

	do
		rc = namelist_line(l, name);
	while (rc == 1 && name->n == 0);
	if (rc != 1)
		return rc;
	l->n++;
	if (l->null)
		return 1;
	if (memchr(name->p, 0, name->n) != NULL)
		return fail(l, "a name on stdin holds a NUL; say -0");
	buf_reset(&l->name);
	/* What only looks like quotes is a name that begins with one. */
	if (cquote_undo(*name, &l->name, &used) == 0 && used == name->n &&
	    l->name.n > 0 && memchr(l->name.p, 0, l->name.n) == NULL)
		*name = buf_str(&l->name);
	return 1;
}

void
namelist_free(struct namelist *l)
{
	buf_free(&l->in);
	buf_free(&l->name);
}
