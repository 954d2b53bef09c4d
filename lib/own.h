/* own.h - a user's rules: --rules=FILE and those in .tamis at the top. */
#ifndef TAMIS_OWN_H
#define TAMIS_OWN_H

#include "arena.h"
#include "detector.h"

#include <sys/types.h>

enum { OWN_MAX = 256, OWN_BYTES_MAX = 16u << 20 };

struct own {
	struct user_rules v[OWN_MAX];
	size_t n;
	struct buf text[OWN_MAX];
	struct {
		dev_t dev;
		ino_t ino;
	} id[OWN_MAX]; /* of regular files: one named twice counts once */
	struct arena names;
};

void own_init(struct own *o);
/* Read one file. 0, or -1 with errno. */
int own_read(struct own *o, const char *path);
/* Those of the repository that dir lies in, by name. 0, or -1 with errno
   and *which the one at fault, valid until own_free. */
int own_read_home(struct own *o, const char *dir, const char **which);
void own_free(struct own *o);

#endif
