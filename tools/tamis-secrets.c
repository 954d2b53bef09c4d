/* tamis-secrets - print a record for each secret in the source */
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
	.what = "Print a record for each secret in the source; on a terminal, "
		"draw it.",
	.examples = "tamis-secrets\n"
		    "tamis-secrets --staged\n"
		    "tamis-secrets --rev=HEAD | tamis-report sarif\n",
	.takes = takes,
};

int
main(int argc, char *argv[])
{
	static const struct detector *const detectors[] = { &secret_detector,
		NULL };

	return sieve_main(argc, argv, "secrets", detectors, &tool);
}
