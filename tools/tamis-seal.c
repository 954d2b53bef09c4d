/* tamis-seal - encrypt bytes to recipients, as an age v1 file */
#include "base.h"
#include "box.h"
#include "crypt.h"
#include "opt.h"
#include "outfile.h"
#include "phrase.h"
#include "say.h"
#include "seal.h"
#include "std.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static const int takes[] = { OPT_ARMOR, OPT_MIN_RECIPIENTS, OPT_OUTPUT,
	OPT_PASSPHRASE, OPT_PASSPHRASE_FD, OPT_RECIPIENTS, OPT_TO, OPT_END };

static void
version(void)
{
	printf("sandbox: %s\n", box_name());
}

static const struct tool tool = {
	.synopsis = "[-ahpV] [--min-recipients=N] [-o FILE] "
		    "[--passphrase-fd=N] [-R FILE] [-r RECIPIENT] [FILE]",
	.what = "Encrypt bytes to recipients, as an age v1 file.",
	.examples = "  tamis-archive HEAD | tamis-seal -R .tamis/recipients "
		    ">head.tar.age\n"
		    "  tamis-seal -p -a -o note.age note",
	.takes = takes,
	.version = version
};

static struct keys to;
static struct phrase phrase = { .fd = -1 };
static struct outfile out;

/* Never the text of a recipient: it may be a private key by mistake. */
static void
add_recipient(const char *text, size_t nth)
{
	struct where w = { 0 };

	if (keys_recipient(&to, str_trim(str_of(text)), &w) < 0)
		die("cannot seal to recipient %zu of -r: %s", nth, w.why);
}

static void
add_file(const char *path)
{
	struct where w = { 0 };

	if (keys_recipients(&to, path, &w) == 0)
		return;
	if (w.line)
		die("cannot seal to '%s:%zu': %s", path, w.line, w.why);
	die("cannot read '%s': %s", path, w.why);
}

static void
add_phrase(int fd, int instead)
{
	struct where w = { 0 };
	const char *why;

	if (phrase_open(&phrase, fd, instead) < 0)
		die("cannot read a passphrase: no guarded memory");
	if (phrase_choose(&phrase, &why) < 0)
		die("cannot read a passphrase: %s", why);
	if (keys_phrase(&to, (struct str){ phrase.p, phrase.n }, &w) < 0)
		die("cannot use the passphrase: %s", w.why);
	phrase_free(&phrase);
}

static void
check_recipients(size_t min)
{
	if (to.n == 0)
		usage(&tool, "no recipient: say -r RECIPIENT, -R FILE or -p");
	if (to.n < min)
		die("cannot seal to %zu recipients: --min-recipients=%zu", to.n,
		    min);
	for (size_t i = 0; i < to.n; i++)
		if (to.v[i].caution != NULL)
			warn("recipient %zu: %s", i + 1, to.v[i].caution);
}

static int
open_input(const char *name)
{
	int fd = STDIN_FILENO;

	if (strcmp(name, "-") != 0)
		fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		die("cannot read '%s': %s", name, strerror(errno));
	return fd;
}

static int
seal(const char *in, const char *path, bool armored)
{
	const char *const verbs[] = { "read", "write", "open", "seal" };
	const char *name = path ? path : "stdout";
	struct seal_fault f = { .at = SEAL_SEAL, .why = "no memory" };
	struct flow_out flow;
	int fd = open_input(in), rc;

	if (outfile_open(&out, path) < 0)
		die("cannot write '%s': %s", name, strerror(errno));
	if (path == NULL && !armored && isatty(out.fd))
		die("cannot write 'stdout': it is a terminal; say -a or -o "
		    "FILE");
	if (box_enter(out.temp ? BOX_WRITE : BOX_STDIO, out.dir) < 0) {
		outfile_abort(&out);
		die("cannot enter the sandbox: %s", strerror(errno));
	}
	if ((rc = flow_begin(&flow, out.fd, armored)) == 0)
		rc = seal_put(fd, &flow, &to, &f);
	flow_out_free(&flow);
	if (rc < 0) {
		outfile_abort(&out);
		warn("cannot %s '%s': %s", verbs[f.at],
		    f.at == SEAL_WRITE ? name : in, f.why);
	} else if ((rc = outfile_commit(&out)) < 0) {
		warn("cannot write '%s': %s", name, strerror(errno));
	}
	close(fd);
	return rc == 0 ? EXIT_CLEAN : EXIT_TROUBLE;
}

int
main(int argc, char *argv[])
{
	bool armored = false, ask = false, alone = true;
	const char *path = NULL, *in;
	size_t min = 1, nth = 0;
	int ch, bad, fd = -1;

	bad = std_open();
	say_name(argv[0]);
	if (bad || crypt_no_core() < 0)
		die("cannot start: %s", strerror(errno));
	while ((ch = opt_next(argc, argv, &tool)) != OPT_END)
		switch (ch) {
		case OPT_ARMOR: armored = true; break;
		case OPT_MIN_RECIPIENTS:
			min = opt_count(&tool, "min-recipients", 1, 1000);
			break;
		case OPT_OUTPUT: path = optarg; break;
		case OPT_PASSPHRASE: ask = true; break;
		case OPT_PASSPHRASE_FD:
			fd = (int)opt_count(&tool, "passphrase-fd", 0, 1023);
			ask = true;
			break;
		case OPT_RECIPIENTS:
			add_file(optarg);
			alone = false;
			break;
		case OPT_TO:
			add_recipient(optarg, ++nth);
			alone = false;
			break;
		}
	if (argc - optind > 1)
		usage(&tool, "more than one file to seal");
	if (ask && !alone)
		usage(&tool,
		    "-p goes with neither -r nor -R: age seals to a "
		    "passphrase alone");
	in = optind < argc ? argv[optind] : "-";
	if (ask)
		add_phrase(fd, strcmp(in, "-") == 0 ? -1 : STDIN_FILENO);
	check_recipients(min);
	ch = seal(in, path, armored);
	keys_free(&to);
	return ch;
}
