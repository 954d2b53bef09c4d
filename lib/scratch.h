/* scratch.h - a directory of our own for a while, and what it holds. */
#ifndef TAMIS_SCRATCH_H
#define TAMIS_SCRATCH_H

#include <limits.h>

struct scratch {
	char path[PATH_MAX]; /* "" when there is none */
};

enum { SCRATCH_DEPTH_MAX = 64 };

/* A new one in base, or, with NULL, in TMPDIR, else /tmp; nobody else may
   enter it. 0, or -1 with errno. */
int scratch_new(struct scratch *s, const char *base);
/* "PATH/NAME" into out: 0, or -1 when it is too long. */
int scratch_path(const struct scratch *s, const char *name, char out[PATH_MAX]);
/* Remove it with all it holds; links are removed, never followed. */
void scratch_free(struct scratch *s);

#endif
