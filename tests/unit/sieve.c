#include <archive.h>
#include <archive_entry.h>

#include "base.h"
#include "pool.h"
#include "sieve.h"
#include "source.h"
#include "str.h"
#include "../t.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Two detectors: "toy" finds MARK and eight bytes that follow it, "meta"
 * looks at every blob raw, remembers its size, and tells the sum at last.
 */
#define MARK "TOY-"
enum { VALUE = 8 };

static const struct literal literals[] = { { { MARK, 4 }, false, 7 } };

static void *
toy_open(const struct setup *s, struct setup_error *err)
{
	(void)s;
	(void)err;
	return malloc(1);
}

static size_t
toy_literals(const void *model, const struct literal **v)
{
	(void)model;
	*v = literals;
	return LEN(literals);
}

static size_t
no_literals(const void *model, const struct literal **v)
{
	(void)model;
	(void)v;
	return 0;
}

static const struct rules *
no_rules(const void *model)
{
	(void)model;
	return NULL;
}

static void *
toy_thread(const void *model)
{
	(void)model;
	return malloc(1);
}

static unsigned
toy_wanted(const void *model, struct str name, enum kind kind, struct str head)
{
	(void)model;
	(void)name;
	(void)kind;
	(void)head;
	return VIEW_TEXT;
}

static int
toy_judge(const void *model, void *thread, const struct blob *b,
    const struct hit *hits, size_t n, struct emit *e)
{
	(void)model;
	(void)thread;
	for (size_t i = 0; i < n; i++) {
		struct span s = { hits[i].end - 4, hits[i].end + VALUE };
		struct finding f = { .rule = STR("token"),
			.severity = SEV_HIGH,
			.message = STR("a toy: " MARK "ABCDEFGH"),
			.span = s,
			.keys = STR("cwe=798") };

		if (hits[i].id != 7 || s.to > b->bytes.n)
			continue;
		f.subject = str_sub(b->bytes, s.from + 4, s.to);
		f.guessable = f.subject.p[0] == 'g';
		if (emit_finding(e, &f) < 0)
			return -1;
	}
	return 0;
}

static size_t
toy_mask(const void *model, void *thread, struct str line, struct span *v,
    size_t max)
{
	size_t n = 0, at = 0;

	(void)model;
	(void)thread;
	while (n < max && (at = str_find(line, STR(MARK), at)) != STR_NONE) {
		at += 4;
		v[n].from = at;
		v[n++].to = at + VALUE < line.n ? at + VALUE : line.n;
	}
	return n;
}

static unsigned
meta_wanted(const void *model, struct str name, enum kind kind, struct str head)
{
	(void)model;
	(void)kind;
	if (str_starts(head, STR("PK")) && str_ends(name, STR(".claim")))
		return VIEW_WHOLE | VIEW_ALWAYS;
	return str_ends(name, STR(".raw")) ? VIEW_RAW | VIEW_ALWAYS : 0;
}

static int
meta_judge(const void *model, void *thread, const struct blob *b,
    const struct hit *hits, size_t n, struct emit *e)
{
	struct buf other = { .max = 1u << 16 };
	char text[32];
	int rc = 0;

	(void)model;
	(void)thread;
	(void)hits;
	(void)n;
	snprintf(text, sizeof(text), "%zu", b->bytes.n);
	if (sibling_read(b->sibling, STR("sibling"), &other) == 1)
		rc = emit_fact(e, 2, buf_str(&other));
	buf_free(&other);
	return rc < 0 ? -1 : emit_fact(e, 1, str_of(text));
}

static int
meta_finish(const void *model, const struct fact *v, size_t n, struct emit *e)
{
	struct buf b = { .max = 1024 };
	struct finding f = { .rule = STR("sum"),
		.severity = SEV_LOW,
		.path = STR("all"),
		.line = 3,
		.col = 4 };
	int rc;

	(void)model;
	for (size_t i = 0; i < n; i++)
		buf_addf(&b, "%.*s:%.*s;", FMT(v[i].name), FMT(v[i].bytes));
	f.message = f.subject = buf_str(&b);
	rc = n ? emit_finding(e, &f) : 0;
	buf_free(&b);
	return rc;
}

static const struct detector toy = { "toy", 64, toy_open, free, toy_literals,
	no_rules, toy_thread, free, toy_wanted, toy_judge, NULL, toy_mask,
	false };
static const struct detector meta = { "meta", 16, toy_open, free, no_literals,
	no_rules, toy_thread, free, meta_wanted, meta_judge, meta_finish, NULL,
	false };
static const struct detector *const both[] = { &toy, &meta, NULL };
static const int takes[] = { OPT_NULL, OPT_DIRECTORY, OPT_JOBS, OPT_QUIET,
	OPT_FAIL_ON, OPT_MIN_SEVERITY, OPT_NAME, OPT_NO_BUILTIN, OPT_ONLY,
	OPT_REVEAL, OPT_SHOW_ACCEPTED, OPT_STAGED, OPT_TRACKED, OPT_VIEW,
	OPT_END };
static const struct tool tool = { "[-]", "Toy.", "", takes, NULL };

static struct buf out = { .max = 1u << 30 }, err = { .max = 1u << 20 };

static void
slurp(const char *path, struct buf *b)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = 0;

	buf_reset(b);
	do
		b->n += (size_t)n;
	while (buf_room(b, 1u << 16) == 0 &&
	    (n = read(fd, b->p + b->n, 1u << 16)) > 0);
	b->p[b->n] = '\0';
	close(fd);
}

/* Words up to NULL; "<text" is what stdin gives. The exit status. */
static int
run(const char *first, ...)
{
	char *argv[16] = { (char *)(uintptr_t) "toy",
		(char *)(uintptr_t) "--no-builtin" };
	int argc = 2, status = -1;
	const char *in = NULL;
	va_list ap;
	pid_t pid;

	va_start(ap, first);
	for (const char *s = first; s && argc < 15;
	     s = va_arg(ap, const char *))
		if (*s == '<')
			in = s + 1;
		else
			argv[argc++] = (char *)(uintptr_t)s;
	va_end(ap);
	fflush(stdout);
	if ((pid = fork()) == 0) {
		FILE *f = fopen("in", "w");

		if (in && f)
			fputs(in, f);
		if (f)
			fclose(f);
		if (!freopen(in ? "in" : "/dev/null", "r", stdin) ||
		    !freopen("../out", "w", stdout) ||
		    !freopen("../err", "w", stderr))
			_exit(99);
		exit(sieve_main(argc, argv, "toy", both, &tool));
	}
	waitpid(pid, &status, 0);
	slurp("../out", &out);
	slurp("../err", &err);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool
says(const struct buf *b, const char *what)
{
	return str_find(buf_str(b), str_of(what), 0) != STR_NONE;
}

static void
file(const char *name, struct str bytes)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	T(fd >= 0 && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n);
	close(fd);
}

static void
text(const char *name, const char *s)
{
	file(name, str_of(s));
}

/* A zip with one member, which may be another such zip. */
static void
zip(const char *name, const char *member, const char *from)
{
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	struct buf b = { .max = 1u << 20 };

	slurp(from, &b);
	archive_write_set_format_zip(a);
	archive_write_open_filename(a, name);
	archive_entry_set_pathname(e, member);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0644);
	archive_entry_set_size(e, (la_int64_t)b.n);
	archive_write_header(a, e);
	archive_write_data(a, b.p, b.n);
	archive_entry_free(e);
	archive_write_close(a);
	archive_write_free(a);
	buf_free(&b);
}

static void
places(void)
{
	text("a", "x\ny = " MARK "ABCDEFGH\n\xC3\xA9 " MARK "ABCDEFGH");
	T(run("a", NULL) == 1);
	T(says(&out, "a:2:5:\thigh\ttoy/token\ta toy: " MARK "****\tfp="));
	T(says(&out, "\tend=2:17\tcwe=798\n"));
	T(says(&out, "a:3:4:\thigh\ttoy/token"));
	T(says(&out, "\tend=3:16\tucol=3:15\tcwe=798\n"));
	T(says(&out, "end\t2\tunread=0\n") && err.n == 0);
	T(!says(&out, "ABCDEFGH"));

	file("u",
	    STR("\xFF\xFE"
		"\xE9\0\n\0T\0O\0Y\0-\0A\0B\0C\0D\0E\0F\0G\0H\0"));
	T(run("u", NULL) == 1);
	T(says(&out, "u:2:1:") && says(&out, "\toffset=6\t"));

	text(MARK "12345678!", "x");
	T(run(MARK "12345678!", NULL) == 1);
	T(says(&out, MARK "****!:1:1:\thigh") && says(&out, "\tin=name\t"));
	T(run("-", "--name=b\t!/c", "<" MARK "ABCDEFGH", NULL) == 1);
	T(says(&out, "b\\t\\x21/c:1:1:"));
}

static void
judged(void)
{
	text("g", MARK "gggggggg " MARK "gggggggg");
	T(run("g", NULL) == 1);
	T(str_eq(str_sub(buf_str(&out), str_find(buf_str(&out), STR("fp="), 0),
		     str_find(buf_str(&out), STR("fp="), 0) + 19),
	    str_sub(buf_str(&out), str_find(buf_str(&out), STR("fp="), 60),
		str_find(buf_str(&out), STR("fp="), 60) + 19)));
	T(run("--fail-on=critical", "g", NULL) == 0 && says(&out, "end\t2"));
	T(run("--fail-on=never", "g", NULL) == 0);
	T(run("--min-severity=critical", "g", NULL) == 0);
	T(says(&out, "end\t0\tunread=0\n"));
	T(run("-q", "g", NULL) == 1 && out.n == 0);

	text("ok",
	    MARK "ABCDEFGH # tamis:"
		 "allow token until=9999-01-01 a");
	T(run("ok", NULL) == 0 && says(&out, "end\t0\tunread=0\n"));
	T(run("--show-accepted", "ok", NULL) == 0);
	T(says(&out, "\tuntil=9999-01-01\taccepted=a\n"));
	text("old",
	    "# tamis:"
	    "allow token until=1999-01-01 a\n" MARK "ABCDEFGH");
	T(run("old", NULL) == 1);
	T(says(&out, "\tuntil=1999-01-01\treason=expired\n"));
	text("why",
	    MARK "ABCDEFGH # tamis:"
		 "allow token until=9999-01-01");
	T(run("why", NULL) == 1 && says(&out, "\treason=no reason\n"));
	T(run("--reveal", "g", NULL) == 1);
	T(says(&out, "src=" MARK "gggggggg"));
}

static void
sources(void)
{
	T(run("<a\ng\n", NULL) == 1 && says(&out, "end\t4\tunread=0\n"));
	T(run("-0", "<a", NULL) == 1 && says(&out, "end\t2\tunread=0\n"));
	T(run("<", NULL) == 2 && says(&err, "--tracked") && out.n == 0);
	T(run("-", "--name=n", "<" MARK "ABCDEFGH", NULL) == 1);
	T(says(&out, "n:1:1:"));
	T(run("-", "<x", NULL) == 2 && says(&err, "--name=NAME"));
	T(run("--staged", "a", NULL) == 2 && out.n == 0);
	T(run("--staged", "--tracked", NULL) == 2);
	T(run("--name=x", "a", NULL) == 2);
	T(run("none", "a", NULL) == 2 && says(&out, "end\t3\tunread=1\n"));
	T(says(&out, "none:1:1:\thigh\ttoy/unread\t"));
	T(says(&out, "\treason=No such file or directory\n"));
	T(says(&err, "toy: cannot read 'none': No such file or directory\n"));
	T(run(MARK "zzzzzzzz", NULL) == 2 && !says(&err, "zzzzzzzz"));
	T(!says(&out, "zzzzzzzz"));
}

static void
containers(void)
{
	zip("1.zip", "a", "a");
	zip("2.zip", "in/1.zip", "1.zip");
	zip("3.zip", "2.zip", "2.zip");
	zip("4.zip", "3.zip", "3.zip");
	T(run("3.zip", NULL) == 1);
	T(says(&out, "3.zip!/2.zip!/in/1.zip!/a:2:5:"));
	T(run("4.zip", NULL) == 2);
	T(says(&out, "4.zip!/3.zip!/2.zip!/in/1.zip:1:1:\thigh\ttoy/unread"));
	T(says(&out, "reason=limit: a container more than 3 deep"));
	text("broken", "PK\3\4 " MARK "ABCDEFGH");
	T(run("broken", NULL) == 2);
	T(says(&out, "reason=broken archive\n") && says(&out, "broken:1:6:"));
	T(says(&out, "end\t2\tunread=1\n"));
	T(says(&err, "toy: cannot unpack 'broken': broken archive\n"));
}

/* Claims, facts in the order of the input, siblings, records at the end. */
static void
together(void)
{
	T(rename("1.zip", "z.claim") == 0);
	text("b.raw", "12345");
	text("sibling", "S");
	T(run("z.claim", "b.raw", "a", NULL) == 1);
	T(says(&out, "\nall:3:4:\tlow\tmeta/sum\tz.claim:"));
	T(says(&out, "b.raw:S;b.raw:5;\tfp="));
	T(says(&out, "z.claim!/a:2:5:"));
}

/* More hits than are held at a time, on one line; any number of threads. */
static void
many(void)
{
	struct buf b = { .max = 16u << 20 };
	struct buf once = { .max = 1u << 30 };
	const size_t n = 300000;

	for (size_t i = 0; i < n; i++)
		buf_addf(&b, MARK "%08zu", i);
	file("many", buf_str(&b));
	T(run("-j1", "many", "a", "g", NULL) == 1);
	T(says(&out, "many:1:3599989:") && says(&out, "end\t300004\t"));
	buf_adds(&once, buf_str(&out));
	T(run("-j3", "many", "a", "g", NULL) == 1);
	T(str_eq(buf_str(&once), buf_str(&out)));
	buf_free(&once);
	buf_free(&b);
}

int
main(void)
{
	char dir[] = "/tmp/tamis-sieve-XXXXXX", rm[64];

	T(mkdtemp(dir) != NULL && chdir(dir) == 0);
	T(mkdir("w", 0700) == 0 && chdir("w") == 0);
	places();
	judged();
	sources();
	containers();
	together();
	many();
	buf_free(&out);
	buf_free(&err);
	fflush(stdout);
	snprintf(rm, sizeof(rm), "-rf");
	if (fork() == 0)
		execl("/bin/rm", "rm", rm, dir, (char *)NULL);
	wait(NULL);
	return T_END();
}
