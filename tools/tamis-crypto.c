/* tamis-crypto - print a record for each forbidden use of cryptography */
#include "base.h"
#include "detectors.h"
#include "sieve.h"

static const int takes[] = { SIEVE_TAKES, OPT_INVENTORY, OPT_POLICY, OPT_END };

static const struct tool tool = {
	.synopsis = "[-0hqVv] [-C dir] [-j n] [-x glob] [source] [name ...]",
	.what = "Print a record for each use of cryptography that the policy "
		"forbids.",
	.examples = "tamis-crypto\n"
		    "tamis-crypto --inventory --fail-on=never\n",
	.takes = takes,
};

int
main(int argc, char *argv[])
{
	static const struct detector *const detectors[] = { &crypto_detector,
		NULL };

	return sieve_main(argc, argv, "crypto", detectors, &tool);
}
