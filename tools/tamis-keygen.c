/* tamis-keygen - make an age identity, and a sheet of it to be printed */
#include "base.h"
#include "bech32.h"
#include "crypt.h"
#include "date.h"
#include "keys.h"
#include "opt.h"
#include "paper.h"
#include "save.h"
#include "say.h"
#include "std.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static const int takes[] = { OPT_IDENTITY, OPT_OUTPUT, OPT_SHEET, OPT_END };

static const struct tool tool = {
	.synopsis = "[-hV] [-i FILE] [-o FILE] [--sheet=FILE]",
	.what = "Make an age identity, and a sheet of it to be printed.",
	.examples = "  tamis-keygen -o key.txt\n"
		    "  tamis-keygen -i key.txt >>.tamis/recipients",
	.takes = takes
};

enum { SECRET = 32, TEXT_MAX = 16384 };

static char today[DATE_LEN + 1];

/* What holds a secret is overwritten before it is given back. */
static void
forget(struct buf *b)
{
	if (b->p != NULL)
		crypt_wipe(b->p, b->n);
	buf_free(b);
}

static _Noreturn void
fail(const char *path)
{
	die("cannot write '%s': %s", path,
	    errno == EEXIST ? "it is there already" : strerror(errno));
}

/* "-" is stdout; a file is new, and its owner's alone. */
static void
put(const char *path, struct str text)
{
	if (strcmp(path, "-") != 0) {
		if (save_write(AT_FDCWD, path, text, 0600, SAVE_NEW) < 0)
			fail(path);
		return;
	}
	while (text.n) {
		ssize_t n = write(STDOUT_FILENO, text.p, text.n);

		if (n < 0 && errno != EINTR)
			fail("stdout");
		text = str_sub(text, n > 0 ? (size_t)n : 0, text.n);
	}
}

static void
put_sheet(const char *path, const struct age_key *k)
{
	struct buf secret = { .max = TEXT_MAX }, to = { .max = TEXT_MAX };
	struct buf text = { .max = TEXT_MAX };

	if (k->type != &age_x25519)
		die("cannot make a sheet: it is no X25519 identity");
	if (buf_room(&secret, 256) < 0 || buf_room(&text, TEXT_MAX - 1) < 0 ||
	    bech32_put(&secret, STR("AGE-SECRET-KEY-"),
		(struct str){ (const char *)k->sec, k->nsec }) < 0 ||
	    age_text(&to, k) < 0 ||
	    paper_put(&text, buf_str(&secret), buf_str(&to), today) < 0)
		die("cannot make a sheet: no memory");
	put(path, buf_str(&text));
	forget(&secret);
	forget(&text);
	buf_free(&to);
}

/* In the form of age-keygen's files. */
static void
make(struct keys *ids, const char *path)
{
	struct buf secret = { .max = TEXT_MAX }, text = { .max = TEXT_MAX };
	unsigned char *raw = crypt_key_new(SECRET);
	struct buf to = { .max = TEXT_MAX };
	const char *why = "no memory";
	struct age_key k;

	if (raw == NULL || crypt_random(raw, SECRET) < 0 ||
	    buf_room(&secret, 256) < 0 || buf_room(&text, 1024) < 0 ||
	    bech32_put(&secret, STR("AGE-SECRET-KEY-"),
		(struct str){ (char *)raw, SECRET }) < 0 ||
	    age_identity(buf_str(&secret), &k, &why) < 0 ||
	    age_text(&to, &k) < 0 ||
	    buf_addf(&text, "# created: %s\n# public key: %.*s\n%.*s\n", today,
		FMT(buf_str(&to)), FMT(buf_str(&secret))) < 0)
		die("cannot make a key: %s", why);
	crypt_key_free(raw);
	put(path, buf_str(&text));
	if (strcmp(path, "-") != 0)
		printf("%.*s\n", FMT(buf_str(&to)));
	forget(&secret);
	forget(&text);
	buf_free(&to);
	ids->v = malloc(sizeof(*ids->v));
	if (ids->v == NULL)
		die("cannot make a key: no memory");
	ids->v[0] = k;
	ids->n = ids->cap = 1;
}

/* The public keys of an identity file. */
static void
show(struct keys *ids, const char *path)
{
	struct where w = { 0 };

	if (keys_identities(ids, path, &w) < 0) {
		if (w.line)
			die("cannot use '%s:%zu': %s", path, w.line, w.why);
		die("cannot read '%s': %s", path, w.why);
	}
	for (size_t i = 0; i < ids->n; i++) {
		struct buf to = { .max = TEXT_MAX };

		if (age_text(&to, &ids->v[i]) < 0)
			die("cannot use '%s': no memory", path);
		printf("%.*s\n", FMT(buf_str(&to)));
		buf_free(&to);
	}
}

int
main(int argc, char *argv[])
{
	const char *from = NULL, *path = NULL, *sheet = NULL;
	struct keys ids = { 0 };
	int32_t day;
	int ch, bad;

	bad = std_open();
	say_name(argv[0]);
	if (bad || crypt_no_core() < 0)
		die("cannot start: %s", strerror(errno));
	while ((ch = opt_next(argc, argv, &tool)) != OPT_END)
		switch (ch) {
		case OPT_IDENTITY: from = optarg; break;
		case OPT_OUTPUT: path = optarg; break;
		case OPT_SHEET: sheet = optarg; break;
		}
	if (argc != optind)
		usage(&tool, "nothing is given but options");
	if (from && path)
		usage(
		    &tool, "-i shows a key that is there, -o makes a new one");
	if (date_today(&day) < 0)
		die("cannot tell the time: SOURCE_DATE_EPOCH is no number of "
		    "seconds");
	date_put(day, today);
	if (from)
		show(&ids, from);
	else
		make(&ids, path ? path : "-");
	if (fflush(stdout) != 0 || ferror(stdout))
		die("cannot write the output");
	if (sheet)
		put_sheet(sheet, &ids.v[0]);
	keys_free(&ids);
	return EXIT_CLEAN;
}
