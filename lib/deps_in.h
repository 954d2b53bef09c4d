/* deps_in.h - what the parts of the detector of dependencies share. */
#ifndef TAMIS_DEPS_IN_H
#define TAMIS_DEPS_IN_H

#include "depfile.h"
#include "detector.h"

struct deps_model {
	struct rules rules;
	struct vendored_set *vendored;
	bool inventory;
	bool off; /* --only names a rule of another sieve */
};

struct deps_thread {
	struct buf message, subject, keys, purl;
};

/* One file being judged. */
struct deps_job {
	const struct deps_model *m;
	struct deps_thread *t;
	const struct blob *b;
	struct emit *e;
	size_t bom; /* bytes before what the reader saw */
};

/* A finding about d with what is in t->message, subject and keys. */
int deps_emit(struct deps_job *j, const struct dep *d, const char *rule,
    enum severity severity);
/* direct=, dev=, via= of d into t->keys. 0, or -1. */
int deps_put_way(struct deps_job *j, const struct dep *d);

/* The libraries that were copied into a file of source, into r. 0, or -1. */
int deps_vendored(struct deps_job *j, struct depread *r, const struct hit *hits,
    size_t nhits);

#endif
