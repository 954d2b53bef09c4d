/* tamis-scan - every detector there is, in one pass over the same bytes */
#include "base.h"
#include "detectors.h"
#include "sieve.h"

static const int takes[] = { OPT_DIRECTORY, OPT_JOBS, OPT_QUIET, OPT_VERBOSE,
	OPT_EXCLUDE, OPT_NULL, OPT_TRACKED, OPT_STAGED, OPT_REV, OPT_RANGE,
	OPT_PUSHED, OPT_HISTORY, OPT_ALL_OBJECTS, OPT_ALLOW_MISSING, OPT_NAME,
	OPT_NO_IGNORE, OPT_CHECK_RULES, OPT_COLOR, OPT_DEDUP, OPT_EXPLAIN,
	OPT_FAIL_ON, OPT_LINKS, OPT_LIST_RULES, OPT_MIN_SEVERITY,
	OPT_NO_BUILTIN, OPT_ONLY, OPT_PROGRESS, OPT_REVEAL, OPT_RULES,
	OPT_SHOW_ACCEPTED, OPT_VIEW, OPT_END };

static const struct tool tool = {
	.synopsis = "[-0hqVv] [-C dir] [-j n] [-x glob] [source] [name ...]",
	.what = "Run every sieve over the source in one pass; on a terminal, "
		"draw it.",
	.examples = "tamis-scan\n"
		    "tamis-scan --staged\n"
		    "tamis-scan --rev=HEAD | tamis-report sarif\n",
	.takes = takes,
};

int
main(int argc, char *argv[])
{
	return sieve_main(argc, argv, "scan", all_detectors, &tool);
}
