#include "base.h"
#include "describe.h"
#include "refnames.h"
#include "save.h"
#include "snapshot_in.h"
#include "str.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	COMMIT_MAX = 256 << 20, /* bytes of one commit */
	MAILMAP_MAX = 64 << 20,
	MAILMAP_LINE = 1023, /* git reads a file's lines so */
	PACKED_REFS_MAX = 256 << 20,
	SHALLOW_MAX = 64 << 20
};

/* The rest of the headers is for git to judge; here the time counts. */
uint64_t
snap_commit_time(struct str raw)
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
int
snap_tree_time(struct snap *j, uint64_t *t)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");

	*t = (uint64_t)time(NULL);
	if (epoch && str_num(str_of(epoch), INT64_MAX, t) < 0)
		return snap_fail(
		    j, "SOURCE_DATE_EPOCH is no number of seconds");
	return 0;
}

/* Where a shallow clone's history ends. */
static int
load_shallow(struct snap *j)
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
	return rc < 0 ? snap_fail(j, "out of memory") : 0;
}

static int
add_replaced(const struct repo_ref *ref, void *arg)
{
	struct snap *j = arg;
	struct str name = str_of(ref->name);

	return str_starts(name, STR("refs/replace/")) &&
	    pathset_add(&j->replaced, str_sub(name, 13, name.n)) < 0;
}

/* Hardly any repository has such references, and listing all is dear. */
static bool
may_replace(int dirfd)
{
	struct buf b = { .max = PACKED_REFS_MAX };
	bool yes = faccessat(dirfd, "refs/replace", F_OK, 0) == 0;

	if (!yes && save_read(dirfd, "packed-refs", &b) == 0)
		yes =
		    str_find(buf_str(&b), STR(" refs/replace/"), 0) != STR_NONE;
	buf_free(&b);
	return yes;
}

int
snap_load_replaced(struct snap *j)
{
	int fd = open(repo_common(j->r), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool may = fd >= 0 && may_replace(fd);

	if (fd >= 0)
		close(fd);
	if (may && repo_refs(j->r, add_replaced, j) != 0)
		return snap_fail(j, "its references cannot be read");
	return 0;
}

int
snap_check_object(struct snap *j, struct str path, const struct oid *o)
{
	char hex[OID_HEX_MAX + 1];

	if (j->replaced.n == 0)
		return 0;
	oid_hex(o, hex);
	return pathset_has(&j->replaced, str_of(hex)) ?
	    snap_fail_path(j, path,
		"refs/replace has another object for it, which is not "
		"supported") :
	    0;
}

/* The work tree's, as git takes it; a bare repository has HEAD's. */
static void
load_mailmap(struct snap *j)
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

/* Answer what only the repository knows. */
static int
ask(void *arg, enum subst_fact f, struct str args, struct buf *out,
    const char **why)
{
	struct snap *j = arg;
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

int
snap_load_commit(struct snap *j, const struct oid *commit)
{
	char hex[OID_HEX_MAX + 1];

	j->raw.max = COMMIT_MAX;
	if (repo_commit(j->r, commit, &j->meta) < 0 ||
	    repo_raw(j->r, commit, &j->raw) < 0)
		return snap_fail(j, "%s", repo_why());
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
sub_path(struct snap *j, struct buf *out)
{
	const char *dir = j->a->dir ? j->a->dir : ".";
	const char *git = repo_dir(j->r), *top = repo_top(j->r);
	char *here = realpath(dir, NULL);
	char *root = top ? realpath(top, NULL) : NULL;
	char *meta = realpath(git, NULL);
	int rc = 0;

	if (here && root && snap_below(str_of(here), root, strlen(root)) &&
	    !(meta &&
		(strcmp(here, meta) == 0 ||
		    snap_below(str_of(here), meta, strlen(meta)))))
		rc = buf_addz(out, here + strlen(root) + 1);
	free(here);
	free(root);
	free(meta);
	return rc < 0 ? snap_fail(j, "out of memory") : 0;
}

/* As git archive: below the top only that directory is archived. */
int
snap_narrow(struct snap *j, struct oid *tree)
{
	struct buf sub = { .max = SNAP_PATH_MAX };
	struct repo_entry e;
	int rc = sub_path(j, &sub);

	if (rc == 0 && sub.n > 0) {
		rc = repo_lookup(j->r, tree, sub.p, &e);
		if (rc < 0)
			snap_fail(j, "%s", repo_why());
		else if (rc == 1 || !S_ISDIR(e.mode))
			rc = snap_fail(j, "it does not hold '%s'", sub.p);
		else
			*tree = e.oid;
	}
	buf_free(&sub);
	return rc;
}
