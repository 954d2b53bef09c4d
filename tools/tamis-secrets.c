/* tamis-secrets - print a record for each secret in the source */
#include "base.h"
#include "detectors.h"
#include "sieve.h"

static const int takes[] = { SIEVE_TAKES, OPT_END };

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
