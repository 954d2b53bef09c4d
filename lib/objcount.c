#include "base.h"
#include "objcount.h"
#include "buf.h"
#include "save.h"
#include "str.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

enum {
	DIRS_MAX = 64, /* with all alternates */
	ALTERNATES_MAX = 1 << 20,
	NAMES_MAX = 16 << 20, /* of packs in one index */
	PATH_BYTES = 1 << 16,
	FANOUT = 256 * 4 /* counts by first byte: the last is the sum */
};

struct dirs {
	char *v[DIRS_MAX];
	size_t n;
};

static uint64_t
number(int fd, off_t at)
{
	unsigned char b[4];

	if (pread(fd, b, sizeof(b), at) != (ssize_t)sizeof(b))
		return 0;
	return (uint64_t)b[0] << 24 | (uint64_t)b[1] << 16 |
	    (uint64_t)b[2] << 8 | b[3];
}

static uint64_t
count_index(int fd)
{
	/* Version 2 has a magic and a version before the counts. */
	return number(fd, (number(fd, 0) == 0xff744f63 ? 8 : 0) + FANOUT - 4);
}

/*
 * Of a multi-pack-index: the objects, and the names of the packs that are
 * counted so, a NUL before and after each. Its head tells in the seventh
 * byte how many chunks there are; a table has for each four bytes of name
 * and eight of place.
 */
static uint64_t
count_multi(int fd, struct buf *names)
{
	uint64_t chunks = number(fd, 4) >> 8 & 0xff, n = 0;

	for (uint64_t i = 0; i < chunks; i++) {
		off_t at = (off_t)(12 + 12 * i);
		uint64_t from = number(fd, at + 8), to = number(fd, at + 20);

		if (number(fd, at) == 0x4f494446) { /* "OIDF" */
			n = number(fd, (off_t)from + FANOUT - 4);
		} else if (number(fd, at) == 0x504e414d && from < to) {
			/* "PNAM" */
			if (buf_addc(names, '\0') < 0 ||
			    buf_room(names, to - from) < 0)
				continue;
			if (pread(fd, names->p + names->n, to - from,
				(off_t)from) == (ssize_t)(to - from))
				names->n += to - from;
		}
	}
	return n;
}

static bool
listed(const struct buf *names, struct str name)
{
	struct str all = buf_str(names);
	size_t at = 0;

	while ((at = str_find(all, name, at)) != STR_NONE) {
		if (at > 0 && all.p[at - 1] == '\0' && at + name.n < all.n &&
		    all.p[at + name.n] == '\0')
			return true;
		at++;
	}
	return false;
}

static int
open_in(DIR *d, const char *name)
{
	return openat(dirfd(d), name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

static uint64_t
count_open_dir(DIR *d)
{
	struct buf names = { .max = NAMES_MAX };
	struct dirent *e;
	uint64_t n = 0;
	int fd;

	if ((fd = open_in(d, "multi-pack-index")) >= 0) {
		n = count_multi(fd, &names);
		close(fd);
	}
	while ((e = readdir(d)) != NULL) {
		struct str name = str_of(e->d_name);

		if (!str_ends(name, STR(".idx")) || listed(&names, name) ||
		    (fd = open_in(d, e->d_name)) < 0)
			continue;
		n += count_index(fd);
		close(fd);
	}
	buf_free(&names);
	return n;
}

static uint64_t
count_dir(const char *objects)
{
	char *path = NULL;
	uint64_t n = 0;
	DIR *d;

	if (asprintf(&path, "%s/pack", objects) < 0)
		return 0;
	if ((d = opendir(path)) != NULL) {
		n = count_open_dir(d);
		closedir(d);
	}
	free(path);
	return n;
}

/* Remember a directory once; base is what a relative one starts from. */
static void
add(struct dirs *l, const char *base, struct str path)
{
	struct buf b = { .max = PATH_BYTES };
	char *real;

	if (path.n > 0 && path.p[0] != '/' && base)
		(void)buf_addf(&b, "%s/", base);
	if (buf_adds(&b, path) == 0 && l->n < DIRS_MAX &&
	    (real = realpath(b.p, NULL)) != NULL) {
		size_t i = 0;

		while (i < l->n && strcmp(l->v[i], real) != 0)
			i++;
		if (i == l->n)
			l->v[l->n++] = real;
		else
			free(real);
	}
	buf_free(&b);
}

static void
add_alternates(struct dirs *l, const char *dir)
{
	struct buf b = { .max = ALTERNATES_MAX };
	struct str rest, line;
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	if (save_read(fd, "info/alternates", &b) == 0) {
		rest = buf_str(&b);
		while (str_cut(&rest, '\n', &line))
			if (line.n > 0 && line.p[0] != '#')
				add(l, dir, line);
	}
	close(fd);
	buf_free(&b);
}

uint64_t
objcount(const char *objects)
{
	struct dirs l = { .n = 0 };
	uint64_t n = 0;

	add(&l, NULL, str_of(objects));
	for (size_t i = 0; i < l.n; i++) {
		add_alternates(&l, l.v[i]);
		n += count_dir(l.v[i]);
	}
	while (l.n > 0)
		free(l.v[--l.n]);
	return n;
}
