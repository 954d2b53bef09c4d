/* tamis-backup - add what changed in a repository to a sealed chain */
#include "base.h"
#include "backup.h"
#include "crypt.h"
#include "findings.h"
#include "lfs.h"
#include "many.h"
#include "opt.h"
#include "repo.h"
#include "rotate.h"
#include "save.h"
#include "say.h"
#include "std.h"
#include "str.h"
#include "unlock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

static const int takes[] = { OPT_FULL, OPT_FULL_EVERY, OPT_IDENTITY, OPT_JOBS,
	OPT_LIST, OPT_MIN_RECIPIENTS, OPT_PASSPHRASE_FD, OPT_QUIET,
	OPT_RECIPIENTS, OPT_ROTATE, OPT_SIEVE, OPT_SIGN, OPT_TO, OPT_END };

static const struct tool tool = {
	.synopsis = "[-hqV] [--full] [--full-every=N] [-i FILE] [-j N] "
		    "[--list=FILE] [--min-recipients=N] [--passphrase-fd=N] "
		    "[-R FILE] [-r RECIPIENT] [--rotate] [--sieve[=HOW]] "
		    "[--sign=FILE] [REPO] [DIR]",
	.what =
	    "Add what changed in a repository to a sealed chain of backups.",
	.examples = "  tamis-backup -R .tamis/recipients . /backup/project\n"
		    "  tamis-backup -R keys --sign=minisign.key . "
		    "sftp:host/project",
	.takes = takes
};

static struct keys to;
static struct signkey signers[BACKUP_SIGNERS];
static const char *signer_files[BACKUP_SIGNERS];
static size_t nsigners;
static bool quiet, sieve, refuse, turn;
static const char *list;
static struct unlock unlock = { .phrase = { .fd = -1 } };

enum { LIST_MAX = 16 << 20, LINES_MAX = 100000, NOTES_MAX = 20000 };

static struct str lines[LINES_MAX];
static size_t nlines;

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
check_recipients(size_t min)
{
	if (to.n == 0)
		usage(&tool, "no recipient: say -R FILE or -r RECIPIENT");
	if (to.n < min)
		die("cannot seal to %zu recipients: --min-recipients=%zu", to.n,
		    min);
	for (size_t i = 0; i < to.n; i++)
		if (to.v[i].caution != NULL)
			warn("recipient %zu: %s", i + 1, to.v[i].caution);
}

/* Lines for the manifest, as slices of text. */
static int
add_notes(struct backup *b, struct str text)
{
	struct str line;

	while (str_cut(&text, '\n', &line)) {
		if (b->nnotes == NOTES_MAX)
			return -1;
		b->notes[b->nnotes++] = line;
	}
	return 0;
}

/* What is there, and what is not: 1 when it is not to be put away. */
static int
look(struct backup *b, struct buf *lfs, struct findings *f)
{
	char why[512];
	struct repo *r = repo_open(b->repo, why, sizeof(why));
	int rc = 0;

	/* Of a SHA-256 repository libgit2 reads nothing. */
	if (r != NULL)
		rc = lfs_list(r, lfs);
	repo_free(r);
	if (rc < 0 || add_notes(b, buf_str(lfs)) < 0)
		warn("cannot look for LFS pointers in '%s'", b->repo);
	if (!sieve)
		return 0;
	if (findings_run(f, b->repo, why) < 0) {
		warn("cannot sieve '%s': %s", b->repo, why);
		return -1;
	}
	if (refuse && f->n) {
		warn("cannot back up '%s': the sieves found %zu secrets or "
		     "other things in it",
		    b->repo, f->n);
		return 1;
	}
	return add_notes(b, buf_str(&f->text));
}

static void
tell(const struct backup *b, const struct backup_made *made)
{
	const char *name = list ? b->repo : "";

	if (made->none)
		printf(
		    "unchanged\t%s\tnothing changed, no new link", made->name);
	else
		printf("saved\t%s\t%s\tbytes=%llu\ttips=%zu", made->name,
		    made->full ? "full" : "bundle",
		    (unsigned long long)made->bytes, made->tips);
	printf("%s%s\n", *name ? "\trepo=" : "", name);
}

static int
run(struct backup *b)
{
	struct buf lfs = { .max = 4 << 20 };
	struct findings f = { .n = 0 };
	struct backup_made made;
	char why[BACKUP_WHY];
	int rc;

	b->nnotes = 0;
	b->notes = calloc(NOTES_MAX, sizeof(*b->notes));
	if (b->notes == NULL)
		die("cannot back up '%s': no memory", b->repo);
	rc = look(b, &lfs, &f);
	if (rc != 0)
		rc = rc < 0 ? EXIT_TROUBLE : EXIT_FOUND;
	else if (backup_run(b, &made, why) < 0) {
		warn("cannot back up '%s': %s", b->repo, why);
		rc = EXIT_TROUBLE;
	} else if (!quiet) {
		tell(b, &made);
	}
	free(b->notes);
	buf_free(&f.text);
	buf_free(&lfs);
	if (fflush(stdout) != 0 || ferror(stdout))
		die("cannot write the output");
	return rc;
}

static int
rotate(const char *dir)
{
	struct rotate r = { .dir = dir,
		.unlock = &unlock,
		.to = &to,
		.signers = signers,
		.nsigners = nsigners };
	char why[ROTATE_WHY];
	int n;

	unlock_ready(&unlock, -1, STDIN_FILENO);
	if ((n = rotate_run(&r, why)) < 0) {
		warn("cannot rotate '%s': %s", dir, why);
		return EXIT_TROUBLE;
	}
	if (!quiet)
		printf("rotated\t%s\tlinks=%d\n", dir, n);
	warn("copies of '%s' that were made before stay readable by the old "
	     "keys",
	    dir);
	return fflush(stdout) == 0 ? EXIT_CLEAN : EXIT_TROUBLE;
}

/* The i-th line of the list: a repository, and its folder behind a tab, or
   below the one that is given. */
static int
run_line(void *arg, size_t i)
{
	struct backup b = *(const struct backup *)arg;
	char repo[PATH_MAX], dir[PATH_MAX];
	struct str line = lines[i], name;
	size_t at;

	(void)str_cut(&line, '\t', &name);
	snprintf(repo, sizeof(repo), "%.*s", FMT(name));
	while (name.n > 1 && name.p[name.n - 1] == '/')
		name.n--;
	if (str_ends(name, STR("/.git")))
		name.n -= 5;
	at = str_rchr(name, '/');
	name = str_sub(name, at == STR_NONE ? 0 : at + 1, name.n);
	if (str_ends(name, STR(".git")))
		name.n -= 4;
	if (line.n)
		snprintf(dir, sizeof(dir), "%.*s", FMT(line));
	else
		snprintf(dir, sizeof(dir), "%s/%.*s", b.dir, FMT(name));
	b.repo = repo;
	b.dir = dir;
	return run(&b);
}

static void
read_list(const char *path, const char *dir)
{
	static struct buf text = { .max = LIST_MAX };
	struct str rest, line;
	int rc = save_read(AT_FDCWD, path, &text);

	if (rc != 0)
		die("cannot read '%s': %s", path,
		    strerror(rc > 0 ? ENOENT : errno));
	rest = buf_str(&text);
	while (str_cut(&rest, '\n', &line)) {
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (dir == NULL && str_chr(line, '\t', 0) == STR_NONE)
			die("cannot use '%s': '%.*s' has no folder, and none "
			    "is given",
			    path, FMT(line));
		if (nlines == LINES_MAX)
			die("cannot use '%s': more than %d lines", path,
			    LINES_MAX);
		lines[nlines++] = line;
	}
	if (nlines == 0)
		die("cannot use '%s': it lists nothing", path);
}

static int
run_list(struct backup *b, size_t jobs)
{
	int rc;

	read_list(list, b->dir);
	if ((rc = many_run(nlines, jobs, run_line, b)) < 0)
		die("cannot begin: %s", strerror(errno));
	return fflush(stdout) == 0 && !ferror(stdout) ? rc : EXIT_TROUBLE;
}

static size_t
options(int argc, char *argv[], struct backup *b, int *fd, size_t *jobs)
{
	static const char *const hows[] = { "mark", "refuse", NULL };
	size_t min = 1, nth = 0;
	int ch;

	while ((ch = opt_next(argc, argv, &tool)) != OPT_END)
		switch (ch) {
		case OPT_FULL: b->full = true; break;
		case OPT_FULL_EVERY:
			b->full_every =
			    opt_count(&tool, "full-every", 1, 10000);
			break;
		case OPT_IDENTITY: unlock_add(&unlock, optarg); break;
		case OPT_JOBS:
			*jobs = opt_count(&tool, "jobs", 1, MANY_JOBS);
			break;
		case OPT_LIST: list = optarg; break;
		case OPT_MIN_RECIPIENTS:
			min = opt_count(&tool, "min-recipients", 1, 1000);
			break;
		case OPT_PASSPHRASE_FD:
			*fd = (int)opt_count(&tool, "passphrase-fd", 0, 1023);
			break;
		case OPT_QUIET: quiet = true; break;
		case OPT_RECIPIENTS: add_file(optarg); break;
		case OPT_ROTATE: turn = true; break;
		case OPT_SIEVE:
			sieve = true;
			refuse = optarg && opt_one_of(&tool, "sieve", hows);
			break;
		case OPT_SIGN:
			if (nsigners == BACKUP_SIGNERS)
				usage(&tool, "too many keys to sign with");
			signer_files[nsigners++] = optarg;
			break;
		case OPT_TO: add_recipient(optarg, ++nth); break;
		}
	return min;
}

int
main(int argc, char *argv[])
{
	struct backup b = {
		.to = &to, .signers = signers, .full_every = BACKUP_FULL_EVERY
	};
	int bad, fd = -1, n, rc;
	size_t min, jobs = 1;

	bad = std_open();
	say_name(argv[0]);
	if (bad || crypt_no_core() < 0)
		die("cannot start: %s", strerror(errno));
	min = options(argc, argv, &b, &fd, &jobs);
	n = argc - optind;
	if (turn ? n != 1 : list ? n > 1 : n != 2)
		usage(&tool,
		    turn || list ? "one folder is to be given" :
				   "a repository and a folder are "
				   "needed");
	if (turn != (unlock.nfiles > 0))
		usage(&tool, "--rotate needs -i FILE, and nothing else does");
	check_recipients(min);
	for (size_t i = 0; i < nsigners; i++)
		signkey_open(&signers[i], signer_files[i], fd);
	b.nsigners = nsigners;
	b.dir = n ? argv[argc - 1] : NULL;
	b.repo = n > 1 ? argv[optind] : NULL;
	rc = turn ? rotate(b.dir) : list ? run_list(&b, jobs) : run(&b);
	for (size_t i = 0; i < nsigners; i++)
		signkey_close(&signers[i]);
	unlock_free(&unlock);
	keys_free(&to);
	return rc;
}
