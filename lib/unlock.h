/*
 * unlock.h - the identities of a command line, and whoever asks for the
 * passphrase of one that is locked, or of the file itself.
 */
#ifndef TAMIS_UNLOCK_H
#define TAMIS_UNLOCK_H

#include "keys.h"
#include "phrase.h"

enum { UNLOCK_FILES = 64 };

struct unlock {
	struct keys ids;
	/* Where ids came from, and the first of each. */
	const char *files[UNLOCK_FILES];
	size_t first[UNLOCK_FILES], nfiles;
	struct phrase phrase; /* { .fd = -1 } before unlock_ready */
	const char *input;    /* what is opened, as it is named to a person */
	bool ask;	      /* for the file's passphrase, too */
};

/* Ends the process when it cannot. */
void unlock_add(struct unlock *u, const char *path);
/* Before the sandbox. fd: -1, or where passphrases are read from. */
void unlock_ready(struct unlock *u, int fd, int instead);
/* A seal_ask: arg is a struct unlock. */
int unlock_ask(void *arg, size_t id, struct str *text, const char **why);
void unlock_free(struct unlock *u);

#endif
