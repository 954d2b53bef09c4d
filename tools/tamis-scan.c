/* tamis-scan - every detector there is, in one pass over the same bytes */
#include "base.h"
#include "detectors.h"
#include "sieve.h"

static const int takes[] = { SIEVE_TAKES, OPT_AS_OF, OPT_DB, OPT_INVENTORY,
	OPT_MAX_AGE, OPT_NO_DEV, OPT_END };

static const struct tool tool = {
	.synopsis = "[-0hqVv] [-C dir] [-j n] [-x glob] [source] [name ...]",
	.what = "Run every sieve over the source in one pass; on a terminal, "
		"draw it.",
	.examples = "tamis-scan --rev=HEAD | tamis-report sarif\n",
	.takes = takes,
};

int
main(int argc, char *argv[])
{
	return sieve_main(argc, argv, "scan", all_detectors, &tool);
}
