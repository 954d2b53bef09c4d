/* tamis-archive - write a revision as a tar stream, as git archive does */
#include "base.h"
#include "box.h"
#include "opt.h"
#include "outfile.h"
#include "repo.h"
#include "say.h"
#include "snapshot.h"

#include <errno.h>
#include <unistd.h>

static const int takes[] = { OPT_DIRECTORY, OPT_OUTPUT, OPT_PREFIX, OPT_END };

static void
version(void)
{
	printf("sandbox: %s\n", box_name());
}

static const struct tool tool = {
	.synopsis = "[-C DIR] [-o FILE] [--prefix=DIR] REV",
	.what = "Write a revision as tar, byte for byte as git archive does.",
	.examples = "tamis-archive HEAD > snapshot.tar\n"
		    "tamis-archive --prefix=v1/ v1.0 | zstd > v1.tar.zst",
	.takes = takes,
	.version = version,
};

static struct outfile out;
static int write_error;

static int
put(void *arg, const void *p, size_t n)
{
	const char *s = p;

	(void)arg;
	while (n > 0) {
		ssize_t k = write(out.fd, s, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0) {
			write_error = errno;
			return -1;
		}
		s += k;
		n -= (size_t)k;
	}
	return 0;
}

/* Git says so and goes on; what it could not do is left undone. */
static void
note(struct str path, const char *what)
{
	warn_file("convert", path, what);
}

/* Only a whole archive gets the name that was asked for. */
static bool
archive(struct repo *r, const struct snapshot *a, const char *name)
{
	char why[4400];
	int rc = snapshot_write(r, a, why, sizeof(why));

	if (rc < 0 && write_error == 0) {
		warn("cannot archive '%s': %s", a->rev, why);
		outfile_abort(&out);
		return false;
	}
	if (rc < 0)
		outfile_abort(&out);
	else if ((rc = outfile_commit(&out)) < 0)
		write_error = errno;
	if (rc < 0)
		warn("cannot write '%s': %s", name ? name : "stdout",
		    strerror(write_error));
	return rc == 0;
}

int
main(int argc, char *argv[])
{
	struct snapshot a = { .write = put, .note = note };
	const char *name = NULL;
	struct repo *r;
	char why[256];
	bool ok;
	int ch;

	say_name(argv[0]);
	while ((ch = opt_next(argc, argv, &tool)) != OPT_END)
		switch (ch) {
		case OPT_DIRECTORY: a.dir = optarg; break;
		case OPT_OUTPUT: name = optarg; break;
		case OPT_PREFIX: a.prefix = optarg; break;
		default: break;
		}
	if (argc - optind != 1)
		usage(&tool, "one revision is needed");
	a.rev = argv[optind];

	if ((r = repo_open(a.dir, why, sizeof(why))) == NULL)
		die("cannot open '%s': %s", a.dir ? a.dir : ".", why);
	if (outfile_open(&out, name) < 0)
		die("cannot write '%s': %s", name, strerror(errno));
	if (name == NULL && isatty(out.fd))
		die("cannot write 'stdout': it is a terminal; say -o FILE");
	if (box_enter(out.temp ? BOX_WRITE : BOX_READ, out.dir) < 0) {
		outfile_abort(&out);
		die("cannot enter the sandbox: %s", strerror(errno));
	}

	ok = archive(r, &a, name);
	repo_free(r);
	say_flush();
	return ok ? EXIT_CLEAN : EXIT_TROUBLE;
}
