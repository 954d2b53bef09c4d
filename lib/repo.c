#include <git2/sys/repository.h>

#include "base.h"
#include "cquote.h"
#include "repo.h"
#include "repo_in.h"
#include "str.h"

#include <pthread.h>
#include <stdarg.h>

enum {
	CACHE_MAX = 32 << 20,	/* objects libgit2 keeps */
	MAPPED_MAX = 512 << 20, /* of packs mapped at once */
	PATH_BYTES_MAX = 1 << 20,
	ALTERNATES_MAX = 64
};

static _Thread_local char why_last[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int init_rc;

int
repo_fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why_last, sizeof(why_last), fmt, ap);
	va_end(ap);
	return -1;
}

int
repo_fail_git(void)
{
	const git_error *e = git_error_last();

	return repo_fail("%s", e && e->message ? e->message : "libgit2 failed");
}

/* Nothing outside the repository is read, and memory has a ceiling. */
static void
init(void)
{
	static const int levels[] = { GIT_CONFIG_LEVEL_PROGRAMDATA,
		GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
		GIT_CONFIG_LEVEL_GLOBAL };

	if ((init_rc = git_libgit2_init()) < 0)
		return;
	for (size_t i = 0; i < LEN(levels); i++)
		git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, (ssize_t)CACHE_MAX);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)MAPPED_MAX);
}

void
repo_to_git(const struct oid *o, git_oid *g)
{
	memcpy(g->id, o->id, GIT_OID_RAWSZ);
}

struct oid
repo_from_git(const git_oid *g)
{
	struct oid o = { .n = GIT_OID_RAWSZ };

	memcpy(o.id, g->id, GIT_OID_RAWSZ);
	return o;
}

/* The object directories of a quarantine: "a:b", each may be C-quoted. */
static int
add_alternates(git_odb *odb, const struct gitdir *at)
{
	struct str rest = str_of(at->alternates);
	struct buf path = { .max = PATH_BYTES_MAX };
	int rc = 0;

	for (int i = 0; rc == 0 && rest.n > 0; i++) {
		size_t used = str_chr(rest, ':', 0);
		struct str one = str_sub(rest, 0, used);

		buf_reset(&path);
		if (i == ALTERNATES_MAX)
			rc = repo_fail("too many alternate object directories");
		else if (cquote_undo(rest, &path, &used) < 0) {
			buf_reset(&path);
			if (one.n > 0 && one.p[0] != '/')
				rc = buf_addf(&path, "%s/", at->base);
			rc = rc < 0 || buf_adds(&path, one) < 0 ? -1 : 0;
			used = one.n;
		}
		/* As git: one that is not there is passed over. */
		if (rc == 0 && path.n > 0)
			(void)git_odb_add_disk_alternate(odb, path.p);
		rest = str_sub(rest, used, rest.n);
		if (rest.n && rest.p[0] == ':')
			rest = str_sub(rest, 1, rest.n);
	}
	buf_free(&path);
	return rc;
}

static int
open_odb(struct repo *r)
{
	if (git_odb_open(&r->odb, r->at.objects) < 0)
		return repo_fail_git();
	if (r->at.alternates && add_alternates(r->odb, &r->at) < 0)
		return -1;
	return git_repository_set_odb(r->git, r->odb) < 0 ? repo_fail_git() : 0;
}

/*
 * libgit2 would follow include.path of a configuration, and refuse an
 * index it cannot read; it is given an empty one of each.
 */
static int
open_git(struct repo *r)
{
	git_config *conf = NULL;
	git_index *index = NULL;
	int rc = -1;

	if (git_repository_open_bare(&r->git, r->at.dir) < 0 ||
	    git_config_new(&conf) < 0 || git_index_new(&index) < 0 ||
	    git_repository_set_config(r->git, conf) < 0 ||
	    git_repository_set_index(r->git, index) < 0 ||
	    (r->at.top && git_repository_set_workdir(r->git, r->at.top, 0) < 0))
		rc = repo_fail_git();
	else
		rc = open_odb(r);
	git_config_free(conf);
	git_index_free(index);
	return rc;
}

static int
may_read(const struct gitdir *at)
{
	if (at->idlen != GIT_OID_RAWSZ)
		return repo_fail("SHA-256 repositories are not read yet");
	return at->odd ? repo_fail("%s", at->odd) : 0;
}

struct repo *
repo_open(const char *dir, char *why, size_t whylen)
{
	struct repo *r = calloc(1, sizeof(*r));
	int rc = -1;

	pthread_once(&once, init);
	if (r == NULL || init_rc < 0)
		repo_fail("out of memory");
	else if (gitdir_find(&r->at, dir, why_last, sizeof(why_last)) == 0)
		rc = may_read(&r->at) < 0 ? -1 : open_git(r);
	if (rc == 0)
		return r;
	snprintf(why, whylen, "%s", why_last);
	repo_free(r);
	return NULL;
}

void
repo_free(struct repo *r)
{
	if (r == NULL)
		return;
	git_odb_free(r->odb);
	git_repository_free(r->git);
	gitdir_free(&r->at);
	free(r);
}

const char *
repo_top(const struct repo *r)
{
	return r->at.top;
}

const char *
repo_dir(const struct repo *r)
{
	return r->at.dir;
}

const char *
repo_common(const struct repo *r)
{
	return r->at.common;
}

const char *
repo_why(void)
{
	return why_last;
}

static int
tree_of(git_object *o, struct oid *tree)
{
	git_object *t = NULL;

	if (git_object_peel(&t, o, GIT_OBJECT_TREE) < 0)
		return repo_fail_git();
	*tree = repo_from_git(git_object_id(t));
	git_object_free(t);
	return 0;
}

int
repo_resolve(
    struct repo *r, const char *rev, struct oid *commit, struct oid *tree)
{
	git_object *o = NULL, *c = NULL;
	int rc;

	*commit = *tree = (struct oid){ 0 };
	if (git_revparse_single(&o, r->git, rev) < 0) {
		git_object_free(o);
		return repo_fail("no such revision");
	}
	if (git_object_peel(&c, o, GIT_OBJECT_COMMIT) == 0)
		*commit = repo_from_git(git_object_id(c));
	rc = tree_of(o, tree);
	git_object_free(c);
	git_object_free(o);
	return rc;
}

int
repo_head_tree(struct repo *r, struct oid *tree)
{
	git_reference *head = NULL;
	git_object *o = NULL;
	int rc = git_repository_head(&head, r->git);

	if (rc == GIT_EUNBORNBRANCH || rc == GIT_ENOTFOUND)
		return 1;
	if (rc < 0 || git_reference_peel(&o, head, GIT_OBJECT_TREE) < 0)
		rc = repo_fail_git();
	else
		*tree = repo_from_git(git_object_id(o));
	git_object_free(o);
	git_reference_free(head);
	return rc < 0 ? -1 : 0;
}

int
repo_blob(struct repo *r, const struct oid *o, struct buf *out)
{
	git_odb_object *obj = NULL;
	git_object_t type;
	size_t size;
	git_oid id;
	int rc;

	buf_reset(out);
	repo_to_git(o, &id);
	if ((rc = git_odb_read_header(&size, &type, r->odb, &id)) < 0)
		return rc == GIT_ENOTFOUND ? 1 : repo_fail_git();
	if (type != GIT_OBJECT_BLOB)
		return repo_fail("the object is no blob");
	if (size > REPO_BLOB_MAX)
		return repo_fail("the object is larger than 1 GiB");
	if (git_odb_read(&obj, r->odb, &id) < 0)
		return repo_fail_git();
	rc = buf_add(out, git_odb_object_data(obj), git_odb_object_size(obj));
	git_odb_object_free(obj);
	return rc < 0 ? repo_fail("out of memory, or over a limit") : 0;
}

int
repo_raw(struct repo *r, const struct oid *o, struct buf *out)
{
	git_odb_object *obj = NULL;
	git_oid id;
	int rc;

	buf_reset(out);
	repo_to_git(o, &id);
	if (git_odb_read(&obj, r->odb, &id) < 0)
		return repo_fail_git();
	if (git_odb_object_type(obj) != GIT_OBJECT_COMMIT &&
	    git_odb_object_type(obj) != GIT_OBJECT_TAG)
		rc = repo_fail("the object is no commit or tag");
	else if (buf_add(out, git_odb_object_data(obj),
		     git_odb_object_size(obj)) < 0)
		rc = repo_fail("out of memory, or over a limit");
	else
		rc = 0;
	git_odb_object_free(obj);
	return rc;
}
