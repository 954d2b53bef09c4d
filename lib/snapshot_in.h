/* snapshot_in.h - what the files of snapshot share; for them alone. */
#ifndef TAMIS_SNAPSHOT_IN_H
#define TAMIS_SNAPSHOT_IN_H

#include "convert.h"
#include "gitattr.h"
#include "pathset.h"
#include "snapshot.h"
#include "subst.h"

enum { IGNORE, SUBST, CONVERT, NATTRS = CONVERT + CONVERT_NATTRS };

enum { SNAP_PATH_MAX = 1 << 20 };

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

struct snap {
	struct repo *r;
	const struct snapshot *a;
	struct tar tar;
	struct gitattr *attrs;
	struct pending *pending;
	struct inside *inside;
	struct pathset links;
	struct pathset cut; /* commits whose parents a shallow clone lacks */
	struct pathset replaced; /* objects that git reads others for */
	struct subst subst;
	bool commit, shallow;
	struct repo_commit meta;
	struct buf path, raw, mailmap, blob, one, two;
	char *why;
	size_t whylen;
};

/* All give -1 after they said why. */
int snap_fail(struct snap *j, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
int snap_fail_path(struct snap *j, struct str path, const char *why);
int snap_fail_write(struct snap *j, struct str path);

/* snapshot_attr.c: the rules of the directory path, whose tree is oid, when
   it has some; forget the directories that path is not in. */
int snap_enter(struct snap *j, struct str path, const struct oid *oid);
void snap_leave(struct snap *j, struct str path);
int snap_load_info(struct snap *j);
bool snap_below(struct str path, const char *dir, size_t n);

/* snapshot_file.c: a file's bytes become those that go into the archive. */
int snap_convert(struct snap *j, const struct repo_entry *e,
    const struct attr *v, struct str *bytes);

/* snapshot_meta.c */
int snap_load_commit(struct snap *j, const struct oid *commit);
int snap_load_replaced(struct snap *j);
/* Git would take another object's bytes: said so, -1; else 0. */
int snap_check_object(struct snap *j, struct str path, const struct oid *o);
uint64_t snap_commit_time(struct str raw);
int snap_tree_time(struct snap *j, uint64_t *t);
int snap_narrow(struct snap *j, struct oid *tree);

#endif
