/*
 * known.h - judge bytes whose literals were found already: those of a
 * history, where hits are carried along deltas. Whatever needs more than
 * one look (containers, UTF-16, what is large) goes the ordinary way.
 */
#ifndef TAMIS_KNOWN_H
#define TAMIS_KNOWN_H

#include "carry.h"
#include "judge.h"

/*
 * Results go to out; the place's name gives the kind and is not judged
 * itself. 0, or -1: no memory, or out is full.
 */
int known_judge(struct judge *j, struct str name, struct str bytes,
    const struct carry_hits *hits, struct buf *out);

/* The paths of the blobs from now on; NULL: any. Kept. */
void known_paths(struct judge *j, const struct path_set *paths);

/* The name alone. 0, or -1. */
int known_name(struct judge *j, struct str name, struct buf *out);

#endif
