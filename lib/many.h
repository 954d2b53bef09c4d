/*
 * many.h - the same work on many things, each in a process of its own, so
 * many at once; what they print comes in their order.
 */
#ifndef TAMIS_MANY_H
#define TAMIS_MANY_H

enum { MANY_JOBS = 64 };

/* one: in a child; what it gives is the child's exit status. The worst of
   all, or -1 with errno. */
int many_run(size_t n, size_t jobs, int (*one)(void *arg, size_t i), void *arg);

#endif
