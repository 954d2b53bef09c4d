/*
 * source.h - where source comes from: the same options for every sieve.
 * Items come in the order of the input from one thread; their bytes are
 * read by any thread through a reader of its own.
 */
#ifndef TAMIS_SOURCE_H
#define TAMIS_SOURCE_H

#include <sys/types.h>

#include "buf.h"
#include "oid.h"

enum source_kind {
	SOURCE_NAMES,	/* arguments; a directory is walked */
	SOURCE_LIST,	/* names on stdin */
	SOURCE_STDIN,	/* the bytes of stdin, under a given name */
	SOURCE_TRACKED, /* the index, read from the work tree */
	SOURCE_STAGED,	/* blobs of the index that differ from HEAD */
	SOURCE_REV,
	SOURCE_RANGE,
	SOURCE_PUSHED,
	SOURCE_HISTORY
};

struct source_spec {
	enum source_kind kind;
	char **names;		    /* NAMES: NULL-terminated */
	const char *dir;	    /* -C; NULL is the current directory */
	const char *name;	    /* STDIN: as if this file */
	const char *rev;	    /* REV, RANGE ("A..B") */
	bool null;		    /* LIST: NUL ends a name */
	bool no_ignore;		    /* NAMES: walk ignored files too */
	const char *const *exclude; /* globs, NULL-terminated, or NULL */
	bool all_objects;	    /* HISTORY: what no ref reaches too */
	bool allow_missing; /* HISTORY: what is not here is no trouble */
	bool recent;	    /* HISTORY: what commits brought since a day */
	int32_t since;
};

struct source;

enum item_type {
	ITEM_FILE, /* a path of the file system, opened O_NOFOLLOW */
	ITEM_STDIN,
	ITEM_OBJECT, /* a blob of the repository */
	ITEM_RAW,    /* any other object, as git stores it */
	ITEM_UNREAD  /* could not be had at all: why says it */
};

/* What of it is judged. */
enum item_part { ITEM_ALL, ITEM_BYTES, ITEM_NAME };

struct item {
	enum item_type type;
	enum item_part part;
	struct str name;    /* as the record shows it */
	struct str path;    /* FILE: what to open (relative to -C), NUL after */
	struct oid oid;	    /* OBJECT; else n == 0 */
	unsigned mode;	    /* git's; 0120000 is a symlink's text */
	struct str keys;    /* "commit=...\tblob=...": goes into every record */
	const char *why;    /* UNREAD: static text */
	size_t place;	    /* of a history, from 1; 0: another source */
	bool known;	    /* records are all that judging it gives */
	struct str records; /* as judged.h has them */
};

/* NULL with why set: not a repository, no such revision ... */
struct source *source_open(
    const struct source_spec *spec, char *why, size_t whylen);
/*
 * 1 with *it, whose slices live in the arena given (the caller's batch);
 * 0 at the end; -1 when the source itself failed (source_why).
 */
struct arena;
int source_next(struct source *s, struct arena *mem, struct item *it);
const char *source_why(const struct source *s);
/* Nothing to do and that is clean ("nothing is staged"), or NULL. */
const char *source_empty(const struct source *s);
/* How many items there will be; 0 when not known. */
size_t source_total(const struct source *s);
const char *source_top(const struct source *s); /* of the repository, NULL */
const char *source_git(const struct source *s); /* its git folder, NULL */
void source_free(struct source *s);

/* HISTORY, RANGE, PUSHED: judge it, then its items can be asked for; unjudged
   a range's items are all that it brought. NULL: another. */
struct history *source_history(struct source *s);

struct reader; /* one thread's handle */
struct reader *reader_new(struct source *s);
void reader_free(struct reader *r);

/*
 * Open an item. 0; 1: pass over it in silence (a tracked file that is
 * deleted, a submodule); -1 with why (a FIFO, no permission, a limit).
 */
int reader_open(struct reader *r, const struct item *it, const char **why);
/* The next bytes: their number, 0 at the end, -1 with why. */
ssize_t reader_read(struct reader *r, void *p, size_t n, const char **why);
void reader_close(struct reader *r);
/* Size when it is known before reading, else 0. */
uint64_t reader_size(const struct reader *r);
/* A blob whole without copying, when it is in memory already; else false. */
bool reader_whole(struct reader *r, struct str *bytes);
/* sibling: another path of the same source. 1, 0 not there, -1. */
int reader_sibling(struct reader *r, struct str path, struct buf *out);

#endif
