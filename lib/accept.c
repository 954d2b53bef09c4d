#include "base.h"
#include "accept.h"
#include "allow.h"
#include "box.h"
#include "date.h"
#include "save.h"
#include "say.h"
#include "str.h"

#include <errno.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MODE = 0644, DIR_MODE = 0755 };

static int
cannot(const char *cause)
{
	warn("cannot write '%s': %s", ALLOW_FILE, cause);
	return -1;
}

/* The name of who runs this; never empty. */
static const char *
who(const struct home *h)
{
	static char uid[32];
	const struct passwd *pw;

	if (h->who)
		return h->who;
	if ((pw = getpwuid(geteuid())) != NULL && pw->pw_name[0])
		return pw->pw_name;
	snprintf(uid, sizeof(uid), "uid-%u", (unsigned)geteuid());
	return uid;
}

/* Everything about the terms that can be wrong, before anything is read. */
static int
check_terms(struct accept *a)
{
	struct buf line = { .max = REC_MAX };
	char last[DATE_LEN + 1];
	struct where w;
	int32_t until;
	int rc = -1;

	if (a->terms.by == NULL)
		a->terms.by = who(a->home);
	date_put(a->today + BASELINE_DAYS, last);
	if (date_parse(str_of(a->terms.until), &until) < 0)
		warn("'%s' is no date: write --until=YYYY-MM-DD",
		    a->terms.until);
	else if (until < a->today)
		warn("--until=%s is past", a->terms.until);
	else if (until - a->today > BASELINE_DAYS)
		warn("--until=%s is too far: at most %d days, so %s",
		    a->terms.until, BASELINE_DAYS, last);
	else if (strpbrk(a->terms.reason, "\n\r") != NULL)
		warn("cannot take --reason: it is one line");
	else if (baseline_put(
		     &line, STR("fp=0000000000000000"), &a->terms, &w) < 0)
		warn("cannot take --reason or --by: %s", w.why);
	else
		rc = 0;
	buf_free(&line);
	return rc;
}

static int
print(const struct accept *a, struct str s)
{
	if (fwrite(s.p, 1, s.n, a->out) != s.n || fflush(a->out) != 0) {
		warn("cannot write the output: %s", strerror(errno));
		return -1;
	}
	return 0;
}

/* .tamis, made when it is not there: a descriptor, or -1, said. */
static int
open_tamis(const struct home *h)
{
	int fd;

	if (mkdirat(h->topfd, ".tamis", DIR_MODE) < 0 && errno != EEXIST)
		return cannot(strerror(errno));
	if ((fd = home_tamis(h)) < 0)
		return cannot(strerror(errno));
	return fd;
}

static int
write_file(const struct home *h, struct str text, enum save how)
{
	unsigned mode = MODE;
	struct stat st;
	int fd, rc;

	if ((fd = open_tamis(h)) < 0)
		return -1;
	if (fstatat(fd, "allow.rules", &st, AT_SYMLINK_NOFOLLOW) == 0)
		mode = st.st_mode & 0777;
	rc = save_write(fd, "allow.rules", text, mode, how);
	if (rc < 0)
		cannot(errno == EEXIST ? "it exists; add one with --add=FP" :
					 strerror(errno));
	close(fd);
	return rc;
}

/* May --init write? How, or -1, said. What tamis init left is no file of
   anybody's. */
static int
may_init(const struct home *h)
{
	struct buf old = { .max = ALLOW_BYTES_MAX };
	int rc = home_read(h, "allow.rules", &old);
	bool untouched = rc == 0 && str_eqz(buf_str(&old), baseline_head);

	buf_free(&old);
	if (rc < 0 && errno != EFBIG)
		return cannot(strerror(errno));
	if (rc == 1)
		return SAVE_NEW;
	if (untouched)
		return SAVE_REPLACE;
	return cannot("it exists; add one with --add=FP");
}

static int
take(void *arg, const struct rec *r)
{
	if (baseline_add(arg, r) == 0)
		return 0;
	warn("cannot accept so much: at most %d acceptances", (int)ALLOW_MAX);
	return -1;
}

static int
make_text(struct buf *text, const struct baseline *b, const struct terms *t)
{
	struct where w;

	for (size_t i = 0; i < b->n; i++)
		if (baseline_put(text, b->v[i].what, t, &w) < 0)
			return cannot(w.why);
	return 0;
}

static int
summary(const struct accept *a, const struct baseline *b)
{
	struct buf s = { .max = 64u << 10 };
	char n[SAY_COUNT];
	int rc = 0;

	rc |= buf_addf(&s, "%s: %s accepted", ALLOW_FILE, say_count(b->n, n));
	if (b->n) {
		rc |= buf_addz(&s, " (");
		rc |= baseline_tally(b, &s);
		rc |= buf_addf(&s, "), all until %s", a->terms.until);
	}
	rc |= buf_addz(&s, "\n");
	if (b->critical)
		rc |= buf_addf(&s,
		    "%s critical left out: --init takes none; add them singly "
		    "with --add=FP\n",
		    say_count(b->critical, n));
	if (b->nowhere)
		rc |= buf_addf(&s, "%s left out: neither fp nor path\n",
		    say_count(b->nowhere, n));
	if (b->n)
		rc |= buf_addf(
		    &s, "Read it, shorten it, then: git add " ALLOW_FILE "\n");
	if (rc == 0)
		rc = print(a, buf_str(&s));
	buf_free(&s);
	return rc;
}

static int
finish_init(struct accept *a, struct baseline *b, enum save how)
{
	struct buf text = { .max = ALLOW_BYTES_MAX };
	int rc;

	baseline_end(b);
	rc = make_text(&text, b, &a->terms);
	if (rc == 0 && a->dry_run)
		rc = print(a, buf_str(&text));
	else if (rc == 0 && b->n)
		rc = write_file(a->home, buf_str(&text), how);
	buf_free(&text);
	if (rc == 0 && !a->dry_run)
		rc = summary(a, b);
	return rc;
}

int
accept_init(struct accept *a)
{
	struct filter_end end;
	struct baseline b;
	int how, rc = -1;

	if (check_terms(a) < 0 || (how = may_init(a->home)) < 0)
		return EXIT_TROUBLE;
	if (box_enter(BOX_WRITE, a->home->top) < 0) {
		warn("cannot enter the sandbox: %s", strerror(errno));
		return EXIT_TROUBLE;
	}
	baseline_init(&b);
	b.paths.top = str_of(a->home->top);
	b.paths.below = str_of(a->home->below);
	filter_run(a->filter, take, &b, &end);
	if (end.ok)
		rc = finish_init(a, &b, (enum save)how);
	baseline_free(&b);
	return rc == 0 ? EXIT_CLEAN : EXIT_TROUBLE;
}

static int
parses(struct str text)
{
	struct allow check;
	struct where w;
	int rc;

	allow_init(&check);
	rc = allow_parse(&check, text, &w);
	allow_free(&check);
	if (rc < 0)
		warn("%s:%zu: %s", ALLOW_FILE, w.line, w.why);
	return rc;
}

/* The file with one line more, unless the line is there. 0, 1, -1: said. */
static int
append(struct accept *a, struct buf *text, struct str line)
{
	struct str rest = buf_str(text), old;
	int rc = 0;

	if (parses(rest) < 0)
		return -1;
	while (str_cut(&rest, '\n', &old))
		if (str_eq(str_trim(old), str_trim(line)))
			return 1;
	if (text->n && text->p[text->n - 1] != '\n')
		rc = buf_addc(text, '\n');
	if (rc < 0 || buf_adds(text, line) < 0)
		return cannot("it grows too large");
	/* One acceptance too many, and nobody could read the file. */
	if (parses(buf_str(text)) < 0)
		return -1;
	return write_file(a->home, buf_str(text), SAVE_REPLACE);
}

static int
add_line(struct accept *a, struct str line)
{
	struct buf text = { .max = ALLOW_BYTES_MAX }, said = { .max = 4096 };
	int fd, rc;

	if ((fd = open_tamis(a->home)) < 0)
		return -1;
	/* Two at a time would each write the file without the other's. */
	if (flock(fd, LOCK_EX) < 0)
		rc = cannot(strerror(errno));
	else if ((rc = home_read(a->home, "allow.rules", &text)) < 0)
		cannot(strerror(errno));
	else
		rc = append(a, &text, line);
	close(fd);
	if (rc >= 0)
		rc = buf_addf(&said, "%s: 1 accepted, until %s%s\n", ALLOW_FILE,
		    a->terms.until, rc ? "; it was there already" : "");
	if (rc == 0)
		rc = print(a, buf_str(&said));
	buf_free(&said);
	buf_free(&text);
	return rc;
}

int
accept_add(struct accept *a)
{
	struct buf line = { .max = REC_MAX };
	char what[sizeof("fp=") + ALLOW_FP_LEN];
	struct where w;
	int rc = -1;

	if (check_terms(a) < 0)
		return EXIT_TROUBLE;
	snprintf(what, sizeof(what), "fp=%s", a->fp);
	if (baseline_put(&line, str_of(what), &a->terms, &w) < 0)
		cannot(w.why);
	else
		rc = a->dry_run ? print(a, buf_str(&line)) :
				  add_line(a, buf_str(&line));
	buf_free(&line);
	return rc == 0 ? EXIT_CLEAN : EXIT_TROUBLE;
}
