/*
 * subst.h - $Format:...$ in a file with the attribute export-subst, as git
 * archive puts a commit in its place. Pure: what only the repository knows
 * comes from a callback, once.
 */
#ifndef TAMIS_SUBST_H
#define TAMIS_SUBST_H

#include "buf.h"
#include "oid.h"

enum subst_fact {
	SUBST_COMMIT, /* abbreviated ids: of the commit, its tree ... */
	SUBST_TREE,
	SUBST_PARENTS,	/* ... and its parents, a blank between */
	SUBST_NAMES,	/* "HEAD -> main, tag: v1", or empty */
	SUBST_FACTS,	/* how many of the above */
	SUBST_DESCRIBE, /* args: what stands behind "%(describe:" */
};

/* Append a fact. 0; 1 (DESCRIBE) the arguments are none that git takes; -1
   with why. */
typedef int subst_ask(void *arg, enum subst_fact fact, struct str args,
    struct buf *out, const char **why);

/* { 0 } and the first fields are a valid start. */
struct subst {
	struct oid commit, tree;
	const struct oid *parents;
	size_t nparents;
	struct str raw;	    /* the commit as an object */
	struct str mailmap; /* its text, cut at longest */
	size_t longest;
	subst_ask *ask;
	void *arg;

	/* What was learned so far. */
	bool ready, described;
	bool touched; /* this format used the commit's text */
	bool known[SUBST_FACTS];
	struct buf facts[SUBST_FACTS];
	struct buf utf8;		    /* raw in UTF-8 */
	struct buf scratch;		    /* the last recoding */
	struct str encoding;		    /* "" when the commit names none */
	struct str author, committer, body; /* body: all of the message */
	size_t recoded;
	char why[160];
};

/*
 * Append in with its placeholders replaced; out was empty. 0, or -1: why
 * names the placeholder that is not supported, or the limit.
 */
int subst_run(struct subst *s, struct buf *out, struct str in);
void subst_free(struct subst *s);

#endif
