/* tamis-data - print a record for each field with personal data */
#include "base.h"
#include "detectors.h"
#include "sieve.h"

static const int takes[] = { SIEVE_TAKES, OPT_COUNTRY, OPT_EACH, OPT_END };

static const struct tool tool = {
	.synopsis = "[-0hqVv] [-C dir] [-j n] [-x glob] [source] [name ...]",
	.what = "Print a record for each field that holds personal or health "
		"data.",
	.examples = "tamis-data --country=LU,FR\n",
	.takes = takes,
};

int
main(int argc, char *argv[])
{
	static const struct detector *const detectors[] = { &data_detector,
		NULL };

	return sieve_main(argc, argv, "data", detectors, &tool);
}
