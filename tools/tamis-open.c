/* tamis-open - decrypt an age v1 file */
#include "base.h"
#include "box.h"
#include "crypt.h"
#include "opt.h"
#include "say.h"
#include "sealfile.h"
#include "std.h"
#include "unlock.h"

#include <errno.h>
#include <unistd.h>

static const int takes[] = { OPT_IDENTITY, OPT_OUTPUT, OPT_PASSPHRASE,
	OPT_PASSPHRASE_FD, OPT_END };

static void
version(void)
{
	printf("sandbox: %s\n", box_name());
}

static const struct tool tool = {
	.synopsis = "[-hpV] [-i FILE] [-o FILE] [--passphrase-fd=N] [FILE]",
	.what = "Decrypt an age v1 file.",
	.examples = "  tamis-open -i key.txt backup.tar.zst.age | zstd -d | "
		    "tar -x\n"
		    "  tamis-open -p -o note note.age",
	.takes = takes,
	.version = version
};

static struct unlock unlock = { .phrase = { .fd = -1 }, .input = "-" };

static int
open_sealed(const char *path)
{
	struct seal_fault f = { .at = SEAL_OPEN, .why = "no memory" };
	struct flow_out flow;
	struct sealfile file;
	struct flow_in *in;
	int rc = -1;

	sealfile_open(&file, unlock.input, path, false);
	in = flow_in_new(file.fd);
	if (in && flow_begin(&flow, file.out.fd, false) == 0)
		rc = seal_open(in, &flow, &unlock.ids, unlock_ask, &unlock, &f);
	flow_in_free(in);
	return sealfile_end(&file, rc, &f);
}

int
main(int argc, char *argv[])
{
	const char *path = NULL;
	int ch, bad, fd = -1;

	bad = std_open();
	say_name(argv[0]);
	if (bad || crypt_no_core() < 0)
		die("cannot start: %s", strerror(errno));
	while ((ch = opt_next(argc, argv, &tool)) != OPT_END)
		switch (ch) {
		case OPT_IDENTITY: unlock_add(&unlock, optarg); break;
		case OPT_OUTPUT: path = optarg; break;
		case OPT_PASSPHRASE: unlock.ask = true; break;
		case OPT_PASSPHRASE_FD:
			fd = (int)opt_count(&tool, "passphrase-fd", 0, 1023);
			unlock.ask = true;
			break;
		}
	if (argc - optind > 1)
		usage(&tool, "more than one file to open");
	if (optind < argc)
		unlock.input = argv[optind];
	unlock_ready(
	    &unlock, fd, strcmp(unlock.input, "-") == 0 ? -1 : STDIN_FILENO);
	ch = open_sealed(path);
	unlock_free(&unlock);
	return ch;
}
