/* tamis-seal - encrypt bytes to recipients, as an age v1 file */
#include "base.h"
#include "box.h"
#include "crypt.h"
#include "opt.h"
#include "phrase.h"
#include "say.h"
#include "sealfile.h"
#include "std.h"
#include "str.h"
#include "unlock.h"

#include <errno.h>
#include <unistd.h>

static const int takes[] = { OPT_ARMOR, OPT_IDENTITY, OPT_MIN_RECIPIENTS,
	OPT_OUTPUT, OPT_PASSPHRASE, OPT_PASSPHRASE_FD, OPT_RECIPIENTS,
	OPT_REWRAP, OPT_TO, OPT_END };

static void
version(void)
{
	printf("sandbox: %s\n", box_name());
}

static const struct tool tool = {
	.synopsis = "[-ahpV] [-i FILE] [--min-recipients=N] [-o FILE] "
		    "[--passphrase-fd=N] [-R FILE] [-r RECIPIENT] [--rewrap] "
		    "[FILE]",
	.what = "Encrypt bytes to recipients, as an age v1 file.",
	.examples = "  tamis-archive HEAD | tamis-seal -R .tamis/recipients "
		    ">head.tar.age\n"
		    "  tamis-seal -p -a -o note.age note",
	.takes = takes,
	.version = version
};

static struct keys to;
static struct phrase phrase = { .fd = -1 };
static struct unlock unlock = { .phrase = { .fd = -1 } };

struct job {
	const char *in, *path;
	bool armored, ask, alone, rewrap;
	size_t min;
	int fd;
};

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
seal(const char *in, const char *path, bool armored)
{
	struct seal_fault f = { .at = SEAL_SEAL, .why = "no memory" };
	struct flow_out flow;
	struct sealfile file;
	int rc;

	sealfile_open(&file, in, path, !armored);
	if ((rc = flow_begin(&flow, file.out.fd, armored)) == 0)
		rc = seal_put(file.fd, &flow, &to, &f);
	flow_out_free(&flow);
	return sealfile_end(&file, rc, &f);
}

/* The same bytes for other recipients, by who can open it. */
static int
rewrap(const char *in, const char *path, bool armored)
{
	struct seal_fault f = { .at = SEAL_OPEN, .why = "no memory" };
	struct seal_rewrap r = {
		.ids = &unlock.ids, .to = &to, .ask = unlock_ask, .arg = &unlock
	};
	struct flow_out flow;
	struct sealfile file;
	int rc;

	unlock.input = in;
	unlock_ready(&unlock, -1, strcmp(in, "-") == 0 ? -1 : STDIN_FILENO);
	sealfile_open(&file, in, path, !armored);
	r.in = flow_in_new(file.fd);
	r.out = &flow;
	rc = flow_begin(&flow, file.out.fd, armored);
	if (rc == 0 && r.in)
		rc = seal_rewrap(&r, &f);
	flow_in_free(r.in);
	flow_out_free(&flow);
	if (rc == 0)
		warn("copies of the old file stay readable by the old keys");
	return sealfile_end(&file, r.in ? rc : -1, &f);
}

static int
run(const struct job *j)
{
	if (j->rewrap && (j->ask || unlock.nfiles == 0))
		usage(&tool, "--rewrap needs -i FILE, and goes not with -p");
	if (!j->rewrap && unlock.nfiles)
		usage(&tool, "-i goes with --rewrap alone");
	if (j->ask && !j->alone)
		usage(&tool,
		    "-p goes with neither -r nor -R: age seals to a "
		    "passphrase alone");
	if (j->ask)
		add_phrase(j->fd, strcmp(j->in, "-") == 0 ? -1 : STDIN_FILENO);
	check_recipients(j->min);
	return j->rewrap ? rewrap(j->in, j->path, j->armored) :
			   seal(j->in, j->path, j->armored);
}

int
main(int argc, char *argv[])
{
	struct job j = { .alone = true, .min = 1, .fd = -1 };
	size_t nth = 0;
	int ch, bad;

	bad = std_open();
	say_name(argv[0]);
	if (bad || crypt_no_core() < 0)
		die("cannot start: %s", strerror(errno));
	while ((ch = opt_next(argc, argv, &tool)) != OPT_END)
		switch (ch) {
		case OPT_ARMOR: j.armored = true; break;
		case OPT_IDENTITY: unlock_add(&unlock, optarg); break;
		case OPT_MIN_RECIPIENTS:
			j.min = opt_count(&tool, "min-recipients", 1, 1000);
			break;
		case OPT_OUTPUT: j.path = optarg; break;
		case OPT_PASSPHRASE: j.ask = true; break;
		case OPT_PASSPHRASE_FD:
			j.fd = (int)opt_count(&tool, "passphrase-fd", 0, 1023);
			j.ask = true;
			break;
		case OPT_RECIPIENTS:
			add_file(optarg);
			j.alone = false;
			break;
		case OPT_REWRAP: j.rewrap = true; break;
		case OPT_TO:
			add_recipient(optarg, ++nth);
			j.alone = false;
			break;
		}
	if (argc - optind > 1)
		usage(&tool, "more than one file to seal");
	j.in = optind < argc ? argv[optind] : "-";
	ch = run(&j);
	keys_free(&to);
	unlock_free(&unlock);
	return ch;
}
