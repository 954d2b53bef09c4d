/* ask.h - what the command line of a sieve asks for. */
#ifndef TAMIS_ASK_H
#define TAMIS_ASK_H

#include "opt.h"
#include "out.h"
#include "source.h"

enum { RULE_FILES_MAX = 64, EXCLUDES_MAX = 1024 };

enum ask_job { ASK_SIEVE, ASK_EXPLAIN, ASK_LIST_RULES, ASK_CHECK_RULES };

struct ask {
	enum ask_job job;
	struct source_spec source;
	struct out_opts show;
	enum severity least; /* --min-severity */
	unsigned jobs;
	const char *rules[RULE_FILES_MAX + 1];
	size_t nrules;
	const char *exclude[EXCLUDES_MAX + 1];
	size_t nexclude;
	const char *only, *explain, *policy, *country;
	bool why;	   /* each finding with its reasons */
	const char *cache; /* --cache; NULL: in the git folder */
	const char *db;
	int32_t as_of;	 /* a day; -1: not given */
	int32_t max_age; /* of advisories, in days; -1: any */
	bool no_dev;
	bool each, no_builtin, inventory, reveal, show_accepted, progress,
	    dedup;
	bool no_cache;
	unsigned verbose;
};

/* A usage error is said, and exit 2. */
void ask_parse(struct ask *a, int argc, char *argv[], const struct tool *tool);

#endif
