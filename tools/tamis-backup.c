/* tamis-backup - add what changed in a repository to a sealed chain */
#include "base.h"
#include "backup.h"
#include "crypt.h"
#include "opt.h"
#include "say.h"
#include "std.h"
#include "str.h"

#include <errno.h>
#include <unistd.h>

static const int takes[] = { OPT_FULL, OPT_FULL_EVERY, OPT_MIN_RECIPIENTS,
	OPT_PASSPHRASE_FD, OPT_QUIET, OPT_RECIPIENTS, OPT_SIGN, OPT_TO,
	OPT_END };

static const struct tool tool = {
	.synopsis = "[-hqV] [--full] [--full-every=N] [--min-recipients=N] "
		    "[--passphrase-fd=N] [-R FILE] [-r RECIPIENT] "
		    "[--sign=FILE] REPO DIR",
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
static bool quiet;

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

static int
run(const struct backup *b)
{
	struct backup_made made;
	char why[BACKUP_WHY];

	if (backup_run(b, &made, why) < 0) {
		warn("cannot back up '%s': %s", b->repo, why);
		return EXIT_TROUBLE;
	}
	if (quiet)
		return EXIT_CLEAN;
	if (made.none)
		printf(
		    "unchanged\t%s\tnothing changed, no new link\n", made.name);
	else
		printf("saved\t%s\t%s\tbytes=%llu\ttips=%zu\n", made.name,
		    made.full ? "full" : "bundle",
		    (unsigned long long)made.bytes, made.tips);
	if (fflush(stdout) != 0 || ferror(stdout))
		die("cannot write the output");
	return EXIT_CLEAN;
}

int
main(int argc, char *argv[])
{
	struct backup b = {
		.to = &to, .signers = signers, .full_every = BACKUP_FULL_EVERY
	};
	size_t min = 1, nth = 0;
	int ch, bad, fd = -1;

	bad = std_open();
	say_name(argv[0]);
	if (bad || crypt_no_core() < 0)
		die("cannot start: %s", strerror(errno));
	while ((ch = opt_next(argc, argv, &tool)) != OPT_END)
		switch (ch) {
		case OPT_FULL: b.full = true; break;
		case OPT_FULL_EVERY:
			b.full_every = opt_count(&tool, "full-every", 1, 10000);
			break;
		case OPT_MIN_RECIPIENTS:
			min = opt_count(&tool, "min-recipients", 1, 1000);
			break;
		case OPT_PASSPHRASE_FD:
			fd = (int)opt_count(&tool, "passphrase-fd", 0, 1023);
			break;
		case OPT_QUIET: quiet = true; break;
		case OPT_RECIPIENTS: add_file(optarg); break;
		case OPT_SIGN:
			if (nsigners == BACKUP_SIGNERS)
				usage(&tool, "too many keys to sign with");
			signer_files[nsigners++] = optarg;
			break;
		case OPT_TO: add_recipient(optarg, ++nth); break;
		}
	if (argc - optind != 2)
		usage(&tool, "a repository and a folder are needed");
	check_recipients(min);
	for (size_t i = 0; i < nsigners; i++)
		signkey_open(&signers[i], signer_files[i], fd);
	b.nsigners = nsigners;
	b.repo = argv[optind];
	b.dir = argv[optind + 1];
	ch = run(&b);
	for (size_t i = 0; i < nsigners; i++)
		signkey_close(&signers[i]);
	keys_free(&to);
	return ch;
}
