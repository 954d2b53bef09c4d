/*
 * memo.h - what a run of a history leaves for the next one: a cache in the
 * repository's git folder, or in a file of the user's. Whatever is wrong
 * with it, the run says the same without it.
 */
#ifndef TAMIS_MEMO_H
#define TAMIS_MEMO_H

#include "arena.h"
#include "ask.h"
#include "cachefile.h"
#include "detector.h"
#include "history.h"
#include "judge.h"
#include "judged.h"

enum { MEMO_RECORDS_MAX = 128 << 20 }; /* bytes of records that are kept */

struct memo {
	bool on;
	struct cachefile file;
	unsigned char
	    rules[JUDGED_SUM]; /* and all else that verdicts rest on */
	struct buf bytes;
	struct judged old;
	struct history *h;
	struct history_said *said; /* by place */
	size_t nsaid;
	struct arena mem; /* the records of all places */
	struct buf one;	  /* of the place at hand */
	bool named;	  /* the user chose the file */
	bool dated;	  /* what it says depends on the day */
	bool more;	  /* it knows what the file does not */
};

/*
 * Open the file: cache names it, or it lies in a git folder. Before the
 * sandbox. 0; 1: there will be none, with why; -1: the user's cannot be
 * opened, with errno.
 */
int memo_open(struct memo *m, const char *cache, const char *git,
    const char *name, const char **why);
/* What verdicts rest on: tamis itself, the rules, the options. 0, or -1. */
int memo_rules(struct memo *m, const struct setup *setup, const struct ask *ask,
    const char *name);
/* Read it, and give it to the history. NULL, or why it is made anew. */
const char *memo_load(struct memo *m, struct history *h);
/* A place was judged anew: its records, then what it came to. */
void memo_record(struct memo *m, const struct rec *r);
void memo_doubt(struct memo *m); /* it may say something else tomorrow */
void memo_place(struct memo *m, size_t place);
/* At the end, with the records or without. NULL, or why it could not be
   written. */
const char *memo_save(struct memo *m, bool records);
void memo_free(struct memo *m);

#endif
