/*
 * out.h - where records go: as lines into a pipe, drawn for a person on a
 * terminal (terminal.md's cards, then head lines, then counting), and the
 * verdict. Sieves and filters alike write through it.
 */
#ifndef TAMIS_OUT_H
#define TAMIS_OUT_H

#include "view.h"

enum out_view { OUT_AUTO, OUT_PERSON, OUT_ALL, OUT_RECORDS };
enum out_color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct out_opts {
	enum out_view view;
	enum out_color color;
	enum severity fail_on; /* SEV_NEVER: never 1 */
	bool quiet;	       /* nothing on stdout */
	bool links;
	const char *dir; /* that the paths start from; NULL: where we are */
	out_advice *advice;
	void *advice_arg;
};

struct out; /* one at a time, over stdout */

struct out *out_new(const struct out_opts *o);
/* Will this be drawn as a card, so that src= is of use? */
bool out_wants_line(const struct out *o);
bool out_person(const struct out *o);
/* 0, or -1: stdout failed (said once). */
int out_rec(struct out *o, const struct rec *r);
/* A record that was accepted and is not printed: only counted. */
void out_accepted(struct out *o, struct str until);
/* The records are a part of a stream, and that is declared: not clean. */
void out_partial(struct out *o);
/* Write out what is buffered, so that a reader sees it. */
int out_flush(struct out *o);

/* The end line, or the summary for a person. whole=false: no end line. st
   NULL: a filter, which has seen no files. */
int out_end(struct out *o, bool whole, const struct out_stats *st);
/* Closes stdout, checked; trouble beats found beats clean. Frees o. */
int out_verdict(struct out *o, bool ok);

#endif
