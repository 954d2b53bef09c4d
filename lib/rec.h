/*
 * rec.h - the record: what flows through the pipes; tamis-records(5).
 *
 *	path:line:col:<TAB>severity<TAB>rule<TAB>message<TAB>key=value...
 *	end<TAB>COUNT<TAB>unread=N
 *
 * Keys that draw: src=LINE is the source line, masked, of which 4 KiB at
 * most are kept around the span (with "..." where it was cut); at=FROM:TO
 * are the byte columns of the span in that masked line, from 1, TO behind
 * its last byte. end=LINE:COL is the place behind the span in the file.
 * ucol=FROM:TO are UTF-16 columns, made likewise.
 *
 * In memory as on the wire every field is already escaped (rec_escape),
 * so that a record passes a filter byte for byte.
 */
#ifndef TAMIS_REC_H
#define TAMIS_REC_H

#include "buf.h"

enum severity { SEV_INFO, SEV_LOW, SEV_MEDIUM, SEV_HIGH, SEV_CRITICAL };
enum { SEV_COUNT = 5, SEV_NEVER = 5 }; /* NEVER: above all, for --fail-on */

extern const char *const sev_names[SEV_COUNT + 1]; /* NULL-terminated */
int sev_parse(struct str s, enum severity *out);   /* 0, or -1 */

#define REC_MAX (1u << 20) /* bytes of one line, the newline included */

struct rec {
	struct str path;  /* escaped, masked */
	size_t line, col; /* from 1 */
	enum severity severity;
	struct str rule;    /* "secrets/github-pat" */
	struct str message; /* escaped, masked */
	struct str keys;    /* "fp=...\tkey=value", no tab at either end */
};

/* Append s with control bytes, C1, bidi, U+2028/9, '\\', bad UTF-8 escaped. */
int rec_escape(struct buf *out, struct str s);
/* The bytes behind an escaped field. 0, or -1 when it is not one. */
int rec_unescape(struct buf *out, struct str s);

/* Append "<TAB>"-separated name=value to keys; value is escaped here. */
int rec_add_key(struct buf *keys, const char *name, struct str value);
/* The value of a key, still escaped. */
bool rec_key(const struct rec *r, const char *name, struct str *value);

/* Append the line, newline included. 0, or -1. */
int rec_put(struct buf *out, const struct rec *r);
int rec_put_end(struct buf *out, size_t count, size_t unread);

/* One line without its newline; slices of it. 0, or -1 with *why set. */
int rec_parse(struct str line, struct rec *r, const char **why);

/* Reads a stream of records and proves that it is whole. */
struct rec_reader {
	int fd;
	struct buf line;   /* the bytes read and not yet handed out */
	size_t at, lineno; /* where the next line starts; lines so far */
	size_t seen;	   /* records handed out */
	size_t told;	   /* the sum of the counts of all end lines */
	size_t unread;	   /* the sum of their unread, less the records of it */
	size_t nend;
	const char *why; /* what was wrong, once rec_next gave -1 */
};

void rec_reader_init(struct rec_reader *in, int fd);
/* 1 with *r (valid until the next call), 0 at the end, -1 on trouble. */
int rec_next(struct rec_reader *in, struct rec *r);
/* After the end: has it an end line, and do the counts add up? Else *why. */
bool rec_whole(const struct rec_reader *in, const char **why);
void rec_reader_free(struct rec_reader *in);

#endif
