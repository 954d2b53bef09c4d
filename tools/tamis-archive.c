/* tamis-archive - write a revision as tar, or a whole history to keep */
#include "base.h"
#include "box.h"
#include "bundle.h"
#include "manifest.h"
#include "mirror.h"
#include "opt.h"
#include "outfile.h"
#include "repo.h"
#include "save.h"
#include "say.h"
#include "snapshot.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static const int takes[] = { OPT_BUNDLE, OPT_DIRECTORY, OPT_FULL, OPT_OUTPUT,
	OPT_PREFIX, OPT_SINCE, OPT_END };

static void
version(void)
{
	printf("sandbox: %s\n", box_name());
}

static const struct tool tool = {
	.synopsis = "[-C DIR] [-o FILE] [--bundle | --full | "
		    "--since=MANIFEST | [--prefix=DIR] REV]",
	.what = "Write a revision as tar, byte for byte as git archive does; "
		"or all history.",
	.examples = "tamis-archive --prefix=v1/ v1.0 | zstd > v1.tar.zst\n"
		    "tamis-archive --full | zstd | tamis-seal -R recipients > "
		    "all.tar.zst.age",
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

static void
open_output(const char *name)
{
	if (outfile_open(&out, name) < 0)
		die("cannot write '%s': %s", name, strerror(errno));
	if (name == NULL && isatty(out.fd))
		die("cannot write 'stdout': it is a terminal; say -o FILE");
}

static void
enter_box(void)
{
	if (box_enter(out.temp ? BOX_WRITE : BOX_READ, out.dir) < 0) {
		outfile_abort(&out);
		die("cannot enter the sandbox: %s", strerror(errno));
	}
}

/* Only a whole archive gets the name that was asked for. */
static bool
finish(int rc, const char *what, const char *name, const char *why)
{
	if (rc != 0 && write_error == 0) {
		warn("cannot archive '%s': %s", what, why);
		outfile_abort(&out);
		return false;
	}
	if (rc != 0)
		outfile_abort(&out);
	else if ((rc = outfile_commit(&out)) < 0)
		write_error = errno;
	if (rc != 0)
		warn("cannot write '%s': %s", name ? name : "stdout",
		    strerror(write_error));
	return rc == 0;
}

static bool
snapshot(const struct snapshot *a, const char *name)
{
	char why[4400];
	struct repo *r;
	bool ok;

	if ((r = repo_open(a->dir, why, sizeof(why))) == NULL)
		die("cannot open '%s': %s", a->dir ? a->dir : ".", why);
	open_output(name);
	enter_box();
	ok = finish(snapshot_write(r, a, why, sizeof(why)), a->rev, name, why);
	repo_free(r);
	return ok;
}

/* What was saved by the time of a manifest. */
static void
read_since(const char *path, struct manifest *m, struct buf *text)
{
	struct where w = { 0 };
	int rc;

	*text = (struct buf){ .max = MANIFEST_MAX };
	if ((rc = save_read(AT_FDCWD, path, text)) != 0)
		die("cannot read '%s': %s", path,
		    strerror(rc > 0 ? ENOENT : errno));
	if (manifest_parse(m, buf_str(text), &w) == 0)
		return;
	if (w.line)
		die("cannot use '%s:%zu': %s", path, w.line, w.why);
	die("cannot use '%s': %s", path, w.why);
}

struct history {
	const char *dir, *since;
	bool full;
	struct gitdir g;
	struct refstate refs;
};

static bool
full(struct history *h, const char *name, const char *what)
{
	char why[4400];
	bool alternates, ok;
	struct mirror *m =
	    mirror_new(&h->g, &h->refs, &alternates, why, sizeof(why));

	if (m == NULL)
		die("cannot archive '%s': %s", what, why);
	open_output(name);
	enter_box();
	ok = finish(
	    mirror_write(m, put, NULL, why, sizeof(why)), what, name, why);
	mirror_free(m);
	return ok;
}

/* Git is run for the pack, so that there is no sandbox. */
static bool
bundle(struct history *h, const char *name, const char *what)
{
	struct bundle b = { .g = &h->g, .s = &h->refs, .put = put };
	struct manifest m = { 0 };
	struct buf text = { 0 };
	char why[4400];
	bool ok;

	if (h->since) {
		read_since(h->since, &m, &text);
		b.old = m.tips;
		b.nold = m.ntips;
	}
	open_output(name);
	ok = finish(bundle_write(&b, why, sizeof(why)), what, name, why);
	buf_free(&b.needs);
	manifest_free(&m);
	buf_free(&text);
	return ok;
}

static bool
history(struct history *h, const char *name)
{
	const char *what = h->dir ? h->dir : ".";
	char why[4400];
	bool ok;

	if (gitdir_find(&h->g, h->dir, why, sizeof(why)) != 0)
		die("cannot open '%s': %s", what, why);
	if (refstate_read(&h->refs, &h->g, why, sizeof(why)) < 0)
		die("cannot archive '%s': %s", what, why);
	ok = h->full ? full(h, name, what) : bundle(h, name, what);
	refstate_free(&h->refs);
	gitdir_free(&h->g);
	return ok;
}

int
main(int argc, char *argv[])
{
	struct snapshot a = { .write = put, .note = note };
	struct history h = { 0 };
	const char *name = NULL;
	int ch, modes = 0;
	bool ok;

	say_name(argv[0]);
	while ((ch = opt_next(argc, argv, &tool)) != OPT_END)
		switch (ch) {
		case OPT_BUNDLE: modes++; break;
		case OPT_DIRECTORY: a.dir = h.dir = optarg; break;
		case OPT_FULL:
			h.full = true;
			modes++;
			break;
		case OPT_OUTPUT: name = optarg; break;
		case OPT_PREFIX: a.prefix = optarg; break;
		case OPT_SINCE:
			h.since = optarg;
			modes++;
			break;
		default: break;
		}
	if (modes > 1)
		usage(&tool, "only one of --bundle, --full and --since");
	if (modes == 1 && (argc != optind || a.prefix))
		usage(&tool,
		    "all history takes neither a revision nor "
		    "--prefix");
	if (modes == 0 && argc - optind != 1)
		usage(&tool, "one revision is needed");
	a.rev = argv[optind];
	ok = modes ? history(&h, name) : snapshot(&a, name);
	say_flush();
	return ok ? EXIT_CLEAN : EXIT_TROUBLE;
}
