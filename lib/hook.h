/* hook.h - install git hooks, and never touch one that is there. */
#ifndef TAMIS_HOOK_H
#define TAMIS_HOOK_H

#include "home.h"

struct hook {
	const char *name; /* "pre-commit" */
	const char *text; /* of the whole file */
	const char *line; /* what an existing hook would need */
	const char *mark; /* in a file: it has that already */
};

extern const struct hook hooks[]; /* ends in { NULL } */

enum hook_did {
	HOOK_FAILED = -1, /* errno */
	HOOK_WRITTEN,
	HOOK_KEPT, /* it does what ours does */
	HOOK_OTHER /* somebody else's, left as it is */
};

/* Where the hooks go, inside the repository: malloced, or NULL with why.
   make: create the directory. */
char *hook_dir(const struct home *h, bool make, const char **why);
enum hook_did hook_install(const char *dir, const struct hook *k, bool dry_run);

#endif
