/*
 * filter.h - what all filters of records share: the options of the person's
 * view and of the verdict, and a stream that must prove that it is whole.
 */
#ifndef TAMIS_FILTER_H
#define TAMIS_FILTER_H

#include "opt.h"
#include "out.h"
#include "rules.h"

struct filter {
	const struct tool *tool;
	struct out_opts show;
	bool partial;	    /* a stream that is not whole will do */
	struct rules rules; /* for advice */
};

/* The ids of filter_option, for a tool's table. */
#define FILTER_TAKES OPT_COLOR, OPT_FAIL_ON, OPT_LINKS, OPT_PARTIAL, OPT_VIEW

void filter_init(struct filter *f, const struct tool *tool);
/* What opt_next gave, when it is one of FILTER_TAKES or OPT_QUIET. */
bool filter_option(struct filter *f, int got);
/* Read the rules that are installed, so that findings come with advice;
   without them there is none. */
void filter_advise(struct filter *f);
void filter_free(struct filter *f);

/* How a stream ended. */
struct filter_end {
	bool whole, ok; /* ok: whole, or --partial; and each() did not fail */
	const char *why;
	size_t lineno;
};
/*
 * Each record of stdin, until each() gives -1. What is wrong with the
 * stream is said, unless --partial lifts it.
 */
typedef int filter_each(void *arg, const struct rec *r);
void filter_run(
    struct filter *f, filter_each *each, void *arg, struct filter_end *end);

#endif
