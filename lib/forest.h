/*
 * forest.h - every commit and tree of a repository, in memory. A tree is a
 * set of edges (name, child), and is kept as git's pack keeps it: what it
 * has more and less than its delta base. So 5.8 GB of trees are a few
 * tens of MB, and a question about all of them visits each edge once.
 */
#ifndef TAMIS_FOREST_H
#define TAMIS_FOREST_H

#include "arena.h"
#include "objtab.h"

struct forest_edge {
	uint32_t name;	/* index into names */
	uint32_t child; /* object number; OBJECT_NO: not here, or a gitlink */
	uint32_t mode;
	uint32_t lost; /* what is not here: index into missing, + 1; or 0 */
};

struct forest_tree {
	uint32_t object;
	uint32_t base; /* tree, always of a lower number; OBJECT_NO: none */
	uint32_t at;   /* in list: nadd edges more, then ndel edges less */
	uint32_t nadd, ndel;
};

struct forest_commit {
	uint32_t object;
	uint32_t tree; /* tree number; OBJECT_NO: missing */
	uint32_t at;   /* its parents in parents, as commit numbers */
	uint32_t nparents;
	int64_t date;
	bool shallow; /* a parent is not here */
};

struct family;

struct forest {
	const struct objtab *objects;
	struct forest_edge *edges;
	size_t nedges, edges_cap;
	struct str *names;
	size_t nnames, names_cap;
	unsigned char *missing; /* ids of what trees name and is not here */
	size_t nmissing, missing_cap;
	struct forest_tree *trees;
	size_t ntrees, trees_cap;
	uint32_t *list;
	size_t nlist, list_cap;
	struct forest_commit *commits;
	size_t ncommits, commits_cap;
	uint32_t *parents;
	size_t nparents, parents_cap;
	uint32_t *tree_of;	  /* by object number; OBJECT_NO */
	uint32_t *commit_of;	  /* the same */
	struct family **families; /* by pack: what reading them took */
	struct arena mem;
	struct forest_hash {
		uint32_t *slot; /* number + 1 */
		uint32_t mask, n;
	} edge_hash, name_hash, lost_hash;
};

/*
 * Read all commits and trees, with up to `threads` threads. Objects that
 * are broken are told to broken (from any thread, one at a time). NULL
 * with *why when there is no memory.
 */
struct forest_ops {
	void (*broken)(uint32_t object, const char *why, void *arg);
	/* Each commit's bytes, as they pass; one thread's own state. */
	void *(*thread_new)(void *arg); /* NULL: no memory */
	void (*thread_free)(void *thread);
	void (*commit)(void *thread, uint32_t object, struct str bytes);
	void *arg;
};
struct forest *forest_new(const struct objtab *t, unsigned threads,
    const struct forest_ops *ops, const char **why);
/* Those of some commits (object numbers) and of their parents, one by one,
   and of head (or OBJECT_NO). What has no parent here is shallow. */
struct forest *forest_some(const struct objtab *t, const uint32_t *commits,
    size_t n, uint32_t head, const struct forest_ops *ops);
void forest_free(struct forest *f);

/* A pack's objects in delta order, for another walk: the caller's. */
struct family *forest_family(struct forest *f, size_t pack);

/* All edges of a tree, by number, sorted by no rule; out is replaced.
   0, or -1: no memory. */
struct forest_list {
	uint32_t *v;
	size_t n, cap;
};
int forest_edges(
    const struct forest *f, uint32_t tree, struct forest_list *out);

/* The number of an edge's child as a tree, or OBJECT_NO. */
uint32_t forest_subtree(const struct forest *f, uint32_t edge);

#endif
