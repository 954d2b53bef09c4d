#include "base.h"
#include "vault.h"
#include "str.h"
#include "vault_in.h"
#include "vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

int
vault_fail(struct vault *v, const char *what, const char *why)
{
	snprintf(v->why, sizeof(v->why), "'%.100s': %s", what, why);
	return -1;
}

int
vault_add_name(struct vault *v, const char *name)
{
	if (strlen(name) >= VAULT_NAME)
		return 0;
	if (v->n == VAULT_MAX ||
	    vec_room(&v->names, &v->cap, v->n + 1, sizeof(*v->names)) < 0)
		return vault_fail(v, v->where, "too many files");
	snprintf(v->names[v->n++], VAULT_NAME, "%s", name);
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	const char *x = a, *y = b;

	return strcmp(x, y);
}

static int
list(struct vault *v)
{
	int fd = openat(v->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *e;
	int rc = 0;

	if (d == NULL)
		return vault_fail(v, v->where, strerror(errno));
	while (rc == 0 && (e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			rc = vault_add_name(v, e->d_name);
	closedir(d);
	return rc;
}

static int
open_local(struct vault *v, enum vault_for what)
{
	if (what == VAULT_ADD && mkdir(v->where, 0700) < 0 && errno != EEXIST)
		return vault_fail(v, v->where, strerror(errno));
	v->dir = open(v->where, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (v->dir < 0)
		return vault_fail(v, v->where, strerror(errno));
	if (what == VAULT_ADD && flock(v->dir, LOCK_EX | LOCK_NB) < 0)
		return vault_fail(v, v->where,
		    errno == EWOULDBLOCK ? "another run is at work there" :
					   strerror(errno));
	return list(v);
}

static int
open_remote(struct vault *v, enum vault_for what)
{
	v->remote = true;
	if (scratch_new(&v->copy, NULL) < 0)
		return vault_fail(v, "a temporary directory", strerror(errno));
	v->dir = open(v->copy.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (v->dir < 0)
		return vault_fail(v, v->copy.path, strerror(errno));
	return vault_sftp_open(v, what == VAULT_ADD, what == VAULT_CHECK);
}

int
vault_open(struct vault *v, const char *where, enum vault_for what)
{
	int rc;

	*v = (struct vault){ .dir = -1, .where = where };
	if ((rc = vault_sftp_parse(v, where)) < 0)
		return -1;
	rc = rc == 1 ? open_local(v, what) : open_remote(v, what);
	if (rc == 0 && v->n)
		qsort(v->names, v->n, sizeof(*v->names), by_name);
	return rc;
}

bool
vault_has(const struct vault *v, const char *name)
{
	return v->n &&
	    bsearch(name, v->names, v->n, sizeof(*v->names), by_name) != NULL;
}

int
vault_read(struct vault *v, const char *name, struct buf *out)
{
	int rc = save_read(v->dir, name, out);

	return rc < 0 ? vault_fail(v, name, strerror(errno)) : rc;
}

int
vault_get(struct vault *v, const char *name)
{
	int fd = openat(
	    v->dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && !S_ISREG(st.st_mode)) {
		close(fd);
		fd = -1;
		errno = EINVAL;
	}
	return fd < 0 ? vault_fail(v, name, strerror(errno)) : fd;
}

int
vault_begin(struct vault *v, struct save_file *f, const char *name)
{
	return save_begin(f, v->dir, name, 0600) < 0 ?
	    vault_fail(v, name, strerror(errno)) :
	    0;
}

int
vault_end(struct vault *v, struct save_file *f, const char *name)
{
	if (save_end(f, name, SAVE_NEW) < 0)
		return vault_fail(v, name ? name : v->where,
		    errno == EEXIST ? "another run was faster" :
				      strerror(errno));
	if (name == NULL)
		return 0;
	if (v->remote) {
		if (v->npending == VAULT_PENDING)
			return vault_fail(v, name, "too many files at once");
		snprintf(v->pending[v->npending++], VAULT_NAME, "%s", name);
		return 0;
	}
	if (fsync(v->dir) < 0 && errno != EINVAL)
		return vault_fail(v, v->where, strerror(errno));
	return 0;
}

int
vault_put(struct vault *v, const char *name, struct str bytes)
{
	struct save_file f;

	if (vault_begin(v, &f, name) < 0)
		return -1;
	while (bytes.n) {
		ssize_t n = write(f.fd, bytes.p, bytes.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			vault_fail(v, name, strerror(errno));
			save_end(&f, NULL, SAVE_NEW);
			return -1;
		}
		bytes = str_sub(bytes, (size_t)n, bytes.n);
	}
	return vault_end(v, &f, name);
}

int
vault_flush(struct vault *v)
{
	int rc = v->remote && v->npending ? vault_sftp_send(v) : 0;

	v->npending = 0;
	return rc;
}

void
vault_close(struct vault *v)
{
	if (v->dir >= 0)
		close(v->dir);
	scratch_free(&v->copy);
	free(v->names);
	v->names = NULL;
	v->dir = -1;
	v->n = v->cap = 0;
}
