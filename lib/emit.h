/*
 * emit.h - what detectors say of a blob, held for a window, sorted and
 * turned into results: places, keys, masks, acceptances in the source.
 */
#ifndef TAMIS_EMIT_H
#define TAMIS_EMIT_H

#include <stdatomic.h>

#include "engine.h"
#include "lines.h"
#include "result.h"
#include "text.h"

enum {
	FOUND_MAX = 1u << 16,	     /* findings held before they are sorted */
	FOUND_BYTES_MAX = 16u << 20, /* and bytes of them */
	RESULTS_TURN = 1u << 20,     /* results held before they are drained */
	RESULTS_MAX = 64u << 20,
	NAME_MAX_BYTES = 4096, /* of a member's name */
	FIELD_MAX = 64u << 10, /* of a message, of a detector's keys */
	SUBJECT_BYTES_MAX = 1u << 20,
	CHOOSE_NEAR = 16 /* neighbours looked at for claims on one place */
};

/* What all threads share; only the flag changes. */
struct scan {
	struct engine engine;
	int32_t today;	     /* acceptances in the source end */
	enum severity least; /* --min-severity */
	const char *only;    /* --only, or NULL */
	const char *name;    /* of the sieve: its unread records are */
	bool reveal, show_accepted;
	bool tell_passed;      /* what was left out is said */
	bool explain;	       /* each finding with its reasons */
	bool any_path;	       /* path globs of rules do not count */
	_Atomic bool want_src; /* a person will see the line */
};

/* Where a blob lies: a path, or a member of what lies there. */
/* What the paths of a blob make of it, before they are asked one by one. */
enum { PATHS_RAISE }; /* bit: one of them raises verdicts */
struct path_set {
	const struct rule *const *rules; /* bound to paths, by address */
	size_t n;
	const uint64_t *bits; /* from 1 on: one of them is for rule i - 1 */
};
/* Does a rule count at a path? */
bool record_rule_at(const struct rule *r, struct str path);

struct place {
	const struct place *outer;
	struct str name;
};

struct found {
	struct finding f; /* slices' pointers mean nothing: see at */
	size_t at;	  /* in emit.bytes, where its strings are */
	size_t key;	  /* what it is sorted by */
	unsigned detector;
	bool in_name;
	bool dead; /* another one is told in its place */
};

/* What was learned of the line that the last finding was on. */
struct line_memo {
	struct span line, above;
	bool known, ascii, allow;
};

struct emit {
	const struct scan *scan;
	struct engine_thread *t;
	struct buf *results;
	void *job; /* whose turn to wait for; NULL: never */
	struct found *v;
	size_t n, cap;
	struct buf bytes;
	struct buf scratch, keys, path, message; /* of one record */

	const struct place *place; /* of the blob; NULL in finish */
	struct str origin;	   /* its keys: commit, blob */
	bool path_known;	   /* path is that of place */
	enum coding coding;
	size_t bom;	   /* bytes before the UTF-16 text */
	size_t first_line; /* where the first line ends */
	struct lines lines;
	struct line_memo memo;

	const struct blob *blob; /* the window being judged */
	unsigned detector;
	size_t troubles;	      /* what could not be judged, so far */
	bool failed;		      /* no memory, or the run is stopping */
	const struct path_set *paths; /* any_path: of the blob; NULL: any */
};

int emit_init(struct emit *e, const struct scan *s, struct engine_thread *t);
void emit_free(struct emit *e);

/* Another blob. Its findings wait for emit_flush. */
void emit_place(struct emit *e, const struct place *p, struct str origin);
/* Another view of it: lines are counted from its begin. */
void emit_view(struct emit *e, enum coding coding, size_t bom);
/* Sort what is held and turn it into results. 0, or -1. */
int emit_flush(struct emit *e);
/* What could not be judged at all, with the verb for stderr. */
int emit_trouble(struct emit *e, const struct place *p, const char *verb,
    const char *reason);

int emit_passed(struct emit *e, const struct place *p);

/* For record.c: a finding becomes a result. */
int record_put(struct emit *e, const struct found *f);
/* Is it where its rule looks? */
bool record_path_right(struct emit *e, const struct found *f);
/* The path of a place, escaped and masked, into e->path. */
int record_path(struct emit *e, const struct place *p);
/* The bare name, "a.zip!/b". */
int place_name(const struct place *p, struct buf *out);

#endif
