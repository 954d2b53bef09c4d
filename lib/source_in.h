/* source_in.h - what the files of source share; for them alone. */
#ifndef TAMIS_SOURCE_IN_H
#define TAMIS_SOURCE_IN_H

#include "gitdir.h"
#include "indexfile.h"
#include "treewalk.h"
#include "source.h"

enum { SOURCE_LIST_MAX = 256 << 20 }; /* bytes of a list of objects */

/* How one kind of source works; of is its own state. */
struct source_ops {
	int (*open)(struct source *s); /* 0, or -1 with s->why */
	int (*next)(struct source *s, struct arena *mem, struct item *it);
	void (*free)(void *of);
};

/* A blob that waits its turn; the path is a copy. */
struct waiting {
	struct str path;
	struct oid oid;
	unsigned mode;
};

struct waiting_list {
	struct waiting *v;
	size_t n, cap, i;
	struct arena mem;
};

struct source {
	struct source_spec spec;
	const struct source_ops *ops;
	void *of;
	int root;	  /* FILE paths start here */
	struct gitdir at; /* all NULL outside of a repository */
	struct odb *odb;
	struct objread objects; /* for the thread of source_next */
	struct indexfile index;
	bool index_read;
	struct oid tree; /* of REV */
	size_t total;
	const char *empty;
	char why[256];
};

extern const struct source_ops source_names_ops, source_list_ops,
    source_stdin_ops, source_tracked_ops, source_staged_ops, source_rev_ops,
    source_range_ops, source_pushed_ops, source_history_ops;

/* -1, with s->why set. */
int source_fail(struct source *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Is it left out by -x? */
bool source_left_out(struct str name, void *source);
int source_read_index(struct source *s);
/* Open the object database: 0, or -1. */
int source_need_objects(struct source *s);
/* What a revision names: 0, or -1. */
int source_rev(struct source *s, struct str rev, struct oid *o);
/* Copies into mem. 1, or -1. */
int source_item(struct source *s, struct arena *mem, struct item *it);

int waiting_add(struct waiting_list *l, struct str path, const struct oid *o,
    unsigned mode);
void waiting_reset(struct waiting_list *l);
void waiting_free(struct waiting_list *l);
/* For treewalk: what is a blob and not left out waits. */
struct waiting_arg {
	struct source *s;
	struct waiting_list *list;
};
int waiting_visit(const struct tree_item *e, void *arg);

/* A file of REV's tree, or NULL; any thread. */
const struct waiting *source_find(const struct source *s, struct str path);

/* Open below dirfd, no link on the way: 0 and up, or -1 with errno. */
int open_beneath(int dirfd, const char *path, int flags);

#endif
