/*
 * dedup.h - one record for each secret: its oldest place, how often it
 * stands in the input, and whether it is gone from everywhere. A secret is
 * its fingerprint, so its story outlives squash and rebase.
 */
#ifndef TAMIS_DEDUP_H
#define TAMIS_DEDUP_H

#include "rec.h"

#define DEDUP_BYTES_MAX ((size_t)512 << 20) /* of records that wait */

struct dedup;

/* How late a commit is, by its id in hex; NULL: all are alike. */
typedef uint32_t dedup_when(struct str commit, void *arg);
struct dedup *dedup_new(dedup_when *when, void *arg); /* NULL: no memory */
void dedup_free(struct dedup *d);
/* A copy is kept. 0, or -1: no memory, or full. */
int dedup_add(struct dedup *d, const struct rec *r);
/* All of them in the order of their first; not 0 from put ends it. */
typedef int dedup_put(const struct rec *r, void *arg);
int dedup_each(struct dedup *d, dedup_put *put, void *arg);

#endif
