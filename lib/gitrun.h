/*
 * gitrun.h - the system's git over the objects of a repository and nothing
 * else of it. Git is given an empty repository of ours with the other's
 * object directory in it: no configuration, hook, filter, monitor, graft,
 * replacement or remote of a hostile repository can take effect.
 */
#ifndef TAMIS_GITRUN_H
#define TAMIS_GITRUN_H

#include "child.h"
#include "scratch.h"

struct gitrun {
	struct scratch at; /* a bare repository */
	char vars[4][PATH_MAX + 48];
	const char *env[20];
};

/* objects NULL: its own, which is empty. alternates: as git's variable of
   that name, or NULL. idlen: 20 or 32. 0, or -1 and why. */
int gitrun_open(struct gitrun *g, const char *objects, const char *alternates,
    unsigned idlen, char *why);
/* git ARGS..., at most 16 of them, NULL last; the rest as child_start. */
int gitrun_start(const struct gitrun *g, struct child *c,
    const char *const args[], int in, int out);
/* The same over a whole repository of ours, whose objects are its own. */
int gitrun_at(struct gitrun *g, const char *dir, char *why);
/* "git version 2.39.5", or "". */
void gitrun_version(char *out, size_t n);
void gitrun_close(struct gitrun *g);

enum { GITRUN_WHY = 256 };

#endif
