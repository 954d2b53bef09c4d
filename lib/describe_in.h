/* describe_in.h - what the files of describe share; for them alone. */
#ifndef TAMIS_DESCRIBE_IN_H
#define TAMIS_DESCRIBE_IN_H

#include "arena.h"
#include "describe.h"
#include "revqueue.h"

enum {
	DESCRIBE_GLOBS = 32,
	DESCRIBE_CANDIDATES = 10 /* git looks no further */
};

struct nearby_want {
	bool tags;  /* lightweight ones too */
	int abbrev; /* -1: as long as git thinks */
	struct str match[DESCRIBE_GLOBS], exclude[DESCRIBE_GLOBS];
	size_t nmatch, nexclude;
};

struct tagname {
	struct str ref; /* without refs/tags/ */
	struct oid oid, peeled;
	bool annotated;
	bool loaded; /* the tag object: its date and its own name */
	uint64_t date;
	struct str own;
};

struct candidate {
	struct tagname *name;
	size_t depth;
	unsigned within; /* the flag of commits that it covers */
};

struct nearby {
	struct repo *r;
	struct nearby_want want;
	const struct pathset *cut;
	struct arena mem;
	struct buf raw;
	struct tagname *v;
	size_t n, cap;
	struct revqueue q;
	struct candidate best[DESCRIBE_CANDIDATES];
	size_t nbest, annotated, steps;
	bool full;
};

/* False: git takes the placeholder for text then. */
bool describe_parse(struct str args, struct nearby_want *w);
int describe_add(const struct repo_ref *ref, void *nearby);
/* One name a commit, in the order of their ids. */
void describe_settle(struct nearby *j);
struct tagname *describe_find(struct nearby *j, const struct oid *o);
/* Read the tag object of an annotated name. False: it is not there. */
bool describe_load(struct nearby *j, struct tagname *n);

#endif
