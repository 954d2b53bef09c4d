#include "base.h"
#include "out.h"
#include "say.h"
#include "str.h"
#include "../t.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a run is given, and what came of it. */
static struct out_opts opts;
static bool use_stats, whole;
static int status;
static char *got;
static size_t ngot;

static bool
advice(struct str rule, struct advice *a, void *arg)
{
	(void)arg;
	if (!str_starts(rule, STR("secrets/")))
		return false;
	a->fix = STR("change it");
	return true;
}

static void
run(struct str lines)
{
	struct out_stats st = {
		.files = 312, .bytes = 4300000, .seconds = 0.12
	};
	struct out *o;
	struct str line;
	struct rec r;
	const char *why;

	opts.advice = advice;
	if ((o = out_new(&opts)) == NULL)
		_exit(99);
	while (str_cut(&lines, '\n', &line)) {
		if (rec_parse(line, &r, &why) < 0)
			_exit(98);
		if (out_rec(o, &r) < 0)
			break;
	}
	out_end(o, whole, use_stats ? &st : NULL);
	_exit(out_verdict(o, whole));
}

/* The output of a child whose stdout is a file, stderr its end. */
static const char *
drawn(struct str lines)
{
	char path[] = "/tmp/tamis-out-XXXXXX";
	int fd = mkstemp(path), st;
	struct stat sb;

	fflush(stdout);
	unlink(path);
	if (fork() == 0) {
		dup2(fd, 1);
		dup2(fd, 2);
		run(lines);
	}
	wait(&st);
	status = WIFEXITED(st) ? WEXITSTATUS(st) : -1;
	free(got);
	ngot = fstat(fd, &sb) == 0 ? (size_t)sb.st_size : 0;
	got = calloc(1, ngot + 1);
	if (pread(fd, got, ngot, 0) != (ssize_t)ngot)
		got[0] = '\0';
	close(fd);
	return got;
}

#define ONE \
	"src/db.py:2:23:\tcritical\tsecrets/postgres-url\tPostgreSQL URL " \
	"with a " \
	"password\tfp=5f1c9a0be2d44c17\tentropy=3.9\tsrc=URL = " \
	"\"postgres://app:****@db.internal/prod\"\tat=23:27\n"
#define LOW "b.py:3:1:\tlow\tsecrets/x\tm\tfp=0000000000000001\n"
#define SAME "b.py:9:1:\tlow\tsecrets/x\tm\tfp=0000000000000001\n"
#define OKED \
	"c.py:1:1:\thigh\tsecrets/x\tm\tfp=-\taccepted=a\tuntil=2026-12-31\n"
#define UNREAD "d:1:1:\thigh\tsecrets/unread\tnot judged\treason=a FIFO\n"

static void
records(void)
{
	opts = (struct out_opts){ .fail_on = SEV_LOW };
	whole = true;
	T(strcmp(drawn(STR(ONE LOW)), ONE LOW "end\t2\tunread=0\n") == 0);
	T(status == 1);
	T(strcmp(drawn(STR("")), "end\t0\tunread=0\n") == 0 && status == 0);
	T(strcmp(drawn(STR(OKED)), OKED "end\t1\tunread=0\n") == 0);
	T(status == 0);
	T(strcmp(drawn(STR(UNREAD)), UNREAD "end\t1\tunread=1\n") == 0);
	T(status == 2);
	opts.fail_on = SEV_HIGH;
	T(strcmp(drawn(STR(LOW)), LOW "end\t1\tunread=0\n") == 0);
	T(status == 0);
	opts.fail_on = (enum severity)SEV_NEVER;
	drawn(STR(ONE));
	T(status == 0);
	whole = false;
	T(strcmp(drawn(STR(LOW)), LOW) == 0 && status == 2);
	whole = true;
	opts = (struct out_opts){ .quiet = true };
	T(*drawn(STR(LOW)) == '\0' && status == 1);
}

static void
person(void)
{
	opts = (struct out_opts){ .view = OUT_PERSON, .fail_on = SEV_LOW };
	use_stats = true;
	T(strcmp(drawn(STR(ONE LOW SAME OKED)),
	      "src/db.py:2:23: critical: PostgreSQL URL with a password "
	      "[secrets/postgres-url]\n"
	      "    2 | URL = \"postgres://app:****@db.internal/prod\"\n"
	      "      |                       ^^^^\n"
	      "      = fix: change it\n"
	      "      = why: entropy 3.9; to accept: tamis-allow "
	      "--add=5f1c9a0be2d44c17\n\n"
	      "b.py:3:1: low: m [secrets/x]\n"
	      "      = fix: change it\n"
	      "      = why: to accept: tamis-allow --add=0000000000000001\n\n"
	      "b.py:9:1: low: same as b.py:3:1 [secrets/x]\n"
	      "c.py:1:1: high: accepted: m [secrets/x]\n"
	      "      = why: a; until 2026-12-31\n\n"
	      "3 found: 1 critical, 2 low. 1 accepted, the first until "
	      "2026-12-31.\n"
	      "312 files, 4.1 MiB, 0.12 s.\n") == 0);
	T(status == 1);
	T(strcmp(drawn(STR("")), "clean: 312 files, 4.1 MiB, 0.12 s.\n") == 0);
	T(strstr(drawn(STR(UNREAD LOW)),
	    "cannot tell: 312 of 313 files sieved, 1 not (see above); 1 "
	    "found."));
	T(status == 2 && strstr(got, "clean") == NULL);
	T(strstr(got, "      = why: a FIFO\n") != NULL);
	whole = false;
	T(strcmp(drawn(STR("")),
	      "cannot tell: the run did not finish; 0 found.\n") == 0);
	whole = true;
	use_stats = false;
	T(strcmp(drawn(STR("")), "clean: 0 found.\n") == 0);
	opts.color = COLOR_ALWAYS;
	T(strstr(drawn(STR(LOW)),
	      "\033[1mb.py:3:1:\033[0m \033[36mlow\033[0m: m \033[2m[") == got);
}

static size_t
count(const char *s, const char *what)
{
	size_t n = 0;

	for (; (s = strstr(s, what)) != NULL; s++)
		n++;
	return n;
}

/* Ten thousand: cards, heads, then a table. */
static void
many(void)
{
	struct buf b = { .max = 16u << 20 };

	for (int i = 0; i < 10000; i++)
		if (buf_addf(&b,
			"vendor/f%d.c:%d:1:\t%s\tcrypto/%s\tMD5\tfp=%016x\n",
			i / 10, i + 1,
			i == 5000 || i == 6000 ? "critical" : "low",
			i % 10 ? "hash-weak" : "other", i) < 0)
			return;
	opts = (struct out_opts){ .view = OUT_PERSON, .fail_on = SEV_LOW };
	drawn(buf_str(&b));
	T(status == 1 && ngot < 40000);
	T(count(got, "= why: to accept") == 30);
	T(count(got, " low: MD5 [") == 200);
	T(strstr(got,
	    "10,000 found: 2 critical, 9,998 low. 200 drawn; for "
	    "all:\n--view=all, or | tamis-report sarif >tamis.sarif\n"));
	T(strstr(got,
	      "      9,000  crypto/hash-weak  1,000 files, 9,000 of "
	      "them under vendor/\n") != NULL);
	T(strstr(got,
	      "worst not drawn: vendor/f500.c:5001:1: critical: MD5; "
	      "1 more critical\n") != NULL);
	opts.view = OUT_ALL;
	drawn(buf_str(&b));
	T(count(got, "= why: to accept") == 10000 && !strstr(got, " drawn;"));
	buf_free(&b);
}

/* Each write into a pipe ends with a line, and is atomic. */
static void
pipes(void)
{
	struct buf b = { .max = 16u << 20 };
	char p[65536];
	bool ok = true;
	int fd[2], st;
	ssize_t n;

	for (int i = 0; i < 2000; i++)
		if (buf_adds(&b, STR(ONE)) < 0)
			return;
	opts = (struct out_opts){ .fail_on = SEV_LOW };
	fflush(stdout);
	if (pipe2(fd, O_DIRECT) < 0)
		return;
	if (fork() == 0) {
		dup2(fd[1], 1);
		close(fd[0]);
		run(buf_str(&b));
	}
	close(fd[1]);
	/* A pipe in packet mode hands out write by write. */
	while ((n = read(fd[0], p, sizeof(p))) > 0)
		ok &= p[n - 1] == '\n' && n <= 4096;
	wait(&st);
	T(ok && WEXITSTATUS(st) == 1);
	close(fd[0]);
	buf_free(&b);
}

static void
full(void)
{
	int fd[2], st, out = open("/dev/full", O_WRONLY | O_CLOEXEC);
	char p[256] = "";

	fflush(stdout);
	if (pipe(fd) < 0)
		return;
	if (fork() == 0) {
		dup2(out, 1);
		dup2(fd[1], 2);
		run(STR(LOW));
	}
	wait(&st);
	T(WEXITSTATUS(st) == 2);
	T(read(fd[0], p, sizeof(p) - 1) > 0);
	T(strcmp(p,
	      "tamis-x: cannot write the output: No space left on "
	      "device\n") == 0);
	close(out);
}

int
main(void)
{
	static char name[] = "tamis-x";

	say_name(name);
	setenv("COLUMNS", "80", 1);
	unsetenv("FORCE_COLOR");
	unsetenv("CLICOLOR_FORCE");
	records();
	person();
	many();
	pipes();
	full();
	free(got);
	return T_END();
}
