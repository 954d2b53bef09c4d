/* tamis-restore - check a chain of backups, and restore it */
#include "base.h"
#include "crypt.h"
#include "date.h"
#include "manifest.h"
#include "opt.h"
#include "rec.h"
#include "restore.h"
#include "save.h"
#include "say.h"
#include "signkey.h"
#include "std.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

static const int takes[] = { OPT_CHECK, OPT_DRILL, OPT_IDENTITY, OPT_KEY,
	OPT_KEYS, OPT_LAST_GOOD, OPT_OUTPUT, OPT_PASSPHRASE_FD, OPT_REQUIRE,
	OPT_SIGN, OPT_SINCE, OPT_END };

static const struct tool tool = {
	.synopsis = "[-hV] [--check=HOW | --drill] [-i FILE] [--key=KEY] "
		    "[--keys=FILE] [--last-good] [-o FILE] "
		    "[--passphrase-fd=N] [--require=N] [--sign=FILE] "
		    "[--since=MANIFEST] DIR [REPO]",
	.what = "Check a chain of backups, and restore it.",
	.examples = "  tamis-restore -i key.txt /backup/project project.git\n"
		    "  tamis-restore --drill -i key.txt --keys=signers "
		    "/backup/project",
	.takes = takes
};

enum { KEYS_ARENA = 64 << 20, REPORT_MAX = 64 << 10 };

static struct unlock unlock = { .phrase = { .fd = -1 }, .input = "-" };
static struct trust trust = { .keys = { .a = { .max = KEYS_ARENA } },
	.require = 1 };
static struct buf since = { .max = MANIFEST_MAX };
static const char *report, *sign_with;
static bool drill;

static void
broken(const char *name, const char *why)
{
	warn("cannot trust '%s': %s", name, why);
}

static void
read_since(const char *path)
{
	int rc = save_read(AT_FDCWD, path, &since);

	if (rc != 0)
		die("cannot read '%s': %s", path,
		    strerror(rc > 0 ? ENOENT : errno));
	if (since.n == 0)
		die("cannot use '%s': it is empty", path);
}

/* Two digits of "2026-11-22T08:00:00Z". */
static int64_t
digits(const char *p)
{
	uint64_t v = 0;

	return str_num((struct str){ p, 2 }, 99, &v) < 0 ? 0 : (int64_t)v;
}

static int64_t
seconds(const char *date)
{
	int32_t day = 0;

	if (strlen(date) != 20 ||
	    date_parse((struct str){ date, DATE_LEN }, &day) < 0)
		return 0;
	return (int64_t)day * 86400 + digits(date + 11) * 3600 +
	    digits(date + 14) * 60 + digits(date + 17);
}

static void
put_report(struct buf *b, const struct restore *r, const struct restore_done *d,
    const char *why, double took)
{
	const char *const yes[] = { "no", "yes" };
	char now[DATE_LEN + 1];

	date_put((int32_t)(trust.now / 86400), now);
	buf_addz(b, "tamis-drill 1\nfolder: ");
	rec_escape(b, str_of(r->dir));
	buf_addf(b, "\ndate: %s\nrepository: %s\nlinks: %zu\nbytes: %llu\n",
	    now, d->repository, d->links, (unsigned long long)d->bytes);
	buf_addf(b, "newest: %s of %s\n", d->name, d->date);
	buf_addf(b, "age: %lld s\n", (long long)(trust.now - seconds(d->date)));
	buf_addf(b, "signatures: %s\n",
	    trust.keys.n == 0 ? "not judged, no key was given" :
		d->checked    ? "good" :
				"not all good");
	buf_addf(b, "hashes and chain: %s\nevery link opened: %s\n",
	    yes[d->checked], yes[d->opened]);
	buf_addf(b,
	    "restored, refs compared, connected: %s\nrefs: %zu\n"
	    "leftovers: %zu\n",
	    yes[d->restored], d->refs, d->leftovers);
	buf_addf(b, "took: %.2f s\nresult: ", took);
	if (why[0] == '\0')
		buf_addz(b, "good");
	else
		rec_escape(b, str_of(why));
	buf_addc(b, '\n');
}

static int
save(const char *path, struct str text)
{
	if (save_write(AT_FDCWD, path, text, 0666, SAVE_REPLACE) == 0)
		return EXIT_CLEAN;
	warn("cannot write '%s': %s", path, strerror(errno));
	return EXIT_TROUBLE;
}

static int
sign(struct signkey *k, struct str text)
{
	struct buf sig = { .max = SIG_TEXT_MAX };
	const char *slash = strrchr(report, '/'), *why;
	char path[PATH_MAX];
	int rc = EXIT_TROUBLE;

	snprintf(path, sizeof(path), "%s%s", report, k->format->suffix);
	if (signkey_sign(k, text, slash ? slash + 1 : report, &sig, &why) < 0)
		warn("cannot sign '%s': %s", report, why);
	else
		rc = save(path, buf_str(&sig));
	buf_free(&sig);
	return rc;
}

static int
write_report(struct buf *b, struct signkey *k)
{
	int rc;

	if (report == NULL || strcmp(report, "-") == 0) {
		fwrite(b->p, 1, b->n, stdout);
		return EXIT_CLEAN;
	}
	rc = save(report, buf_str(b));
	return rc == EXIT_CLEAN && k->format ? sign(k, buf_str(b)) : rc;
}

static void
tell(const struct restore *r, const struct restore_done *d)
{
	if (r->how == RESTORE_REAL)
		printf("restored\t%s\trefs=%zu\tlinks=%zu\tdate=%s\n", d->name,
		    d->refs, d->upto, d->date);
	else
		printf("good\t%s\tlinks=%zu\tbytes=%llu\tdate=%s\n", d->name,
		    d->links, (unsigned long long)d->bytes, d->date);
}

static int
run(const struct restore *r)
{
	struct buf b = { .max = REPORT_MAX };
	char why[RESTORE_WHY] = "";
	struct restore_done done;
	struct timespec from, to;
	struct signkey key = { 0 };
	int rc;

	if (sign_with)
		signkey_open(&key, sign_with, -1);
	clock_gettime(CLOCK_MONOTONIC, &from);
	rc = restore_run(r, &done, why) < 0 ? EXIT_TROUBLE : EXIT_CLEAN;
	clock_gettime(CLOCK_MONOTONIC, &to);
	if (rc == EXIT_TROUBLE)
		warn("cannot %s '%s': %s",
		    r->how == RESTORE_REAL ? "restore" : "vouch for", r->dir,
		    why);
	else if (trust.keys.n == 0)
		warn("nobody's signature was asked for: say --keys=FILE");
	if (drill) {
		put_report(&b, r, &done, rc == EXIT_CLEAN ? "" : why,
		    (double)(to.tv_sec - from.tv_sec) +
			(double)(to.tv_nsec - from.tv_nsec) / 1e9);
		if (write_report(&b, &key) != EXIT_CLEAN)
			rc = EXIT_TROUBLE;
	} else if (rc == EXIT_CLEAN) {
		tell(r, &done);
	}
	buf_free(&b);
	if (sign_with)
		signkey_close(&key);
	return rc;
}

static void
check_use(struct restore *r, int argc, char *argv[])
{
	int n = argc - optind;

	if (drill)
		r->how = RESTORE_DRILL;
	if (n != 1 + (r->how == RESTORE_REAL))
		usage(&tool,
		    r->how == RESTORE_REAL ?
			"a folder and a new repository are needed" :
			"a folder is needed, and nothing else");
	if (r->how != RESTORE_QUICK && unlock.nfiles == 0)
		usage(&tool, "no identity: say -i FILE");
	if ((report || sign_with) && !drill)
		usage(&tool, "-o and --sign go with --drill");
	if (sign_with && report == NULL)
		usage(&tool, "what is signed is a file: say -o FILE");
	r->dir = argv[optind];
	r->repo = n > 1 ? argv[optind + 1] : NULL;
	r->since = buf_str(&since);
}

static int
options(int argc, char *argv[], struct restore *r)
{
	static const char *const hows[] = { "quick", "decrypt", "drill", NULL };
	int ch, fd = -1;

	while ((ch = opt_next(argc, argv, &tool)) != OPT_END)
		switch (ch) {
		case OPT_CHECK:
			r->how =
			    (enum restore_how)opt_one_of(&tool, "check", hows);
			break;
		case OPT_DRILL: drill = true; break;
		case OPT_IDENTITY: unlock_add(&unlock, optarg); break;
		case OPT_KEY: trust_key(&trust, optarg); break;
		case OPT_KEYS: trust_file(&trust, optarg); break;
		case OPT_LAST_GOOD: r->last_good = true; break;
		case OPT_OUTPUT: report = optarg; break;
		case OPT_PASSPHRASE_FD:
			fd = (int)opt_count(&tool, "passphrase-fd", 0, 1023);
			break;
		case OPT_REQUIRE:
			trust.require =
			    opt_count(&tool, "require", 1, TRUST_SIGS);
			break;
		case OPT_SIGN: sign_with = optarg; break;
		case OPT_SINCE: read_since(optarg); break;
		}
	return fd;
}

int
main(int argc, char *argv[])
{
	struct restore r = { .how = RESTORE_REAL,
		.unlock = &unlock,
		.trust = &trust,
		.broken = broken };
	int bad, fd, rc;

	bad = std_open();
	say_name(argv[0]);
	if (bad || crypt_no_core() < 0 || signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		die("cannot start: %s", strerror(errno));
	fd = options(argc, argv, &r);
	check_use(&r, argc, argv);
	if (date_now(&trust.now) < 0)
		die("cannot tell the time: SOURCE_DATE_EPOCH is no number of "
		    "seconds");
	if (unlock.nfiles)
		unlock_ready(&unlock, fd, STDIN_FILENO);
	rc = run(&r);
	unlock_free(&unlock);
	signers_free(&trust.keys);
	buf_free(&since);
	if (fflush(stdout) != 0 || ferror(stdout) || fclose(stdout) != 0)
		die("cannot write the output");
	return rc;
}
