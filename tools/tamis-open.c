/* tamis-open - decrypt an age v1 file */
#include "base.h"
#include "box.h"
#include "crypt.h"
#include "opt.h"
#include "outfile.h"
#include "phrase.h"
#include "say.h"
#include "seal.h"
#include "std.h"

#include <errno.h>
#include <fcntl.h>
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

enum { FILES_MAX = 64 };

static struct keys ids;
/* Where ids came from, and the first of each: who asks for a passphrase
   says for what. */
static const char *files[FILES_MAX];
static size_t first[FILES_MAX], nfiles;
static struct phrase phrase = { .fd = -1 };
static struct outfile out;
static const char *input = "-";
static bool ask;

static void
add_file(const char *path)
{
	struct where w = { 0 };

	if (nfiles == FILES_MAX)
		die("cannot read '%s': more than %d identity files", path,
		    FILES_MAX);
	files[nfiles] = path;
	first[nfiles++] = ids.n;
	if (keys_identities(&ids, path, &w) == 0)
		return;
	if (w.line)
		die("cannot use '%s:%zu': %s", path, w.line, w.why);
	die("cannot read '%s': %s", path, w.why);
}

static const char *
file_of(size_t id)
{
	size_t i = nfiles;

	while (i > 0 && first[i - 1] > id)
		i--;
	return i > 0 ? files[i - 1] : "-";
}

/* seal_ask: nothing for the file itself when identities were meant. */
static int
passphrase(void *arg, size_t id, struct str *text, const char **why)
{
	(void)arg;
	*text = (struct str){ "", 0 };
	if (id == ids.n && nfiles && !ask)
		return 0;
	if (phrase.p == NULL) {
		*why = "no guarded memory for a passphrase";
		return -1;
	}
	if (phrase_ask(&phrase, "Passphrase", id == ids.n ? input : file_of(id),
		why) < 0)
		return -1;
	*text = (struct str){ phrase.p, phrase.n };
	return 0;
}

static int
open_input(void)
{
	int fd = STDIN_FILENO;

	if (strcmp(input, "-") != 0)
		fd = open(input, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		die("cannot read '%s': %s", input, strerror(errno));
	return fd;
}

static int
open_sealed(const char *path)
{
	const char *const verbs[] = { "read", "write", "open", "seal" };
	const char *to = path ? path : "stdout";
	struct seal_fault f = { .at = SEAL_OPEN, .why = "no memory" };
	struct flow_out flow;
	struct flow_in *in;
	int fd = open_input(), rc = -1;

	if (outfile_open(&out, path) < 0)
		die("cannot write '%s': %s", to, strerror(errno));
	if (box_enter(out.temp ? BOX_WRITE : BOX_STDIO, out.dir) < 0) {
		outfile_abort(&out);
		die("cannot enter the sandbox: %s", strerror(errno));
	}
	in = flow_in_new(fd);
	if (in && flow_begin(&flow, out.fd, false) == 0)
		rc = seal_open(in, &flow, &ids, passphrase, NULL, &f);
	flow_in_free(in);
	if (rc < 0) {
		outfile_abort(&out);
		warn("cannot %s '%s': %s", verbs[f.at],
		    f.at == SEAL_WRITE ? to : input, f.why);
	} else if ((rc = outfile_commit(&out)) < 0) {
		warn("cannot write '%s': %s", to, strerror(errno));
	}
	close(fd);
	return rc == 0 ? EXIT_CLEAN : EXIT_TROUBLE;
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
		case OPT_IDENTITY: add_file(optarg); break;
		case OPT_OUTPUT: path = optarg; break;
		case OPT_PASSPHRASE: ask = true; break;
		case OPT_PASSPHRASE_FD:
			fd = (int)opt_count(&tool, "passphrase-fd", 0, 1023);
			ask = true;
			break;
		}
	if (argc - optind > 1)
		usage(&tool, "more than one file to open");
	if (optind < argc)
		input = argv[optind];
	if ((ask || nfiles == 0 || keys_any_locked(&ids)) &&
	    phrase_open(
		&phrase, fd, strcmp(input, "-") == 0 ? -1 : STDIN_FILENO) < 0)
		die("cannot read a passphrase: no guarded memory");
	ch = open_sealed(path);
	phrase_free(&phrase);
	keys_free(&ids);
	return ch;
}
