/* tamis-check - check signatures of minisign, signify and ssh-keygen */
#include "base.h"
#include "box.h"
#include "date.h"
#include "keys.h"
#include "opt.h"
#include "rec.h"
#include "say.h"
#include "sig.h"
#include "sigmsg.h"
#include "signers.h"
#include "std.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

static const int takes[] = { OPT_KEY, OPT_KEYS, OPT_NAMESPACE, OPT_QUIET,
	OPT_REQUIRE, OPT_SIGNATURE, OPT_END };

static void
version(void)
{
	printf("sandbox %s\n", box_name());
}

static const struct tool tool = {
	.synopsis = "[-hqV] [--key=KEY] [--keys=FILE] [--namespace=NAME] "
		    "[--require=N] [-s FILE] FILE ...",
	.what = "Check signatures of minisign, signify and ssh-keygen.",
	.examples = "  tamis-check --keys=.tamis/signers SHA256SUMS\n"
		    "  tamis-check --keys=.tamis/signers --require=2 "
		    "backup.tar.zst.age",
	.takes = takes,
	.version = version
};

enum { KEYS_TEXT = 4 << 20, ARENA = 128 << 20, SIGS_MAX = 256 };

/* The signatures of one file, and where each was read. */
struct sigs {
	struct sig v[SIGS_MAX];
	const char *from[SIGS_MAX];
	size_t n;
	struct arena a;
};

static struct signers trusted = { .a = { .max = ARENA } };
static struct sigs sigs = { .a = { .max = ARENA } };
static const char *named[SIGS_MAX];
static size_t nnamed, require = 1;
static struct str space = { "file", 4 };
static int64_t now;
static bool quiet;

static void
add_keys(const char *path)
{
	char *text = malloc(KEYS_TEXT);
	struct where w = { 0 };
	bool shared;
	size_t n;

	if (text == NULL)
		die("cannot read '%s': no memory", path);
	if (keys_read(path, text, KEYS_TEXT, &n, &shared, &w) < 0)
		die("cannot read '%s': %s", path, w.why);
	if (signers_parse(&trusted, (struct str){ text, n }, &w) < 0) {
		if (w.line)
			die("cannot trust '%s:%zu': %s", path, w.line, w.why);
		die("cannot trust '%s': %s", path, w.why);
	}
	free(text);
}

/* The text of a key, or a file of it. What is neither may be a private key
   by mistake, and is not shown. */
static void
add_key(const char *text)
{
	struct where w = { 0 };

	if (signers_parse(&trusted, str_of(text), &w) == 0)
		return;
	if (access(text, F_OK) < 0)
		die("cannot trust what --key says: %s, nor is it a file",
		    w.why);
	add_keys(text);
}

/* Its text stays in the arena, where the signatures point. */
static int
read_sigs(const char *path)
{
	char *text = arena_new(&sigs.a, SIG_TEXT_MAX);
	struct where w = { 0 };
	const char *why;
	struct str rest;
	bool shared;
	size_t n;
	int rc;

	if (text == NULL) {
		warn("cannot read '%s': no memory", path);
		return -1;
	}
	if (keys_read(path, text, SIG_TEXT_MAX, &n, &shared, &w) < 0) {
		warn("cannot read '%s': %s", path, w.why);
		return -1;
	}
	rest = (struct str){ text, n };
	while (sigs.n < SIGS_MAX) {
		rc = sig_next(&rest, &sigs.a, &sigs.v[sigs.n], &why);
		if (rc == 0)
			break;
		if (rc < 0) {
			warn("cannot read '%s': %s", path, why);
			return -1;
		}
		sigs.from[sigs.n++] = path;
	}
	if (sigs.n == 0 || sigs.n == SIGS_MAX) {
		warn("cannot read '%s': %s", path,
		    sigs.n ? "too many signatures" : "it is empty");
		return -1;
	}
	return 0;
}

/* Those named by -s, else those that lie beside it. */
static bool
find_sigs(const char *name, char beside[2][PATH_MAX])
{
	const char *const suffixes[] = { ".minisig", ".sig" };
	bool ok = true, any = nnamed > 0;

	sigs.n = 0;
	arena_reset(&sigs.a);
	for (size_t i = 0; i < nnamed; i++)
		ok &= read_sigs(named[i]) == 0;
	for (size_t i = 0; i < 2 && nnamed == 0; i++) {
		int n =
		    snprintf(beside[i], PATH_MAX, "%s%s", name, suffixes[i]);

		if (n < 0 || n >= PATH_MAX || access(beside[i], F_OK) < 0)
			continue;
		any = true;
		ok &= read_sigs(beside[i]) == 0;
	}
	if (!any)
		warn("cannot check '%s': there is no '%s.minisig' nor "
		     "'%s.sig'; say -s FILE",
		    name, name, name);
	return ok && any;
}

static void
put_field(struct buf *line, struct str s)
{
	buf_addc(line, '\t');
	if (s.n == 0)
		buf_addc(line, '-');
	else
		rec_escape(line, s);
}

static void
put_line(struct buf *line)
{
	if (quiet)
		return;
	buf_addc(line, '\n');
	fwrite(line->p, 1, line->n, stdout);
}

static void
show(const struct sig *s, const struct sig_verdict *v, const char *from)
{
	static const char *const words[] = { "good", "bad", "unknown" };
	struct buf line = { .max = 64 << 10 };
	struct str comment = { "", 0 };
	char name[SIG_NAME] = "-";

	sig_name(s, name);
	if (v->is == SIG_GOOD)
		comment = s->comment.n ? s->comment : v->key->name;
	buf_addz(&line, words[v->is]);
	put_field(&line, str_of(s->format->name));
	put_field(&line, str_of(name));
	put_field(&line, comment);
	put_field(&line, str_of(from));
	if (v->is == SIG_BAD)
		buf_addf(&line, "\twhy=%s", v->why);
	put_line(&line);
	buf_free(&line);
}

/* How many different keys made a good one; *bad: another was not. */
static size_t
judge(const struct sigmsg *m, bool *bad)
{
	struct sig_terms terms = { trusted.v, trusted.n, space, now };
	struct str seen[SIGS_MAX];
	struct sig_verdict v;
	size_t n = 0, i;

	for (size_t s = 0; s < sigs.n; s++) {
		const struct sig *sig = &sigs.v[s];

		sig_judge(
		    sig, &terms, sigmsg_of(m, sig->whole, sig->digest), &v);
		show(sig, &v, sigs.from[s]);
		*bad |= v.is == SIG_BAD;
		if (v.is != SIG_GOOD)
			continue;
		for (i = 0; i < n; i++)
			if (str_eq(seen[i], v.key->pub))
				break;
		if (i == n)
			seen[n++] = v.key->pub;
	}
	return n;
}

static void
conclude(const char *name, bool met, size_t n)
{
	struct buf line = { .max = 16 << 10 };

	buf_addz(&line, met ? "verified" : "refused");
	put_field(&line, str_of(name));
	buf_addf(&line, "\tkeys=%zu\trequire=%zu", n, require);
	put_line(&line);
	buf_free(&line);
}

static int
check(const char *name)
{
	char beside[2][PATH_MAX];
	bool ok = find_sigs(name, beside), bad = false;
	int fd = STDIN_FILENO;
	struct sigmsg m = { 0 };
	unsigned want = 0;
	const char *why;
	size_t n = 0;

	if (sigs.n == 0)
		return EXIT_TROUBLE;
	for (size_t i = 0; i < sigs.n; i++)
		want |= sigmsg_bit(sigs.v[i].whole, sigs.v[i].digest);
	if (strcmp(name, "-") != 0)
		fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		warn("cannot read '%s': %s", name, strerror(errno));
		return EXIT_TROUBLE;
	}
	if (sigmsg_read(&m, fd, want, &why) < 0) {
		warn("cannot read '%s': %s", name, why);
		ok = false;
	} else {
		n = judge(&m, &bad);
	}
	sigmsg_free(&m);
	if (fd > STDERR_FILENO)
		close(fd);
	if (!ok)
		return EXIT_TROUBLE;
	conclude(name, !bad && n >= require, n);
	return !bad && n >= require ? EXIT_CLEAN : EXIT_FOUND;
}

static void
options(int argc, char *argv[])
{
	int ch;

	while ((ch = opt_next(argc, argv, &tool)) != OPT_END)
		switch (ch) {
		case OPT_KEY: add_key(optarg); break;
		case OPT_KEYS: add_keys(optarg); break;
		case OPT_NAMESPACE: space = str_of(optarg); break;
		case OPT_QUIET: quiet = true; break;
		case OPT_REQUIRE:
			require = opt_count(&tool, "require", 1, SIGS_MAX);
			break;
		case OPT_SIGNATURE:
			if (nnamed == SIGS_MAX)
				usage(&tool, "too many files of signatures");
			named[nnamed++] = optarg;
			break;
		}
	if (trusted.n == 0)
		usage(&tool, "no key to trust: say --key=KEY or --keys=FILE");
	if (optind == argc)
		usage(&tool, "no file to check");
	if (nnamed && argc - optind > 1)
		usage(&tool, "-s is for the signatures of one file");
}

int
main(int argc, char *argv[])
{
	int rc = EXIT_CLEAN, one, bad;

	bad = std_open();
	say_name(argv[0]);
	if (bad)
		die("cannot start: %s", strerror(errno));
	options(argc, argv);
	if (date_now(&now) < 0)
		die("cannot tell the time: SOURCE_DATE_EPOCH is no number of "
		    "seconds");
	if (box_enter(BOX_READ, NULL) < 0)
		die("cannot enter the sandbox: %s", strerror(errno));
	for (int i = optind; i < argc; i++) {
		one = check(argv[i]);
		rc = one > rc ? one : rc;
	}
	signers_free(&trusted);
	arena_free(&sigs.a);
	if (fflush(stdout) != 0 || ferror(stdout) || fclose(stdout) != 0)
		die("cannot write the output");
	return rc;
}
