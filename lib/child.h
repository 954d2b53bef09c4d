/*
 * child.h - another program of the system, run with the descriptors and
 * the environment that are said and no others. What it says on stderr is
 * kept, so that a message of ours can quote it.
 */
#ifndef TAMIS_CHILD_H
#define TAMIS_CHILD_H

#include <sys/types.h>

struct child {
	pid_t pid;
	int out; /* to read from, when CHILD_PIPE was asked for; else -1 */
	int err; /* what it said */
};

enum { CHILD_NULL = -1, CHILD_PIPE = -2 };

/* argv[0] is looked up in PATH. in: a descriptor or CHILD_NULL; out: that,
   or CHILD_PIPE. Neither is closed. 0, or -1 with errno. */
int child_start(struct child *c, const char *const argv[],
    const char *const env[], int in, int out);
/* Wait for it: 0 when it ended with 0; else -1 and why: its first line. */
int child_end(struct child *c, char *why, size_t whylen);
/* Its exit status, 128 and the signal's number, or -1 with errno. */
int child_status(struct child *c);

/* A descriptor that the bytes can be read from: no file has them. */
int child_bytes(struct str bytes);

#endif
