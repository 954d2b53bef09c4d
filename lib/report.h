/*
 * report.h - records in, a report out: one file a format, one line each
 * in the table. A report of a stream that is not whole says so itself.
 */
#ifndef TAMIS_REPORT_H
#define TAMIS_REPORT_H

#include "out.h"
#include "rules.h"

struct report_opts {
	FILE *out;		     /* not closed here but by text */
	const struct out_opts *show; /* how text is drawn */
	const struct rules *rules;   /* for advice; may be empty */
};

struct report_end {
	bool whole;	 /* the stream was proven whole, or ... */
	bool partial;	 /* ... that it is not was declared to be fine */
	const char *why; /* else what was wrong with it ... */
	size_t lineno;	 /* ... and where */
	size_t unread;	 /* what could not be judged and is not accepted */
	size_t left;	 /* out: results that the format had no place for */
};

struct report_format {
	const char *name;
	/* NULL: no memory, or no temporary file (errno). */
	void *(*open)(const struct report_opts *o);
	/* 0, or -1 with errno: it cannot be written. */
	int (*rec)(void *report, const struct rec *r);
	int (*end)(void *report, struct report_end *e);
	void (*free)(void *report);
};

extern const struct report_format report_ndjson, report_sarif, report_text;
extern const struct report_format *const report_formats[]; /* NULL last */
const struct report_format *report_find(const char *name);

/* A record that counts for nobody's verdict, and why it was accepted. */
bool report_accepted(const struct rec *r, struct str *reason);
bool report_unread(const struct rec *r); /* "<sieve>/unread" */

#endif
