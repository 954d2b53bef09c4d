/* walk_in.h - what the files of walk share; for them alone. */
#ifndef TAMIS_WALK_IN_H
#define TAMIS_WALK_IN_H

#include "arena.h"
#include "buf.h"
#include "gitdir.h"
#include "ignore.h"
#include "indexfile.h"
#include "walk.h"

enum { WALK_PATH_MAX = 1 << 16 };

/* A repository that is walked through. */
struct walk_tree {
	struct walk_tree *next;
	struct gitdir own;
	const struct gitdir *git; /* NULL: it could not be read */
	struct indexfile index;
	bool asked, known; /* was the index read; could it be */
};

struct walk_name {
	struct str s;
	bool dir;
};

struct walk_level {
	struct arena mem;
	struct walk_name *v;
	size_t n, cap, i;
	size_t path; /* length of w->path that leads here, its slash too */
	size_t rel;  /* the same of w->rel ... */
	size_t top;  /* ... and where the repository's top is in it */
	struct ignore rules;
	struct walk_tree *tree; /* NULL: outside of any */
	bool dark;		/* ignored: what is tracked here counts, only */
};

struct walk {
	struct walk_opts o;
	struct walk_level *v;
	size_t n, cap, floor; /* below floor: rules of the parents alone */
	struct walk_tree *trees;
	struct buf path, rel;
	const char *failed; /* why the named directory could not be read */
};

/* A level more, as the one above it; NULL: no memory. */
struct walk_level *walk_push(struct walk *w);
/* Find the repository that the directory real is in, and load the rules of
   its directories above. 0, or -1: no memory. */
int walk_find_repo(struct walk *w, const char *real);
/* The level on top is a repository of its own, open at fd. 0, or -1. */
int walk_enter_repo(struct walk *w, int fd);
/* Append the patterns of a file, when it is there. 0, or -1. */
int walk_load_rules(struct ignore *g, int dirfd, const char *name);
/* Is the entry that w->path and w->rel name left out by a .gitignore? */
bool walk_ignored(struct walk *w, struct walk_level *l, bool dir, bool *dark);

#endif
