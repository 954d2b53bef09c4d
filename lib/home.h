/*
 * home.h - a repository's own files: .tamis at its top, found without
 * opening the repository, or in the directory itself when there is none.
 */
#ifndef TAMIS_HOME_H
#define TAMIS_HOME_H

#include "buf.h"

struct home {
	char *top;   /* absolute, no symlink in it */
	char *below; /* the directory asked for, from the top; "" is the top */
	char *git;   /* the common git directory; NULL: no repository */
	char *hooks; /* core.hooksPath as it stands; NULL: not set */
	char *who;   /* user.email or user.name of its configuration, or NULL */
	int topfd;
	bool bare; /* a repository without a work tree: top is its directory */
};

/* dir NULL: the current one. 0, or -1 with why. A bare repository has no
   top: then dir is. */
int home_open(struct home *h, const char *dir, char *why, size_t whylen);
/* The directory .tamis: a descriptor; -1 with errno, ENOENT: not there. */
int home_tamis(const struct home *h);
/* .tamis/name, as save_read: 0, 1 it is not there, -1 with errno. */
int home_read(const struct home *h, const char *name, struct buf *out);
void home_close(struct home *h);

#endif
