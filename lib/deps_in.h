/* deps_in.h - what the parts of the detector of dependencies share. */
#ifndef TAMIS_DEPS_IN_H
#define TAMIS_DEPS_IN_H

#include "advisory.h"
#include "advpath.h"
#include "date.h"
#include "depfile.h"
#include "detector.h"
#include "eol.h"

enum { DEPS_ODD_MAX = 16 }; /* versions without an order told of one file */

struct deps_model {
	struct rules rules;
	bool inventory, no_dev;
	bool off;		/* --only names a rule of another sieve */
	int32_t today, max_age; /* days; max_age < 0: any */
	struct advpath paths;
	struct vendored_set *vendored;
};

/* The databases as one thread has them; opened when first asked. */
struct deps_store {
	struct advdb own, builtin;
	struct eoldb eol; /* of the one that came with tamis */
	struct advdb facts;
	bool opened, has_own, has_builtin, eol_opened, has_eol;
	char why[400]; /* what could not be opened */
};

struct deps_thread {
	struct buf message, subject, keys, purl, ids, aliases;
	struct deps_store store;
	struct advisories found;
};

/* One file being judged. */
struct deps_job {
	const struct deps_model *m;
	struct deps_thread *t;
	const struct blob *b;
	struct emit *e;
	size_t bom;		/* bytes before what the reader saw */
	size_t nodd;		/* versions without an order, so far */
	bool absent[ECO_COUNT]; /* told already */
	bool broken;		/* told that a database cannot be read */
};

/* A finding about d with what is in t->message, subject and keys. */
int deps_emit(struct deps_job *j, const struct dep *d, const char *rule,
    enum severity severity);
/* direct=, dev=, via= of d into t->keys. 0, or -1. */
int deps_put_way(struct deps_job *j, const struct dep *d);
/* message, subject, keys empty; the purl of d in t->purl. 0, or -1. */
int deps_begin(struct deps_job *j, const struct dep *d);

/* What advisories say of a package. 0, or -1. */
int deps_judge_package(struct deps_job *j, const struct dep *d);
/* Whether its product is, or will soon be, without support. 0, or -1. */
int deps_judge_eol(struct deps_job *j, const struct dep *d);
void deps_store_free(struct deps_store *s);
/* One that has the ecosystem; NULL: none has, or it cannot be read. */
struct advdb *deps_store_for(
    struct deps_store *s, const struct deps_model *m, enum eco eco);
/* Are there facts on ends of life? Then s->eol answers. */
bool deps_store_eol(struct deps_store *s, const struct deps_model *m);

/* The libraries that were copied into a file of source, into r. 0, or -1. */
int deps_vendored(struct deps_job *j, struct depread *r, const struct hit *hits,
    size_t nhits);

#endif
