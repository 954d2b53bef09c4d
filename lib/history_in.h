/* history_in.h - what the files of history share; for them alone. */
#ifndef TAMIS_HISTORY_IN_H
#define TAMIS_HISTORY_IN_H

#include "history.h"
#include "judged.h"
#include "reach.h"
#include "refs.h"
#include "story.h"

#include <pthread.h>

#define HISTORY_NONE UINT32_MAX

/* Another kind that a blob has than its first. */
struct history_kind {
	uint32_t blob, name;
};

/* A path that gives something away by itself. */
struct history_path {
	struct str path;
	bool told;
};

/* An object that could not be had. */
struct history_lost {
	struct oid id;
	struct str name; /* the last part of a path, or empty */
	const char *why;
	const char *what; /* "blob", "commit", "object" */
	bool missing;
};

/* A blob or tag that is broken in its pack: it may be whole elsewhere. */
struct history_again {
	uint32_t object;
	const char *why;
};

struct history_place {
	uint32_t when;	 /* position of its first commit; NONE: no commit */
	uint32_t object; /* NONE: no bytes, a name alone */
	uint32_t commit, gone;
	struct str name;
	enum item_type type;
	enum item_part part;
	bool head;
	const struct history_lost *lost; /* what is told, or NULL */
};

struct history_when_of {
	struct str hex;
	uint32_t when;
};

/* What another run left, and what this one leaves. */
struct history_memory {
	bool keep;		  /* it is asked for */
	const struct judged *old; /* or NULL */
	unsigned char *judged;	  /* by object: its verdict is known */
	unsigned char state[JUDGED_SUM];
	bool has_state;
	bool hit; /* the same state: places instead of all else */
	struct judged_place *places;
	size_t nplaces;
	struct history_when_of *commits; /* that places name, sorted */
	size_t ncommits, commits_cap;
};

struct history {
	struct history_spec spec;
	struct history_memory memory;
	bool part;   /* not all that was reached: a range, or what is recent */
	bool listed; /* by history_list: nothing was judged */
	struct refs refs;
	struct objtab *objects;
	struct forest *forest;
	struct reach reach;
	struct story *story;
	uint64_t *tags;	  /* reached, by object */
	uint64_t *wanted; /* has something to say, by object */
	uint64_t *named;  /* blobs at paths that have */
	struct history_classes *classes;
	uint32_t *class;  /* what its paths make of it, by object */
	uint64_t *is_tag; /* wanted, and a tag */

	unsigned char *kind;	   /* first kind of a blob, + 1, by object */
	uint32_t *name;		   /* and a name of that kind */
	struct history_kind *more; /* sorted by blob */
	size_t nmore, more_cap;

	uint32_t *when; /* position in topological order, by commit */
	struct history_path *paths;
	size_t npaths, paths_cap;
	struct history_lost *lost;
	size_t nlost, lost_cap, unnamed; /* unnamed: beyond the bound */
	struct history_again *again;
	size_t nagain, again_cap;
	struct history_place *places;
	size_t nplaces, places_cap;
	struct arena mem;

	pthread_mutex_t lock;
	struct history_now now; /* under the lock */
	bool hole; /* a commit or tree is broken or lost: what is below, too */
	char why[256], more_why[64];
	struct history_lost more_lost; /* stands for those beyond the bound */
};

/* What the reachable edges call each blob. 0, or -1. */
int history_kinds(struct history *h);
/* Read commits and trees, and judge the commits on the way. 0, or -1. */
int history_forest(struct history *h, const struct scan *scan, unsigned threads,
    const char **why);
/* Judge blobs and tags: h->wanted. 0, or -1. */
int history_walk(struct history *h, const struct scan *scan, unsigned threads,
    history_step *step, void *arg);
/* Judge all paths: h->paths and h->named. 0, or -1. */
int history_names(struct history *h, const struct scan *scan);
/* From what is wanted to places. 0, or -1. */
int history_places(struct history *h);
/* Any thread. 0, or -1: no memory. */
int history_lose(struct history *h, const struct history_lost *lost);
/* What trees and commits name and is not here. 0, or -1. */
int history_missing(struct history *h);
/* One of forest->missing, by its number, and what a tree calls it. */
int history_lose_below(
    struct history *h, uint32_t missing, bool tree, struct str name);
/*
 * What a path makes of a file is a class: which of the rules that are bound
 * to paths count there, and whether it raises verdicts. There are few.
 */
enum { HISTORY_NOWHERE }; /* the class of what has no path */
struct history_classes *history_classes_new(const struct engine *e);
void history_classes_free(struct history_classes *c);
/* The class of a path, or of two classes together; -1: no memory. */
int64_t history_class_of(struct history_classes *c, struct str path);
int64_t history_class_both(struct history_classes *c, uint32_t a, uint32_t b);
struct path_set history_class_set(
    const struct history_classes *c, uint32_t class);
/* The same for the same class in another run. */
uint32_t history_class_sum(const struct history_classes *c, uint32_t class);
/* Where the other kinds of a blob begin in h->more. */
size_t history_more_kinds(const struct history *h, uint32_t blob);
/* If nothing has changed since: all of the places. 0, or -1. */
int history_recall_all(struct history *h);
/* The verdicts on what is as it was. 0, or -1. */
int history_recall_commits(struct history *h);
int history_recall_blobs(struct history *h);
void history_recalled_item(const struct history *h, size_t i, struct item *it);
uint32_t history_recalled_when(const struct history *h, struct str hex);
void history_forget(struct history *h);
/* Choose h->reach: of a part its commits, else what refs reach. 0, or -1. */
int history_reach(struct history *h);

#endif
