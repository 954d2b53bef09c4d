#include "base.h"
#include "home.h"
#include "own.h"
#include "str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

/* A rule file that is a FIFO would hang, one that is a disk never ends. */
static int
slurp(int fd, struct buf *b)
{
	ssize_t got;

	do {
		if (buf_room(b, 1u << 16) < 0) {
			errno = EFBIG;
			return -1;
		}
		got = read(fd, b->p + b->n, 1u << 16);
		b->n += got > 0 ? (size_t)got : 0;
	} while (got > 0);
	return got < 0 ? -1 : 0;
}

void
own_init(struct own *o)
{
	*o = (struct own){ .names.max = 1u << 20 };
}

static bool
is_there(const struct own *o, const struct stat *st)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->id[i].dev == st->st_dev && o->id[i].ino == st->st_ino)
			return true;
	return false;
}

static int
add(struct own *o, int fd, const char *name)
{
	struct buf *b = &o->text[o->n];
	struct stat st;
	struct str copy;

	if (fstat(fd, &st) < 0)
		return -1;
	if (S_ISREG(st.st_mode) && is_there(o, &st))
		return 0;
	if (o->n == OWN_MAX || S_ISDIR(st.st_mode)) {
		errno = o->n == OWN_MAX ? E2BIG : EISDIR;
		return -1;
	}
	*b = (struct buf){ .max = OWN_BYTES_MAX };
	copy = arena_str(&o->names, str_of(name));
	if (copy.p == NULL || slurp(fd, b) < 0) {
		buf_free(b);
		return -1;
	}
	o->id[o->n].dev = st.st_dev;
	o->id[o->n].ino = st.st_ino;
	o->v[o->n++] = (struct user_rules){ copy, buf_str(b) };
	return 0;
}

int
own_read(struct own *o, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY), rc, error;

	if (fd < 0)
		return -1;
	rc = add(o, fd, path);
	error = errno;
	close(fd);
	errno = error;
	return rc;
}

static int
rule_file(const struct dirent *d)
{
	return d->d_name[0] != '.' &&
	    str_ends(str_of(d->d_name), STR(".rules")) &&
	    strcmp(d->d_name, "allow.rules") != 0;
}

/* The order of bytes, whatever the locale is. */
static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
read_below(struct own *o, int dirfd, const char *name, const char **which)
{
	char path[sizeof(".tamis/") + NAME_MAX];
	int fd, rc = -1, error;

	snprintf(path, sizeof(path), ".tamis/%s", name);
	if ((*which = arena_str(&o->names, str_of(path)).p) == NULL)
		return -1;
	fd = openat(dirfd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd >= 0)
		rc = add(o, fd, path);
	error = errno;
	if (fd >= 0)
		close(fd);
	errno = error;
	return rc;
}

int
own_read_home(struct own *o, const char *dir, const char **which)
{
	struct dirent **v = NULL;
	struct home home;
	char why[256];
	int fd, n, rc = 0;

	*which = NULL;
	/* No repository is no fault here: the source says so if it needs one.
	 */
	if (home_open(&home, dir, why, sizeof(why)) < 0)
		return 0;
	fd = home_tamis(&home);
	n = fd < 0 ? 0 : scandirat(fd, ".", &v, rule_file, by_name);
	for (int i = 0; i < n; i++) {
		if (rc == 0)
			rc = read_below(o, fd, v[i]->d_name, which);
		free(v[i]);
	}
	free(v);
	if (fd >= 0)
		close(fd);
	home_close(&home);
	return rc;
}

void
own_free(struct own *o)
{
	for (size_t i = 0; i < o->n; i++)
		buf_free(&o->text[i]);
	arena_free(&o->names);
	o->n = 0;
}
