#include "base.h"
#include "snapshot.h"
#include "convert.h"
#include "describe.h"
#include "gitattr.h"
#include "person.h"
#include "pathset.h"
#include "refnames.h"
#include "save.h"
#include "str.h"
#include "subst.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	BIG_FILE = 512 << 20,	/* git converts nothing larger */
	COMMIT_MAX = 256 << 20, /* bytes of one commit */
	MAILMAP_MAX = 64 << 20,
	MAILMAP_LINE = 1023, /* git reads a file's lines so */
	PATH_MAX_BYTES = 1 << 20,
	SHALLOW_MAX = 64 << 20
};

enum { IGNORE, SUBST, CONVERT, NATTRS = CONVERT + CONVERT_NATTRS };

static const char *const wanted[] = { "export-ignore", "export-subst",
	CONVERT_ATTRS, NULL };

/* A directory that goes in once something in it does. */
struct pending {
	struct pending *up;
	struct oid oid;
	size_t n;
	char path[];
};

/* A directory whose .gitattributes are in force. */
struct inside {
	struct inside *up;
	size_t n;
	char path[];
};

struct job {
	struct repo *r;
	const struct snapshot *a;
	struct tar tar;
	struct gitattr *attrs;
	struct pending *pending;
	struct inside *inside;
	struct pathset links;
	struct pathset cut; /* commits whose parents a shallow clone lacks */
	struct subst subst;
	bool commit, shallow;
	struct repo_commit meta;
	struct buf path, raw, mailmap, blob, one, two;
	char *why;
	size_t whylen;
};

static int fail(struct job *j, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static int
fail(struct job *j, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(j->why, j->whylen, fmt, ap);
	va_end(ap);
	return -1;
}

static int
fail_path(struct job *j, struct str path, const char *why)
{
	return fail(j, "'%.*s': %s", FMT(path), why);
}

static int
fail_write(struct job *j, struct str path)
{
	return j->why[0] ? -1 : fail_path(j, path, "out of memory");
}

/* ---- what a tree may hold -------------------------------------------- */

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
check_entry(struct job *j, const struct repo_entry *e)
{
	const char *why = bad_path(e->path);

	if (why)
		return fail_path(j, e->path, why);
	if (S_ISLNK(e->mode) && pathset_add(&j->links, e->path) < 0)
		return fail_path(j, e->path, "out of memory");
	if (S_ISDIR(e->mode) && pathset_has(&j->links, e->path))
		return fail_path(j, e->path, "a tree holds this name twice");
	return 0;
}

/* ---- attributes ------------------------------------------------------ */

/* The rules of the directory path whose tree is oid, when it has some. */
static int
enter(struct job *j, struct str path, const struct oid *oid)
{
	struct repo_entry e;
	struct inside *in;
	int rc = repo_lookup(j->r, oid, ".gitattributes", &e);

	if (rc == 1 || (rc == 0 && !S_ISREG(e.mode) && !S_ISLNK(e.mode)))
		return 0;
	if (rc < 0 || (rc = repo_blob(j->r, &e.oid, &j->blob)) < 0)
		return fail_path(j, path, repo_why());
	if (rc == 1)
		return fail_path(j, path, "its .gitattributes is missing");
	if (j->blob.n > GITATTR_FILE_MAX)
		return fail_path(j, path, "its .gitattributes is too large");
	if ((in = malloc(sizeof(*in) + path.n + 1)) == NULL ||
	    gitattr_enter(j->attrs, path, buf_str(&j->blob)) < 0) {
		free(in);
		return fail_path(j, path, "its .gitattributes has too much");
	}
	memcpy(in->path, path.p, path.n);
	in->path[path.n] = '\0';
	in->n = path.n;
	in->up = j->inside;
	j->inside = in;
	return 0;
}

static bool
below(struct str path, const char *dir, size_t n)
{
	return n == 0 ||
	    (path.n > n && path.p[n] == '/' && memcmp(path.p, dir, n) == 0);
}

/* Forget the directories that path is not in. */
static void
leave(struct job *j, struct str path)
{
	while (j->inside && !below(path, j->inside->path, j->inside->n)) {
		struct inside *in = j->inside;

		j->inside = in->up;
		free(in);
		gitattr_leave(j->attrs);
	}
	while (j->pending && !below(path, j->pending->path, j->pending->n)) {
		struct pending *p = j->pending;

		j->pending = p->up;
		free(p);
	}
}

static int
load_info(struct job *j)
{
	int rc,
	    fd = open(repo_common(j->r), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return fail(j, "%s", strerror(errno));
	j->blob.max = REPO_BLOB_MAX;
	rc = save_read(fd, "info/attributes", &j->blob);
	close(fd);
	if (rc == 1)
		return 0;
	if (rc < 0)
		return fail(j, "'info/attributes': %s", strerror(errno));
	if (j->blob.n > GITATTR_FILE_MAX ||
	    gitattr_info(j->attrs, buf_str(&j->blob)) < 0)
		return fail(j, "'info/attributes': it has too much");
	return 0;
}

/* ---- entries --------------------------------------------------------- */

static int
put_path(struct job *j, struct str path, bool dir)
{
	buf_reset(&j->path);
	return (j->a->prefix && buf_addz(&j->path, j->a->prefix) < 0) ||
		buf_adds(&j->path, path) < 0 ||
		(dir && buf_addc(&j->path, '/') < 0) ?
	    fail_path(j, path, "its path is too long") :
	    0;
}

static int
put_dir(struct job *j, struct str path, const struct oid *oid, unsigned mode)
{
	struct tar_entry t = { .oid = *oid, .mode = mode };

	if (put_path(j, path, true) < 0)
		return -1;
	t.path = buf_str(&j->path);
	return tar_put(&j->tar, &t) < 0 ? fail_write(j, path) : 0;
}

/* The outermost first. */
static int
put_pending(struct job *j)
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

/* Answer what only the repository knows. */
static int
ask(void *arg, enum subst_fact f, struct str args, struct buf *out,
    const char **why)
{
	struct job *j = arg;
	char hex[OID_HEX_MAX + 1];
	const struct oid *v = &j->meta.oid;
	size_t n = 1;

	switch (f) {
	case SUBST_DESCRIBE:
		return describe_put(j->r, v, args, &j->cut, out, why);
	case SUBST_NAMES: return refnames_put(j->r, v, j->shallow, out, why);
	case SUBST_TREE: v = &j->meta.tree; break;
	case SUBST_PARENTS:
		v = j->subst.parents;
		n = j->subst.nparents;
		break;
	case SUBST_COMMIT: break;
	default: return 1;
	}
	for (size_t i = 0; i < n; i++)
		if (repo_abbrev(j->r, &v[i], -1, hex) < 0 ||
		    (i > 0 && buf_addc(out, ' ') < 0) || buf_addz(out, hex) < 0)
			return -1;
	return 0;
}

/* One step's outcome becomes the next one's input. */
static void
step(struct str *bytes, struct buf **spare, struct buf *other, int rc)
{
	if (rc != 1)
		return;
	*bytes = buf_str(*spare);
	*spare = other;
	buf_reset(other);
}

/* The bytes of a file as they go into the archive. */
static int
convert(struct job *j, const struct repo_entry *e, const struct attr *v,
    struct str *bytes)
{
	char hex[OID_HEX_MAX + 1];
	struct convert c;
	struct buf *spare = &j->one;
	bool bad = false;
	int rc;

	if (convert_plan(v + CONVERT, &c) < 0)
		return fail_path(
		    j, e->path, "working-tree-encoding needs a value");
	buf_reset(&j->one);
	buf_reset(&j->two);
	oid_hex(&e->oid, hex);
	rc = c.ident ? convert_ident(spare, *bytes, hex) : 0;
	if (rc >= 0) {
		step(bytes, &spare, &j->two, rc);
		rc = convert_eol(&c, spare, *bytes);
	}
	if (rc >= 0) {
		step(bytes, &spare, spare == &j->one ? &j->two : &j->one, rc);
		rc = convert_encoding(&c, spare, *bytes, &bad);
	}
	if (rc >= 0) {
		step(bytes, &spare, spare == &j->one ? &j->two : &j->one, rc);
		rc = 0;
	}
	if (bad && j->a->note)
		j->a->note(e->path, "it does not fit its encoding");
	if (rc == 0 && j->commit && v[SUBST].state == ATTR_TRUE) {
		buf_reset(spare);
		if (subst_run(&j->subst, spare, *bytes) < 0)
			return fail_path(j, e->path, j->subst.why);
		*bytes = buf_str(spare);
	}
	return rc < 0 ? fail_path(j, e->path, "it is too large") : 0;
}

static int
put_file(struct job *j, const struct repo_entry *e, const struct attr *v)
{
	struct tar_entry t = { .oid = e->oid, .mode = e->mode };
	struct str bytes;
	bool subst = j->commit && v[SUBST].state == ATTR_TRUE;
	int rc = repo_blob(j->r, &e->oid, &j->blob);

	if (rc == 1)
		return fail_path(j, e->path, "its object is missing");
	if (rc < 0)
		return fail_path(j, e->path, repo_why());
	bytes = buf_str(&j->blob);
	if (S_ISREG(e->mode) && (bytes.n <= BIG_FILE || subst) &&
	    convert(j, e, v, &bytes) < 0)
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
		return fail_write(j, e->path);
	return 0;
}

static int
visit_dir(struct job *j, const struct repo_entry *e)
{
	struct attr v[NATTRS];
	struct pending *p;

	buf_reset(&j->path);
	if (buf_adds(&j->path, e->path) < 0 || buf_addc(&j->path, '/') < 0)
		return fail_path(j, e->path, "its path is too long");
	gitattr_of(j->attrs, buf_str(&j->path), v);
	if (v[IGNORE].state == ATTR_TRUE)
		return 2;
	if ((p = malloc(sizeof(*p) + e->path.n + 1)) == NULL)
		return fail_path(j, e->path, "out of memory");
	memcpy(p->path, e->path.p, e->path.n);
	p->n = e->path.n;
	p->oid = e->oid;
	p->up = j->pending;
	j->pending = p;
	return enter(j, e->path, &e->oid);
}

static int
visit(const struct repo_entry *e, void *arg)
{
	struct job *j = arg;
	struct attr v[NATTRS];
	struct str path = e->path;
	bool module = e->mode == 0160000;

	leave(j, e->path);
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
			return fail_path(j, e->path, "its path is too long");
		path = buf_str(&j->path);
	}
	gitattr_of(j->attrs, path, v);
	if (v[IGNORE].state == ATTR_TRUE)
		return 0;
	return module ? put_dir(j, e->path, &e->oid, e->mode) :
			put_file(j, e, v);
}

/* ---- beginning and end ----------------------------------------------- */

/* The rest of the headers is for git to judge; here the time counts. */
static uint64_t
commit_time(struct str raw)
{
	struct str line;

	while (str_cut(&raw, '\n', &line) && line.n > 0) {
		size_t at = str_chr(line, '>', 0);

		if (str_starts(line, STR("committer ")) && at != STR_NONE)
			/* What follows the header ends the number. */
			return strtoumax(line.p + at + 1, NULL, 10);
	}
	return 0;
}

/* A tree has no time of its own. */
static int
tree_time(struct job *j, uint64_t *t)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");

	*t = (uint64_t)time(NULL);
	if (epoch && str_num(str_of(epoch), INT64_MAX, t) < 0)
		return fail(j, "SOURCE_DATE_EPOCH is no number of seconds");
	return 0;
}

/* Where a shallow clone's history ends. */
static int
load_shallow(struct job *j)
{
	int fd = open(repo_common(j->r), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct buf b = { .max = SHALLOW_MAX };
	struct str rest, line;
	int rc = 0;

	if (fd >= 0 && save_read(fd, "shallow", &b) == 0) {
		rest = buf_str(&b);
		while (rc == 0 && str_cut(&rest, '\n', &line))
			rc = pathset_add(&j->cut, str_trim(line));
	}
	if (fd >= 0)
		close(fd);
	buf_free(&b);
	return rc < 0 ? fail(j, "out of memory") : 0;
}

/* The work tree's, as git takes it; a bare repository has HEAD's. */
static void
load_mailmap(struct job *j)
{
	const char *top = repo_top(j->r);
	struct repo_entry e;
	struct oid tree;
	int fd;

	j->mailmap.max = MAILMAP_MAX;
	if (top) {
		fd = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd >= 0 && save_read(fd, ".mailmap", &j->mailmap) != 0)
			buf_reset(&j->mailmap);
		if (fd >= 0)
			close(fd);
		j->subst.longest = MAILMAP_LINE;
	} else {
		if (repo_head_tree(j->r, &tree) != 0 ||
		    repo_lookup(j->r, &tree, ".mailmap", &e) != 0 ||
		    repo_blob(j->r, &e.oid, &j->mailmap) != 0)
			buf_reset(&j->mailmap);
		j->subst.longest = SIZE_MAX;
	}
	j->subst.mailmap = buf_str(&j->mailmap);
}

static int
load_commit(struct job *j, const struct oid *commit)
{
	char hex[OID_HEX_MAX + 1];

	j->raw.max = COMMIT_MAX;
	if (repo_commit(j->r, commit, &j->meta) < 0 ||
	    repo_raw(j->r, commit, &j->raw) < 0)
		return fail(j, "%s", repo_why());
	j->commit = true;
	if (load_shallow(j) < 0)
		return -1;
	oid_hex(commit, hex);
	j->shallow = pathset_has(&j->cut, str_of(hex));
	load_mailmap(j);
	j->subst.commit = *commit;
	j->subst.tree = j->meta.tree;
	j->subst.parents = j->meta.parents;
	j->subst.nparents = j->shallow ? 0 : j->meta.nparents;
	j->subst.raw = buf_str(&j->raw);
	j->subst.ask = ask;
	j->subst.arg = j;
	return 0;
}

/* The part of the work tree's path below its top, or "". */
static int
sub_path(struct job *j, struct buf *out)
{
	const char *dir = j->a->dir ? j->a->dir : ".";
	const char *git = repo_dir(j->r), *top = repo_top(j->r);
	char *here = realpath(dir, NULL);
	char *root = top ? realpath(top, NULL) : NULL;
	char *meta = realpath(git, NULL);
	int rc = 0;

	if (here && root && below(str_of(here), root, strlen(root)) &&
	    !(meta &&
		(strcmp(here, meta) == 0 ||
		    below(str_of(here), meta, strlen(meta)))))
		rc = buf_addz(out, here + strlen(root) + 1);
	free(here);
	free(root);
	free(meta);
	return rc < 0 ? fail(j, "out of memory") : 0;
}

/* As git archive: below the top only that directory is archived. */
static int
narrow(struct job *j, struct oid *tree)
{
	struct buf sub = { .max = PATH_MAX_BYTES };
	struct repo_entry e;
	int rc = sub_path(j, &sub);

	if (rc == 0 && sub.n > 0) {
		rc = repo_lookup(j->r, tree, sub.p, &e);
		if (rc < 0)
			fail(j, "%s", repo_why());
		else if (rc == 1 || !S_ISDIR(e.mode))
			rc = fail(j, "it does not hold '%s'", sub.p);
		else
			*tree = e.oid;
	}
	buf_free(&sub);
	return rc;
}

static int
put_prefix(struct job *j, const struct oid *tree)
{
	struct tar_entry t = { .oid = *tree, .mode = S_IFDIR };
	const char *p = j->a->prefix;
	size_t n = p ? strlen(p) : 0;

	if (n == 0 || p[n - 1] != '/')
		return 0;
	while (n > 1 && p[n - 2] == '/')
		n--;
	t.path = (struct str){ p, n };
	return tar_put(&j->tar, &t) < 0 ? fail_write(j, t.path) : 0;
}

static int
run(struct job *j)
{
	struct oid commit, tree;
	uint64_t t = 0;
	int rc;

	if (repo_resolve(j->r, j->a->rev, &commit, &tree) < 0)
		return fail(j, "%s", repo_why());
	if (commit.n > 0 ? load_commit(j, &commit) < 0 : tree_time(j, &t) < 0)
		return -1;
	if (commit.n > 0)
		t = commit_time(buf_str(&j->raw));
	if (narrow(j, &tree) < 0)
		return -1;
	if (tar_begin(&j->tar, j->a->write, j->a->arg, t,
		commit.n > 0 ? &commit : NULL) < 0 ||
	    put_prefix(j, &tree) < 0)
		return fail_write(j, STR(""));
	if (enter(j, STR(""), &tree) < 0)
		return -1;
	rc = repo_walk_tree(j->r, &tree, true, visit, j);
	if (rc < 0)
		return fail(j, "%s", repo_why());
	if (rc == 0 && tar_end(&j->tar) < 0)
		return fail_write(j, STR(""));
	return rc == 0 ? 0 : -1;
}

static void
clean(struct job *j)
{
	leave(j, STR(""));
	while (j->inside) {
		struct inside *in = j->inside;

		j->inside = in->up;
		free(in);
	}
	gitattr_free(j->attrs);
	subst_free(&j->subst);
	pathset_free(&j->links);
	pathset_free(&j->cut);
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
	struct job *j = calloc(1, sizeof(*j));
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
	j->path.max = PATH_MAX_BYTES;
	j->blob.max = j->one.max = j->two.max = REPO_BLOB_MAX;
	if ((j->attrs = gitattr_new(wanted)) == NULL)
		fail(j, "out of memory");
	else if (load_info(j) == 0)
		rc = run(j);
	clean(j);
	return rc;
}
