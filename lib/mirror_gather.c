#include "base.h"
#include "mirror_in.h"
#include "str.h"
#include "vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 65536 };

void
mirror_forget(struct mirror *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].fd >= 0)
			close(m->v[i].fd);
	m->n = 0;
}

static struct mirror_item *
add(struct mirror *m, const char *dir, const char *name)
{
	struct mirror_item *it;
	int n;

	if (m->n == MIRROR_FILES_MAX ||
	    vec_room(&m->v, &m->cap, m->n + 1, sizeof(*m->v)) < 0)
		return NULL;
	it = &m->v[m->n];
	*it = (struct mirror_item){ .fd = -1 };
	n = snprintf(it->name, sizeof(it->name), "objects/%s/%s", dir, name);
	if (n < 0 || (size_t)n >= sizeof(it->name))
		return NULL;
	m->n++;
	return it;
}

/* Into the spool: there may be more of them than descriptors. */
static int
keep_loose(struct mirror *m, struct mirror_item *it, int fd)
{
	char piece[PIECE];
	uint64_t at;
	ssize_t n;

	while ((n = read(fd, piece, sizeof(piece))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 ||
		    spool_put(m->loose, (struct str){ piece, (size_t)n }, &at) <
			0)
			return mirror_fail(m, it->name, strerror(errno));
		if (it->size == 0)
			it->at = at;
		it->size += (uint64_t)n;
	}
	return 0;
}

/* A directory of loose objects. What is gone by now is in a pack, and packs
   are looked at later. */
static int
gather_loose(struct mirror *m, const char *xx)
{
	char dir[PATH_MAX];
	struct mirror_item *it;
	struct dirent *e;
	int rc = 0, fd;
	DIR *d;

	snprintf(dir, sizeof(dir), "%s/%s", m->g->objects, xx);
	if ((d = opendir(dir)) == NULL)
		return errno == ENOENT ? 0 :
					 mirror_fail(m, dir, strerror(errno));
	while (rc == 0 && (e = readdir(d)) != NULL) {
		if (strlen(e->d_name) != 2 * (size_t)m->g->idlen - 2)
			continue;
		fd = openat(dirfd(d), e->d_name,
		    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
		if (fd < 0 && errno == ENOENT)
			continue;
		if (fd < 0 || (it = add(m, xx, e->d_name)) == NULL) {
			rc = mirror_fail(m, e->d_name,
			    fd < 0 ? strerror(errno) : "too many objects");
		} else if (!mirror_name_ok(str_of(it->name))) {
			m->n--;
		} else {
			rc = keep_loose(m, it, fd);
		}
		if (fd >= 0)
			close(fd);
	}
	closedir(d);
	return rc;
}

/* Both halves of a pack: 1 when it is gone. */
static int
open_pack(struct mirror *m, int dirfd, const char *idx)
{
	static const char *const ends[] = { "pack", "idx" };
	int stem = (int)strlen(idx) - 3;
	char name[MIRROR_NAME];
	struct mirror_item *it;
	struct stat st;

	for (size_t i = 0; i < LEN(ends); i++) {
		snprintf(name, sizeof(name), "%.*s%s", stem, idx, ends[i]);
		if ((it = add(m, "pack", name)) == NULL)
			return mirror_fail(m, name, "too many packs");
		it->fd = openat(dirfd, name, O_RDONLY | O_CLOEXEC);
		if (it->fd < 0 && errno == ENOENT)
			return 1;
		if (it->fd < 0 || fstat(it->fd, &st) < 0)
			return mirror_fail(m, name, strerror(errno));
		if (!S_ISREG(st.st_mode))
			return mirror_fail(m, name, "it is no file");
		it->size = (uint64_t)st.st_size;
	}
	return 0;
}

static bool
gathered(const struct mirror *m, const char *name)
{
	char full[MIRROR_NAME];

	snprintf(full, sizeof(full), "objects/pack/%.70s", name);
	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->v[i].name, full) == 0)
			return true;
	return false;
}

/* again: is there a pack that was not there before? */
static int
gather_packs(struct mirror *m, bool again)
{
	char dir[PATH_MAX];
	struct dirent *e;
	int rc = 0;
	DIR *d;

	snprintf(dir, sizeof(dir), "%s/pack", m->g->objects);
	if ((d = opendir(dir)) == NULL)
		return errno == ENOENT ? 0 :
					 mirror_fail(m, dir, strerror(errno));
	while (rc == 0 && (e = readdir(d)) != NULL) {
		struct str name = str_of(e->d_name);

		if (!str_ends(name, STR(".idx")) || name.n > 75)
			continue;
		if (!mirror_pack_ok(name))
			rc = mirror_fail(m, e->d_name, "no name of a pack");
		else if (again)
			rc = !gathered(m, e->d_name);
		else if (m->n > MIRROR_FILES_MAX - 2)
			rc = mirror_fail(m, dir, "too many packs");
		else
			rc = open_pack(m, dirfd(d), e->d_name);
	}
	closedir(d);
	return rc;
}

static int
by_name(const void *a, const void *b)
{
	const struct mirror_item *x = a, *y = b;

	return strcmp(x->name, y->name);
}

int
mirror_gather(struct mirror *m)
{
	char xx[3];
	int rc = 0;

	mirror_forget(m);
	for (int i = 0; rc == 0 && i < 256; i++) {
		snprintf(xx, sizeof(xx), "%02x", (unsigned)i);
		rc = gather_loose(m, xx);
	}
	if (rc == 0)
		rc = gather_packs(m, false);
	if (rc == 0)
		rc = gather_packs(m, true);
	if (rc == 0 && m->n)
		qsort(m->v, m->n, sizeof(*m->v), by_name);
	return rc;
}
