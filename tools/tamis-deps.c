/* tamis-deps - print a record for each obsolete or vulnerable dependency */
#include "base.h"
#include "detectors.h"
#include "sieve.h"

static const int takes[] = { SIEVE_TAKES, OPT_AS_OF, OPT_DB, OPT_INVENTORY,
	OPT_MAX_AGE, OPT_NO_DEV, OPT_END };

static const struct tool tool = {
	.synopsis = "[-0hqVv] [-C dir] [-j n] [-x glob] [source] [name ...]",
	.what = "Print a record for each obsolete or vulnerable dependency.",
	.examples = "tamis-deps --staged\n",
	.takes = takes,
};

int
main(int argc, char *argv[])
{
	static const struct detector *const detectors[] = { &deps_detector,
		NULL };

	return sieve_main(argc, argv, "deps", detectors, &tool);
}
