/*
 * shared.h - a value in more than SHARED_FILES files of a tree is a default
 * or a fixture that all of them share: it is told once, with how many they
 * are. What records there are wait for that until the end.
 */
#ifndef TAMIS_SHARED_H
#define TAMIS_SHARED_H

#include "rec.h"

enum { SHARED_FILES = 20 };
#define SHARED_BYTES_MAX ((size_t)64 << 20) /* of records that wait */

struct shared;

struct shared *shared_new(void); /* NULL: no memory */
void shared_free(struct shared *s);
/*
 * A copy is kept. 0; 1: there is no room, so what waits is to be put out
 * with shared_each, and this one and all that follow as they come; -1.
 */
int shared_add(struct shared *s, const struct rec *r);
/* All of them in order, a shared value once; not 0 from put ends it. */
typedef int shared_put(const struct rec *r, void *arg);
int shared_each(struct shared *s, shared_put *put, void *arg);

#endif
