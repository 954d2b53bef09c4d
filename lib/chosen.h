/* chosen.h - which policy a run is held against: --policy, .tamis/policy. */
#ifndef TAMIS_CHOSEN_H
#define TAMIS_CHOSEN_H

#include "buf.h"

struct chosen {
	const char *name;     /* of a policy or a file; NULL: the default */
	struct str text;      /* of that file, else empty */
	struct buf bytes, id; /* what the above are slices of */
};

/*
 * given is --policy's argument, or NULL: then .tamis/policy counts, which
 * holds a name or a policy. 0, or -1 with errno and *which at fault.
 */
int chosen_read(
    struct chosen *c, const char *given, const char *dir, const char **which);
void chosen_free(struct chosen *c);

#endif
