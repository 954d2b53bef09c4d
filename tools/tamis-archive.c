/* tamis-archive - write a revision as a tar stream, as git archive does */
#include "base.h"
#include "box.h"
#include "opt.h"
#include "repo.h"
#include "save.h"
#include "say.h"
#include "snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
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

/* Where the stream goes. */
static struct {
	const char *name; /* -o, or NULL for stdout */
	char *dir, *last; /* its parts */
	struct save_file file;
	int fd, err;
} out = { .fd = STDOUT_FILENO };

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
			out.err = errno;
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

static void
open_output(const char *name)
{
	const char *slash = strrchr(name, '/');
	struct stat st;
	int fd;

	out.name = name;
	out.last = strdup(slash ? slash + 1 : name);
	out.dir =
	    slash ? strndup(name, (size_t)(slash - name) + 1) : strdup(".");
	if (out.last == NULL || out.dir == NULL)
		die("out of memory");
	fd = open(out.dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		die("cannot write '%s': %s", name, strerror(errno));
	/* It will be renamed over: a device must not be. */
	if (out.last[0] == '\0' ||
	    (fstatat(fd, out.last, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		!S_ISREG(st.st_mode)))
		die("cannot write '%s': it is no regular file", name);
	if (save_begin(&out.file, fd, out.last, 0666) < 0)
		die("cannot write '%s': %s", name, strerror(errno));
	out.fd = out.file.fd;
}

/* Only a whole archive gets the name that was asked for. */
static bool
close_output(bool ok)
{
	int rc;

	if (out.name)
		rc = save_end(&out.file, ok ? out.last : NULL, SAVE_REPLACE);
	else
		rc = close(STDOUT_FILENO);
	if (rc < 0 && ok) {
		warn("cannot write '%s': %s", out.name ? out.name : "stdout",
		    strerror(errno));
		ok = false;
	}
	if (out.name)
		close(out.file.dirfd);
	free(out.dir);
	free(out.last);
	return ok;
}

static bool
archive(struct repo *r, const struct snapshot *a)
{
	char why[4400];

	if (snapshot_write(r, a, why, sizeof(why)) == 0)
		return true;
	if (out.err)
		warn("cannot write '%s': %s", out.name ? out.name : "stdout",
		    strerror(out.err));
	else
		warn("cannot archive '%s': %s", a->rev, why);
	return false;
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
	if (name)
		open_output(name);
	if (box_enter(name ? BOX_WRITE : BOX_READ, out.dir) < 0)
		die("cannot enter the sandbox: %s", strerror(errno));

	ok = archive(r, &a);
	repo_free(r);
	ok = close_output(ok);
	say_flush();
	return ok ? EXIT_CLEAN : EXIT_TROUBLE;
}
