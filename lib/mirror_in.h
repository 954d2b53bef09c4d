/* mirror_in.h - what the files of mirror share; for them alone. */
#ifndef TAMIS_MIRROR_IN_H
#define TAMIS_MIRROR_IN_H

#include "mirror.h"
#include "save.h"
#include "spool.h"

/* Bytes of "objects/xx/" and an id, or of a pack's name. */
enum { MIRROR_NAME = 96, MIRROR_FILES_MAX = 4 << 20, MIRROR_PACKS_MAX = 60000 };

struct mirror_item {
	char name[MIRROR_NAME];
	int fd;	     /* of a pack; -1: it is in the spool ... */
	uint64_t at; /* ... there */
	uint64_t size;
};

struct mirror {
	const struct gitdir *g;
	const struct refstate *s;
	struct mirror_item *v; /* sorted by name */
	size_t n, cap;
	struct spool *loose;
	char *why;
	size_t whylen;
};

int mirror_fail(struct mirror *m, const char *what, const char *why);
bool mirror_pack_ok(struct str name);

/* mirror_gather.c: 0; 1 it changed meanwhile, try again; -1 and why. */
int mirror_gather(struct mirror *m);
void mirror_forget(struct mirror *m); /* what was gathered */

#endif
