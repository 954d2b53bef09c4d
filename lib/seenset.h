/*
 * seenset.h - which blobs were given out under which path. The id is as
 * strong as git's, so that a collision could but hide a second name of
 * bytes that were sieved.
 */
#ifndef TAMIS_SEENSET_H
#define TAMIS_SEENSET_H

#include "oid.h"

/* { 0 } is a valid empty one. */
struct seenset {
	unsigned char (*v)[24];
	size_t n, cap;
};

/* Was it there before? Then it is kept. When there are too many, what is
   new is no longer kept: sieving twice is only slower. */
bool seenset_add(struct seenset *t, const struct oid *o, struct str path);
void seenset_free(struct seenset *t);

#endif
