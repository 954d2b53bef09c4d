/*
 * history.h - the history of a repository, or a part of it: every blob,
 * commit and tag is judged once (a blob once a kind) in the order of the
 * deltas that git stores them as, and what has something to say gets its
 * places: the first commit that has it, the one that removed it, and its
 * paths. Of a few commits all that they bring is listed, unjudged.
 */
#ifndef TAMIS_HISTORY_H
#define TAMIS_HISTORY_H

#include "judge.h"

enum {
	HISTORY_PLACES_MAX = 2 << 20, /* places and paths that are kept */
	HISTORY_LOST_MAX = 1000	      /* missing objects told by name */
};
#define HISTORY_OBJECT_MAX ((uint64_t)1 << 30) /* bytes of one object */

struct history;

/* One of the commits of a part. */
struct history_commit {
	struct oid oid;
	bool head; /* HEAD reaches it */
};

struct history_spec {
	const struct gitdir *git;
	const struct odb *odb;
	bool all;	    /* what no ref reaches, too */
	bool allow_missing; /* what is not here is no trouble */
	bool part;	    /* no more than these commits brought */
	const struct history_commit *commits; /* of a part; the caller's */
	size_t ncommits;
	bool recent; /* what commits brought on this day or after it */
	int32_t since;
};

/* NULL: no memory. */
struct history *history_new(const struct history_spec *spec);
void history_free(struct history *h);

/*
 * Judge all of it; step is called in the caller's thread now and then. 0,
 * or -1 with history_why: no memory, or refs that cannot be read.
 */
struct history_now {
	size_t done, total; /* objects */
	uint64_t bytes;
};
typedef void history_step(const struct history_now *now, void *arg);
int history_judge(struct history *h, const struct scan *scan, unsigned threads,
    history_step *step, void *arg);
const char *history_why(const struct history *h);
/* Was it judged, or listed? */
bool history_ready(const struct history *h);
/*
 * Instead of judging: the places of all that the commits of a part brought.
 * Of a few commits that is quicker than reading the whole, and what
 * history_judge does too. 0, or -1 with history_why.
 */
int history_list(struct history *h);
bool history_listed(const struct history *h);
/*
 * Judge with what another run left (or NULL), which must stay, and be ready
 * to leave as much: before history_judge.
 */
struct judged;
void history_keep(struct history *h, const struct judged *old);
/* Nothing had changed: nothing was judged, places may be known. */
bool history_recalled(const struct history *h);
/* What a place said, for the next run; by place. */
struct history_said {
	bool known;
	struct str records; /* as judged.h has them */
};
/* The bytes of a cache, replacing out's; said may be NULL. 0, or -1. */
int history_save(struct history *h, const unsigned char *rules,
    const struct history_said *said, struct buf *out);
/* What was judged: objects and their bytes. */
struct history_now history_seen(const struct history *h);

/* How late a commit is, by its id in hex: 0 for one that is not known. */
uint32_t history_when(struct str hex, void *history);

/* The places in order: what is to be judged for its records. */
size_t history_count(const struct history *h);
/* Slices live in mem. 0, or -1: no memory. */
struct arena;
int history_item(
    struct history *h, size_t i, struct arena *mem, struct item *it);

#endif
