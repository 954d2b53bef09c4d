/*
 * run.h - one run of a sieve: items to threads, results to records in the
 * order of the input, fingerprints where they are printed.
 */
#ifndef TAMIS_RUN_H
#define TAMIS_RUN_H

#include "arena.h"
#include "ask.h"
#include "facts.h"
#include "fp.h"
#include "judge.h"
#include "memo.h"

enum { BATCH = 16 }; /* items of a job: fewer wake-ups */

struct run {
	const struct ask *ask;
	struct scan scan;
	struct source *source;
	struct out *out;
	struct fp_slow *slow;
	struct buf keys;
	struct shared *shared; /* of a tree: records wait here, or NULL */
	struct dedup *dedup;   /* --dedup: records wait here for the end */
	struct memo memo;      /* of a history */
	bool plain;	       /* records are as another run would print them */

	struct facts facts; /* for finish */

	_Atomic size_t done; /* items, for whoever interrupts */
	size_t total, taken;
	size_t files, passed, found;
	uint64_t bytes;
	bool said;   /* why it ended early */
	bool broken; /* the source gave up: nothing is whole */
};

/* 0 when all was sieved, with or without trouble on the way; -1 when it
   ended early. */
int run_all(struct run *r);
/* Print what a worker or finish left in out, which is empty then. */
int run_put(struct run *r, struct buf *out);
void run_free(struct run *r);

#endif
