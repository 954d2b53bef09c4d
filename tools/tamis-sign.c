/* tamis-sign - sign files as minisign, signify or ssh-keygen do */
#include "base.h"
#include "agent.h"
#include "box.h"
#include "crypt.h"
#include "date.h"
#include "keys.h"
#include "opt.h"
#include "outfile.h"
#include "phrase.h"
#include "rec.h"
#include "say.h"
#include "sig.h"
#include "sigmsg.h"
#include "std.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static const int takes[] = { OPT_COMMENT, OPT_FORMAT, OPT_IDENTITY,
	OPT_NAMESPACE, OPT_OUTPUT, OPT_PASSPHRASE_FD, OPT_TRUSTED_COMMENT,
	OPT_END };

static void
version(void)
{
	printf("sandbox %s\n", box_name());
}

static const struct tool tool = {
	.synopsis = "[-hV] [--comment=TEXT] [--format=NAME] -i FILE "
		    "[--namespace=NAME] [-o FILE] [--passphrase-fd=N] "
		    "[--trusted-comment=TEXT] [FILE ...]",
	.what = "Sign files as minisign, signify or ssh-keygen do.",
	.examples = "  tamis-sign -i minisign.key SHA256SUMS\n"
		    "  tamis-sign -i ~/.ssh/id_ed25519.pub --namespace=git -o "
		    "- notes",
	.takes = takes,
	.version = version
};

enum { SECRET_MAX = 64 << 10 };

static struct sigsec key;
static struct phrase phrase = { .fd = -1 };
static const struct sig_format *format;
static bool whole;
static struct sig_words words;
static const char *trusted, *output;

static const char *const names[] = { "minisign", "minisign-legacy", "signify",
	"ssh", NULL };

static void
set_format(size_t i)
{
	const struct sig_format *const of[] = { &sig_minisign, &sig_minisign,
		&sig_signify, &sig_ssh };

	format = of[i];
	whole = i == 1 || i == 2;
}

static void
read_key(const char *path)
{
	char *text = crypt_key_new(SECRET_MAX);
	struct where w = { 0 };
	const char *why;
	bool shared;
	size_t n;

	if (text == NULL)
		die("cannot read '%s': no guarded memory", path);
	if (keys_read(path, text, SECRET_MAX, &n, &shared, &w) < 0)
		die("cannot read '%s': %s", path, w.why);
	if (sigsec_parse((struct str){ text, n }, &key, &why) < 0)
		die("cannot sign with '%s': %s", path, why);
	crypt_key_free(text);
	if (shared && !key.away) {
		keys_shared(&w);
		die("cannot read '%s': %s", path, w.why);
	}
	if (format == NULL)
		set_format(key.ssh ? 3 : key.bytes.n == SIGSEC_SIGNIFY ? 2 : 0);
}

static void
unlock(const char *path, int fd, int instead)
{
	const char *why = "no guarded memory";

	if (phrase_open(&phrase, fd, instead) < 0 ||
	    phrase_ask(&phrase, "Passphrase", path, &why) < 0)
		die("cannot read a passphrase: %s", why);
	if (sigsec_unlock(&key, (struct str){ phrase.p, phrase.n }, &why) < 0)
		die("cannot sign with '%s': %s", path, why);
	phrase_free(&phrase);
}

/* Where the signature of name goes; "-" is stdout. */
static void
target(const char *name, char *path, size_t cap)
{
	int n;

	if (output != NULL || strcmp(name, "-") == 0)
		n = snprintf(path, cap, "%s", output ? output : "-");
	else
		n = snprintf(path, cap, "%s%s", name, format->suffix);
	if (n < 0 || (size_t)n >= cap)
		die("cannot sign '%s': the name is too long", name);
}

/* The directory that all signatures go to; "/" when they are several. */
static void
enter_box(char *const *files, size_t n)
{
	char path[PATH_MAX], dir[PATH_MAX] = "", now[PATH_MAX];
	const char *slash;

	for (size_t i = 0; i < n; i++) {
		target(files[i], path, sizeof(path));
		if (strcmp(path, "-") == 0)
			continue;
		slash = strrchr(path, '/');
		snprintf(now, sizeof(now), "%.*s",
		    slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
		if (dir[0] == '\0')
			memcpy(dir, now, sizeof(dir));
		else if (strcmp(dir, now) != 0)
			memcpy(dir, "/", 2);
	}
	if (dir[0] && access(dir, F_OK) < 0)
		die("cannot write to '%s': %s", dir, strerror(errno));
	if (box_enter(dir[0] ? BOX_WRITE : BOX_READ, dir) < 0)
		die("cannot enter the sandbox: %s", strerror(errno));
}

/* As minisign has it: when, of what, and how. */
static int
default_comment(struct buf *b, const char *name)
{
	const char *slash = strrchr(name, '/');
	int64_t now;

	if (date_now(&now) < 0)
		die("cannot tell the time: SOURCE_DATE_EPOCH is no number of "
		    "seconds");
	if (buf_addf(b, "timestamp:%lld\tfile:", (long long)now) < 0 ||
	    rec_escape(b, str_of(slash ? slash + 1 : name)) < 0)
		return -1;
	return whole ? 0 : buf_addz(b, "\thashed");
}

static int
make(
    struct buf *sig, const char *name, const struct sigmsg *m, const char **why)
{
	struct buf comment = { .max = 8192 };
	int rc = 0;

	*why = "the name is too long";
	if (trusted != NULL)
		words.trusted = str_of(trusted);
	else if ((rc = default_comment(&comment, name)) == 0)
		words.trusted = buf_str(&comment);
	if (rc == 0)
		rc = format->make(sig, &key, whole,
		    sigmsg_of(m, whole, format->digest), &words, why);
	buf_free(&comment);
	return rc;
}

static int
put(struct str sig, const char *path)
{
	struct outfile out;
	ssize_t got = 0;

	if (outfile_open(&out, path) < 0)
		return -1;
	while (sig.n && got >= 0) {
		if ((got = write(out.fd, sig.p, sig.n)) > 0)
			sig = str_sub(sig, (size_t)got, sig.n);
		else if (got < 0 && errno == EINTR)
			got = 0;
	}
	if (got >= 0)
		return outfile_commit(&out);
	outfile_abort(&out);
	return -1;
}

static bool
sign(const char *name)
{
	struct buf sig = { .max = SIG_TEXT_MAX };
	char path[PATH_MAX];
	struct sigmsg m = { 0 };
	const char *why;
	int fd = STDIN_FILENO;
	bool ok = false;

	if (strcmp(name, "-") != 0)
		fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	target(name, path, sizeof(path));
	if (fd < 0)
		warn("cannot read '%s': %s", name, strerror(errno));
	else if (sigmsg_read(&m, fd, sigmsg_bit(whole, format->digest), &why) <
	    0)
		warn("cannot read '%s': %s", name, why);
	else if (make(&sig, name, &m, &why) < 0)
		warn("cannot sign '%s': %s", name, why);
	else if (put(buf_str(&sig), path) < 0)
		warn("cannot write '%s': %s",
		    strcmp(path, "-") == 0 ? "stdout" : path, strerror(errno));
	else
		ok = true;
	if (fd > STDERR_FILENO)
		close(fd);
	sigmsg_free(&m);
	buf_free(&sig);
	return ok;
}

static void
options(int argc, char *argv[], const char **path, int *fd)
{
	int ch;

	words.comment = STR("signature from tamis-sign");
	words.space = STR("file");
	while ((ch = opt_next(argc, argv, &tool)) != OPT_END)
		switch (ch) {
		case OPT_COMMENT: words.comment = str_of(optarg); break;
		case OPT_FORMAT:
			set_format(opt_one_of(&tool, "format", names));
			break;
		case OPT_IDENTITY:
			if (*path != NULL)
				usage(&tool, "more than one key to sign with");
			*path = optarg;
			break;
		case OPT_NAMESPACE: words.space = str_of(optarg); break;
		case OPT_OUTPUT: output = optarg; break;
		case OPT_PASSPHRASE_FD:
			*fd = (int)opt_count(&tool, "passphrase-fd", 0, 1023);
			break;
		case OPT_TRUSTED_COMMENT: trusted = optarg; break;
		}
	if (*path == NULL)
		usage(&tool, "no key: say -i FILE");
	if (output != NULL && argc - optind > 1)
		usage(&tool, "-o holds the signature of one file");
}

int
main(int argc, char *argv[])
{
	static char from_stdin[] = "-", *alone[] = { from_stdin };
	const char *path = NULL;
	int bad, fd = -1, agent;
	char **files = alone;
	bool ok = true;
	size_t n = 1;

	bad = std_open();
	say_name(argv[0]);
	if (bad || crypt_no_core() < 0)
		die("cannot start: %s", strerror(errno));
	options(argc, argv, &path, &fd);
	if (optind < argc) {
		files = argv + optind;
		n = (size_t)(argc - optind);
	}
	read_key(path);
	if (key.locked)
		unlock(path, fd, files == alone ? -1 : STDIN_FILENO);
	if (key.away && (agent = agent_open()) < 0)
		die("cannot reach an agent for '%s': %s (SSH_AUTH_SOCK)", path,
		    strerror(errno));
	key.agent = agent_sign;
	key.arg = &agent;
	enter_box(files, n);
	for (size_t i = 0; i < n; i++)
		ok &= sign(files[i]);
	sigsec_free(&key);
	return ok ? EXIT_CLEAN : EXIT_TROUBLE;
}
