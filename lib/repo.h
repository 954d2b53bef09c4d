/*
 * repo.h - the only door to libgit2. The owner check is off, system and
 * global configuration are not read, include.path is refused. Of git's
 * environment only GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE,
 * GIT_OBJECT_DIRECTORY and GIT_ALTERNATE_OBJECT_DIRECTORIES count.
 * One struct repo belongs to one thread; open it again for another.
 */
#ifndef TAMIS_REPO_H
#define TAMIS_REPO_H

#include "buf.h"
#include "oid.h"

struct repo;

enum { REPO_BLOB_MAX = 1u << 30 }; /* a larger object is a limit */

/* dir NULL: the current one; parents are searched. NULL with why set. */
struct repo *repo_open(const char *dir, char *why, size_t whylen);
void repo_free(struct repo *r);
const char *repo_top(const struct repo *r);    /* work tree; NULL when bare */
const char *repo_dir(const struct repo *r);    /* the git directory */
const char *repo_common(const struct repo *r); /* of all work trees */

/* What was wrong in the last call that failed; this thread's. */
const char *repo_why(void);

/* A revision as git rev-parse takes it, peeled. Commit may stay empty
   (n == 0) when REV names a tree. 0, or -1. */
int repo_resolve(
    struct repo *r, const char *rev, struct oid *commit, struct oid *tree);
/* HEAD's tree; 0, 1 when there is no commit yet, -1. */
int repo_head_tree(struct repo *r, struct oid *tree);

/* A blob's bytes, replacing what out held. 0; -1; 1: it is not there. */
int repo_blob(struct repo *r, const struct oid *o, struct buf *out);

/* A commit or a tag as it is stored, replacing what out held. 0, or -1. */
int repo_raw(struct repo *r, const struct oid *o, struct buf *out);
/* The shortest hex that no other object begins with, of least digits or more;
   -1: as many as git shows, which grows with the repository; 0: all. */
int repo_abbrev(
    struct repo *r, const struct oid *o, int least, char hex[OID_HEX_MAX + 1]);

struct repo_ref {
	const char *name;  /* "refs/heads/main"; "HEAD" comes too */
	const char *to;	   /* the name a symbolic one stands for, or NULL */
	struct oid oid;	   /* what it points at in the end */
	struct oid peeled; /* and behind tags; n == 0 when that is missing */
};
/* Not 0 from the callback stops. All that resolve, in no order. 0, 1, -1. */
typedef int repo_visit_ref(const struct repo_ref *ref, void *arg);
int repo_refs(struct repo *r, repo_visit_ref *visit, void *arg);

struct repo_entry {
	struct str path; /* relative to the top, '/' between */
	unsigned mode;	 /* 0100644 0100755 0120000 0160000 040000 */
	struct oid oid;
};
/* Not 0 from the callback stops the walk; for a directory 2 skips it. */
typedef int repo_visit(const struct repo_entry *e, void *arg);
/* Every entry below tree, sorted as git sorts; directories too when dirs.
   0, 1 stopped by the callback, -1. */
int repo_walk_tree(struct repo *r, const struct oid *tree, bool dirs,
    repo_visit *visit, void *arg);
/* One path in a tree: 0, 1 not there, -1. */
int repo_lookup(struct repo *r, const struct oid *tree, const char *path,
    struct repo_entry *e);

/* The author and committer lines, and all that export-subst can name. */
struct repo_commit {
	struct oid oid, tree;
	struct oid *parents;
	size_t nparents;
	struct str author_name, author_email, committer_name, committer_email;
	int64_t author_time, committer_time; /* seconds of UTC */
	int author_zone, committer_zone;     /* minutes east */
	struct str message, encoding;	     /* raw; "" = UTF-8 */
	void *held;			     /* frees all of the above */
};
int repo_commit(struct repo *r, const struct oid *o, struct repo_commit *c);
void repo_commit_free(struct repo_commit *c);

#endif
