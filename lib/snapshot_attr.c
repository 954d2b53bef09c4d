#include "base.h"
#include "save.h"
#include "snapshot_in.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The rules of the directory path whose tree is oid, when it has some. */
int
snap_enter(struct snap *j, struct str path, const struct oid *oid)
{
	struct repo_entry e;
	struct inside *in;
	int rc = repo_lookup(j->r, oid, ".gitattributes", &e);

	if (rc == 1 || (rc == 0 && !S_ISREG(e.mode) && !S_ISLNK(e.mode)))
		return 0;
	if (rc < 0 || (rc = repo_blob(j->r, &e.oid, &j->blob)) < 0)
		return snap_fail_path(j, path, repo_why());
	if (rc == 1)
		return snap_fail_path(j, path, "its .gitattributes is missing");
	if (j->blob.n > GITATTR_FILE_MAX)
		return snap_fail_path(
		    j, path, "its .gitattributes is too large");
	if ((in = malloc(sizeof(*in) + path.n + 1)) == NULL ||
	    gitattr_enter(j->attrs, path, buf_str(&j->blob)) < 0) {
		free(in);
		return snap_fail_path(
		    j, path, "its .gitattributes has too much");
	}
	memcpy(in->path, path.p, path.n);
	in->path[path.n] = '\0';
	in->n = path.n;
	in->up = j->inside;
	j->inside = in;
	return 0;
}

bool
snap_below(struct str path, const char *dir, size_t n)
{
	return n == 0 ||
	    (path.n > n && path.p[n] == '/' && memcmp(path.p, dir, n) == 0);
}

/* Forget the directories that path is not in. */
void
snap_leave(struct snap *j, struct str path)
{
	while (j->inside && !snap_below(path, j->inside->path, j->inside->n)) {
		struct inside *in = j->inside;

		j->inside = in->up;
		free(in);
		gitattr_leave(j->attrs);
	}
	while (
	    j->pending && !snap_below(path, j->pending->path, j->pending->n)) {
		struct pending *p = j->pending;

		j->pending = p->up;
		free(p);
	}
}

int
snap_load_info(struct snap *j)
{
	int rc,
	    fd = open(repo_common(j->r), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return snap_fail(j, "%s", strerror(errno));
	j->blob.max = REPO_BLOB_MAX;
	rc = save_read(fd, "info/attributes", &j->blob);
	close(fd);
	if (rc == 1)
		return 0;
	if (rc < 0)
		return snap_fail(j, "'info/attributes': %s", strerror(errno));
	if (j->blob.n > GITATTR_FILE_MAX ||
	    gitattr_info(j->attrs, buf_str(&j->blob)) < 0)
		return snap_fail(j, "'info/attributes': it has too much");
	return 0;
}
