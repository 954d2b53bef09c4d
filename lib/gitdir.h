/*
 * gitdir.h - where a repository is, found as git finds it and without
 * libgit2: .git directories and files, linked work trees, bare ones. Of
 * git's environment GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE,
 * GIT_OBJECT_DIRECTORY and GIT_ALTERNATE_OBJECT_DIRECTORIES count.
 */
#ifndef TAMIS_GITDIR_H
#define TAMIS_GITDIR_H

#include "gitconf.h"

struct gitdir {
	char *dir;    /* HEAD and index are here; all paths are absolute */
	char *common; /* refs, objects and config are here */
	char *top;    /* of the work tree; NULL when bare */
	char *index;
	char *objects;
	char *alternates;    /* the variable's text and its base, or NULL */
	char *base;	     /* what relative variables start from */
	struct gitconf conf; /* the repository's own, includes not followed */
	unsigned char idlen; /* 20 or 32 */
	const char *odd;     /* why its objects cannot be read, or NULL */
	bool env;	     /* git's variables count */
};

/*
 * dir NULL: the current one; parents are searched. 0; 1 no repository is
 * there (why says so); -1 with why.
 */
int gitdir_find(struct gitdir *g, const char *dir, char *why, size_t whylen);
/* The same without any variable: dir may be another repository's. */
int gitdir_find_plain(
    struct gitdir *g, const char *dir, char *why, size_t whylen);
void gitdir_free(struct gitdir *g);

#endif
