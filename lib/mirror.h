/*
 * mirror.h - a whole repository as tar, to be unpacked and used: packs,
 * their indexes and loose objects as they are, the refs, HEAD, and of the
 * configuration what is safe. Hooks, credentials, alternates and all else
 * stay behind.
 */
#ifndef TAMIS_MIRROR_H
#define TAMIS_MIRROR_H

#include "refstate.h"
#include "tar.h"

struct mirror;

/* Open all that goes in, so that a repack during the run takes nothing
   away. NULL and why; *alternates: because its objects lie elsewhere. */
struct mirror *mirror_new(const struct gitdir *g, const struct refstate *s,
    bool *alternates, char *why, size_t whylen);
/* 0; -1 and why: what was written by then is no archive. */
int mirror_write(
    struct mirror *m, tar_write *write, void *arg, char *why, size_t whylen);
void mirror_free(struct mirror *m);

/* Is it a name that such a tar may hold? For who unpacks it. */
bool mirror_name_ok(struct str name);

#endif
