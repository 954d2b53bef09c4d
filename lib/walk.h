/*
 * walk.h - the files below a directory, in git's order, as git would add
 * them: nested .gitignore and info/exclude count, but what is tracked is
 * never ignored. Links are not followed, so no loop exists; git's own
 * directories are not entered.
 */
#ifndef TAMIS_WALK_H
#define TAMIS_WALK_H

struct gitdir;

struct walk_opts {
	int root;	 /* where names start */
	const char *dir; /* the same as a path; NULL is the current one */
	const struct gitdir *repo; /* found from there, or NULL */
	bool no_ignore;
	bool (*left_out)(struct str path, void *arg); /* -x */
	void *arg;
};

struct walk;

/* NULL: no memory. A directory that cannot be read is walk_next's to say. */
struct walk *walk_new(const struct walk_opts *o, struct str name);
/*
 * 1 with a file's path (until the next call, a NUL after it); 2 with the
 * path of what could not be walked and why; 0 at the end; -1 no memory.
 */
int walk_next(struct walk *w, struct str *path, const char **why);
void walk_free(struct walk *w);

#endif
