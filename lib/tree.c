#include "base.h"
#include "str.h"
#include "tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAMES_MAX (256u << 10)

/* While the walk goes on, buffers move: names are kept as offsets. */
struct walk {
	struct tree *t;
	size_t at[TREE_FILES_MAX], len[TREE_FILES_MAX];
	char path[1024];
};

static int
add_file(struct walk *w, size_t n, const struct stat *st)
{
	struct tree *t = w->t;
	struct tree_file *f;

	if (t->n == TREE_FILES_MAX) {
		errno = EFBIG;
		return -1;
	}
	f = &t->v[t->n];
	w->at[t->n] = t->names.n;
	w->len[t->n] = n;
	f->size = (uint64_t)st->st_size;
	f->changed =
	    (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
	t->n++;
	return buf_add(&t->names, w->path, n + 1);
}

static int walk(struct walk *w, size_t n, int depth);

static int
visit(struct walk *w, DIR *d, size_t n, const char *name, int depth)
{
	size_t room = sizeof(w->path) - n;
	int len = snprintf(w->path + n, room, "%s%s", n ? "/" : "", name);
	struct stat st;

	if (len < 0 || (size_t)len >= room) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (fstatat(dirfd(d), name, &st, 0) < 0)
		return -1;
	n += (size_t)len;
	if (S_ISDIR(st.st_mode))
		return depth < TREE_DEPTH_MAX ? walk(w, n, depth + 1) : 0;
	return S_ISREG(st.st_mode) ? add_file(w, n, &st) : 0;
}

static int
walk(struct walk *w, size_t n, int depth)
{
	int fd = openat(
	    w->t->fd, n ? w->path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *e;
	int rc = 0;

	if (d == NULL) {
		if (fd >= 0)
			close(fd);
		return -1;
	}
	while (rc == 0 && (errno = 0, e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			rc = visit(w, d, n, e->d_name, depth);
	if (rc == 0 && errno != 0)
		rc = -1;
	closedir(d);
	return rc;
}

static int
by_name(const void *a, const void *b)
{
	return str_cmp(((const struct tree_file *)a)->name,
	    ((const struct tree_file *)b)->name);
}

int
tree_open(struct tree *t, const char *dir)
{
	struct walk *w = calloc(1, sizeof(*w));
	int rc = -1, saved;

	*t = (struct tree){ .fd = -1, .names.max = NAMES_MAX };
	t->v = calloc(TREE_FILES_MAX, sizeof(*t->v));
	if (w && t->v) {
		w->t = t;
		t->fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (t->fd >= 0)
			rc = walk(w, 0, 0);
	}
	for (size_t i = 0; rc == 0 && i < t->n; i++)
		t->v[i].name = (struct str){ t->names.p + w->at[i], w->len[i] };
	if (rc == 0 && t->n > 1)
		qsort(t->v, t->n, sizeof(*t->v), by_name);
	saved = errno;
	free(w);
	if (rc < 0)
		tree_free(t);
	errno = saved;
	return rc;
}

int
tree_read(const struct tree *t, const struct tree_file *f, struct buf *out)
{
	int fd = openat(t->fd, f->name.p, O_RDONLY | O_CLOEXEC), saved;
	ssize_t n = -1;

	if (fd < 0)
		return -1;
	do {
		if (buf_room(out, 65536) < 0) {
			errno = EFBIG;
			n = -1;
			break;
		}
		n = read(fd, out->p + out->n, 65536);
		if (n > 0)
			out->n += (size_t)n;
	} while (n > 0 || (n < 0 && errno == EINTR));
	saved = errno;
	close(fd);
	errno = saved;
	return n < 0 ? -1 : 0;
}

void
tree_free(struct tree *t)
{
	if (t->fd >= 0)
		close(t->fd);
	free(t->v);
	buf_free(&t->names);
	*t = (struct tree){ .fd = -1 };
}
