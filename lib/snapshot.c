#include "base.h"
#include "snapshot.h"
#include "snapshot_in.h"
#include "str.h"

#include <stdarg.h>
#include <sys/stat.h>

enum { BIG_FILE = 512 << 20 }; /* git converts nothing larger */

static const char *const wanted[] = { "export-ignore", "export-subst",
	CONVERT_ATTRS, NULL };

int
snap_fail(struct snap *j, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(j->why, j->whylen, fmt, ap);
	va_end(ap);
	return -1;
}

int
snap_fail_path(struct snap *j, struct str path, const char *why)
{
	return snap_fail(j, "'%.*s': %s", FMT(path), why);
}

int
snap_fail_write(struct snap *j, struct str path)
{
	return j->why[0] ? -1 : snap_fail_path(j, path, "out of memory");
}

/* Why a tree with such a path is refused; NULL: it is fine. */
static const char *
bad_path(struct str path)
{
	struct str part;

	if (path.n && path.p[path.n - 1] == '/')
		return "an empty name in a tree";
	while (str_cut(&path, '/', &part)) {
		if (part.n == 0)
			return "an empty name in a tree";
		if (str_eq(part, STR(".")) || str_eq(part, STR("..")))
			return "a tree must not hold '.' or '..'";
		if (str_ieq(part, STR(".git")))
			return "a tree must not hold '.git'";
	}
	return NULL;
}

/* A symlink and a directory of one name would let the archive write where
   the link points. */
static int
check_entry(struct snap *j, const struct repo_entry *e)
{
	const char *why = bad_path(e->path);

	if (why)
		return snap_fail_path(j, e->path, why);
	if (snap_check_object(j, e->path, &e->oid) < 0)
		return -1;
	if (S_ISLNK(e->mode) && pathset_add(&j->links, e->path) < 0)
		return snap_fail_path(j, e->path, "out of memory");
	if (S_ISDIR(e->mode) && pathset_has(&j->links, e->path))
		return snap_fail_path(
		    j, e->path, "a tree holds this name twice");
	return 0;
}

static int
put_path(struct snap *j, struct str path, bool dir)
{
	buf_reset(&j->path);
	return (j->a->prefix && buf_addz(&j->path, j->a->prefix) < 0) ||
		buf_adds(&j->path, path) < 0 ||
		(dir && buf_addc(&j->path, '/') < 0) ?
	    snap_fail_path(j, path, "its path is too long") :
	    0;
}

static int
put_dir(struct snap *j, struct str path, const struct oid *oid, unsigned mode)
{
	struct tar_entry t = { .oid = *oid, .mode = mode };

	if (put_path(j, path, true) < 0)
		return -1;
	t.path = buf_str(&j->path);
	return tar_put(&j->tar, &t) < 0 ? snap_fail_write(j, path) : 0;
}

/* The outermost first. */
static int
put_pending(struct snap *j)
{
	struct pending *p, *first = NULL;
	int rc = 0;

	while ((p = j->pending) != NULL) {
		j->pending = p->up;
		p->up = first;
		first = p;
	}
	while ((p = first) != NULL) {
		first = p->up;
		if (rc == 0)
			rc = put_dir(
			    j, (struct str){ p->path, p->n }, &p->oid, S_IFDIR);
		free(p);
	}
	return rc;
}

static int
put_file(struct snap *j, const struct repo_entry *e, const struct attr *v)
{
	struct tar_entry t = { .oid = e->oid, .mode = e->mode };
	struct str bytes;
	bool subst = j->commit && v[SUBST].state == ATTR_TRUE;
	int rc = repo_blob(j->r, &e->oid, &j->blob);

	if (rc == 1)
		return snap_fail_path(j, e->path, "its object is missing");
	if (rc < 0)
		return snap_fail_path(j, e->path, repo_why());
	bytes = buf_str(&j->blob);
	if (S_ISREG(e->mode) && (bytes.n <= BIG_FILE || subst) &&
	    snap_convert(j, e, v, &bytes) < 0)
		return -1;
	if (put_path(j, e->path, false) < 0)
		return -1;
	t.path = buf_str(&j->path);
	if (S_ISLNK(e->mode))
		t.link = bytes;
	else
		t.size = bytes.n;
	if (tar_put(&j->tar, &t) < 0 ||
	    (S_ISREG(e->mode) && tar_body(&j->tar, bytes.p, bytes.n) < 0))
		return snap_fail_write(j, e->path);
	return 0;
}

static int
visit_dir(struct snap *j, const struct repo_entry *e)
{
	struct attr v[NATTRS];
	struct pending *p;

	buf_reset(&j->path);
	if (buf_adds(&j->path, e->path) < 0 || buf_addc(&j->path, '/') < 0)
		return snap_fail_path(j, e->path, "its path is too long");
	gitattr_of(j->attrs, buf_str(&j->path), v);
	if (v[IGNORE].state == ATTR_TRUE)
		return 2;
	if ((p = malloc(sizeof(*p) + e->path.n + 1)) == NULL)
		return snap_fail_path(j, e->path, "out of memory");
	memcpy(p->path, e->path.p, e->path.n);
	p->n = e->path.n;
	p->oid = e->oid;
	p->up = j->pending;
	j->pending = p;
	return snap_enter(j, e->path, &e->oid);
}

static int
visit(const struct repo_entry *e, void *arg)
{
	struct snap *j = arg;
	struct attr v[NATTRS];
	struct str path = e->path;
	bool module = e->mode == 0160000;

	snap_leave(j, e->path);
	if (check_entry(j, e) < 0)
		return -1;
	if (S_ISDIR(e->mode))
		return visit_dir(j, e);
	if (put_pending(j) < 0)
		return -1;
	if (module) {
		/* A submodule is an empty directory, and matched as one. */
		buf_reset(&j->path);
		if (buf_adds(&j->path, e->path) < 0 ||
		    buf_addc(&j->path, '/') < 0)
			return snap_fail_path(
			    j, e->path, "its path is too long");
		path = buf_str(&j->path);
	}
	gitattr_of(j->attrs, path, v);
	if (v[IGNORE].state == ATTR_TRUE)
		return 0;
	return module ? put_dir(j, e->path, &e->oid, e->mode) :
			put_file(j, e, v);
}

static int
put_prefix(struct snap *j, const struct oid *tree)
{
	struct tar_entry t = { .oid = *tree, .mode = S_IFDIR };
	const char *p = j->a->prefix;
	size_t n = p ? strlen(p) : 0;

	if (n == 0 || p[n - 1] != '/')
		return 0;
	while (n > 1 && p[n - 2] == '/')
		n--;
	t.path = (struct str){ p, n };
	return tar_put(&j->tar, &t) < 0 ? snap_fail_write(j, t.path) : 0;
}

static int
run(struct snap *j)
{
	struct oid commit, tree;
	uint64_t t = 0;
	int rc;

	if (repo_resolve(j->r, j->a->rev, &commit, &tree) < 0)
		return snap_fail(j, "%s", repo_why());
	if (snap_load_replaced(j) < 0 ||
	    snap_check_object(j, STR(""), &commit) < 0 ||
	    snap_check_object(j, STR(""), &tree) < 0)
		return -1;
	if (commit.n > 0 ? snap_load_commit(j, &commit) < 0 :
			   snap_tree_time(j, &t) < 0)
		return -1;
	if (commit.n > 0)
		t = snap_commit_time(buf_str(&j->raw));
	if (snap_narrow(j, &tree) < 0)
		return -1;
	if (tar_begin(&j->tar, j->a->write, j->a->arg, t,
		commit.n > 0 ? &commit : NULL) < 0 ||
	    put_prefix(j, &tree) < 0)
		return snap_fail_write(j, STR(""));
	if (snap_enter(j, STR(""), &tree) < 0)
		return -1;
	rc = repo_walk_tree(j->r, &tree, true, visit, j);
	if (rc < 0)
		return snap_fail(j, "%s", repo_why());
	if (rc == 0 && tar_end(&j->tar) < 0)
		return snap_fail_write(j, STR(""));
	return rc == 0 ? 0 : -1;
}

static void
clean(struct snap *j)
{
	snap_leave(j, STR(""));
	while (j->inside) {
		struct inside *in = j->inside;

		j->inside = in->up;
		free(in);
	}
	gitattr_free(j->attrs);
	subst_free(&j->subst);
	pathset_free(&j->links);
	pathset_free(&j->cut);
	pathset_free(&j->replaced);
	repo_commit_free(&j->meta);
	buf_free(&j->path);
	buf_free(&j->raw);
	buf_free(&j->mailmap);
	buf_free(&j->blob);
	buf_free(&j->one);
	buf_free(&j->two);
	free(j);
}

int
snapshot_write(
    struct repo *r, const struct snapshot *a, char *why, size_t whylen)
{
	struct snap *j = calloc(1, sizeof(*j));
	int rc = -1;

	if (j == NULL) {
		snprintf(why, whylen, "out of memory");
		return -1;
	}
	why[0] = '\0';
	j->r = r;
	j->a = a;
	j->why = why;
	j->whylen = whylen;
	j->path.max = SNAP_PATH_MAX;
	j->blob.max = j->one.max = j->two.max = REPO_BLOB_MAX;
	if ((j->attrs = gitattr_new(wanted)) == NULL)
		snap_fail(j, "out of memory");
	else if (snap_load_info(j) == 0)
		rc = run(j);
	clean(j);
	return rc;
}
