/*
 * sieve.h - the driver: options, source, sandbox, threads, containers,
 * windows, order, fingerprints, masks and the verdict, for any detectors.
 */
#ifndef TAMIS_SIEVE_H
#define TAMIS_SIEVE_H

#include "detector.h"
#include "opt.h"

/* The options that every sieve takes; a tool may add its own. */
#define SIEVE_TAKES \
	OPT_DIRECTORY, OPT_JOBS, OPT_QUIET, OPT_VERBOSE, OPT_EXCLUDE, \
	    OPT_NULL, OPT_TRACKED, OPT_STAGED, OPT_REV, OPT_RANGE, OPT_PUSHED, \
	    OPT_HISTORY, OPT_ALL_OBJECTS, OPT_SINCE, OPT_ALLOW_MISSING, \
	    OPT_NAME, OPT_NO_IGNORE, OPT_CACHE, OPT_NO_CACHE, OPT_CHECK_RULES, \
	    OPT_COLOR, OPT_DEDUP, OPT_EXPLAIN, OPT_FAIL_ON, OPT_LINKS, \
	    OPT_LIST_RULES, OPT_MIN_SEVERITY, OPT_NO_BUILTIN, OPT_ONLY, \
	    OPT_PROGRESS, OPT_REVEAL, OPT_RULES, OPT_SHOW_ACCEPTED, OPT_VIEW

/* A whole program: returns its exit status. detectors ends in NULL. */
int sieve_main(int argc, char *argv[], const char *name,
    const struct detector *const *detectors, const struct tool *tool);

#endif
