#include "base.h"
#include "opt.h"
#include "say.h"
#include "str.h"
#include "../t.h"

#include <getopt.h>
#include <sys/wait.h>
#include <unistd.h>

static const int takes[] = { OPT_NULL, OPT_DIRECTORY, OPT_JOBS, OPT_EXCLUDE,
	OPT_QUIET, OPT_VERBOSE, OPT_FAIL_ON, OPT_MIN_SEVERITY, OPT_RULES,
	OPT_NO_BUILTIN, OPT_ONLY, OPT_EXPLAIN, OPT_LIST_RULES, OPT_REVEAL,
	OPT_VIEW, OPT_COLOR, OPT_PROGRESS, OPT_LINKS, OPT_POLICY, OPT_INVENTORY,
	OPT_NO_IGNORE, OPT_TRACKED, OPT_STAGED, OPT_REV, OPT_RANGE, OPT_PUSHED,
	OPT_NAME, OPT_END };
static const struct tool tool = { "[-0hqVv] [-C dir] [-j n] [source] [name]",
	"Print a record for each secret in the source.",
	"tamis-x            the tracked files\n"
	"tamis-x --staged   what the next commit adds\n"
	"tamis-x --rev=HEAD | tamis-report\n",
	takes, NULL };
static char got[65536];

/* Parse in a child: its status, with stderr and stdout in got. */
static int
parse(const char *a, const char *b)
{
	const char *argv[] = { "tamis-x", a, b, NULL };
	int fd[2], status, n = 0, ch;
	ssize_t more;

	fflush(stdout);
	if (pipe(fd) < 0)
		return -1;
	if (fork() == 0) {
		dup2(fd[1], 1);
		dup2(fd[1], 2);
		while ((ch = opt_next(b ? 3 : 2, (char **)(uintptr_t)argv,
			    &tool)) != OPT_END)
			printf("%d=%s\n", ch, optarg ? optarg : "");
		exit(fflush(stdout) ? 2 : 0);
	}
	close(fd[1]);
	while ((more = read(fd[0], got + n, sizeof(got) - (size_t)n - 1)) > 0)
		n += (int)more;
	got[n] = '\0';
	close(fd[0]);
	wait(&status);
	return WEXITSTATUS(status);
}

static bool
says(const char *a, const char *b, const char *want)
{
	return parse(a, b) == 2 && strcmp(got, want) == 0;
}

static void
wrong(void)
{
#define TRY "try 'tamis-x --help'\n"
	T(says("--stagged", NULL,
	    "tamis-x: unknown option '--stagged'; did you mean "
	    "'--staged'?\n" TRY));
	T(says("--stag", NULL,
	    "tamis-x: unknown option '--stag'; did you mean "
	    "'--staged'?\n" TRY));
	T(says("--re=x", NULL, "tamis-x: unknown option '--re'\n" TRY) ||
	    strstr(got, "did you mean '--rev'") != NULL);
	T(says("--ru", "f", "tamis-x: unknown option '--ru'\n" TRY));
	T(says("--zzzzzz=hunter2", NULL,
	    "tamis-x: unknown option '--zzzzzz'\n" TRY));
	T(says("-Z", NULL, "tamis-x: unknown option '-Z'\n" TRY));
	T(parse("-qZ", NULL) == 2 && strstr(got, "unknown option '-Z'\n" TRY));
	T(says("-n", NULL, "tamis-x: unknown option '-n'\n" TRY));
	T(says(
	    "--rev", NULL, "tamis-x: option '--rev' needs a value: REV\n" TRY));
	T(says("-j", NULL, "tamis-x: option '--jobs' needs a value: N\n" TRY));
	T(says("--quiet=3", NULL,
	    "tamis-x: option '--quiet' takes no value\n" TRY));
	T(says("--staged=3", NULL,
	    "tamis-x: option '--staged' takes no value\n" TRY));
}

static void
right(void)
{
	char want[64];

	snprintf(want, sizeof(want), "%d=HEAD\n", OPT_REV);
	T(parse("--rev=HEAD", NULL) == 0 && strcmp(got, want) == 0);
	T(parse("--rev", "HEAD") == 0 && strcmp(got, want) == 0);
	snprintf(want, sizeof(want), "%d=always\n", OPT_COLOR);
	T(parse("--color", NULL) == 0 && strcmp(got, want) == 0);
	snprintf(want, sizeof(want), "%d=never\n", OPT_COLOR);
	T(parse("--color=never", "x") == 0 && strcmp(got, want) == 0);
	snprintf(want, sizeof(want), "%d=\n%d=4\n", 'q', 'j');
	T(parse("-qj4", "x") == 0 && strcmp(got, want) == 0);
	T(parse("--", "--zzz") == 0 && *got == '\0');
	T(parse("-V", NULL) == 0 && strncmp(got, "tamis-x ", 8) == 0);
}

static void
help(void)
{
	struct str rest, line;
	size_t lines = 0, widest = 0;

	T(parse("-h", NULL) == 0 && parse("--help", NULL) == 0);
	rest = str_of(got);
	while (str_cut(&rest, '\n', &line)) {
		lines++;
		if (line.n > widest)
			widest = line.n;
	}
	T(lines <= 24);
	T(widest <= 80);
	T(strncmp(got, "usage: tamis-x [-0hqVv]", 23) == 0);
	for (const int *t = takes; *t != OPT_END; t++)
		T(strstr(got, opt_find(*t)->name) != NULL);
	T(strstr(got, "exit: 0 clean, 1 found, 2 could not tell.") != NULL);
	for (const struct opt *o = opts; o->name; o++) {
		T(strlen(o->help) <= 15);
		T(o[1].name == NULL || strcmp(o->name, o[1].name) < 0);
	}
	for (const char *const *s =
		 (const char *const[]){ "bash", "zsh", "fish", NULL };
	     *s; s++)
		T(parse("--completions", *s) == 0 &&
		    strstr(got, "min-severity"));
}

static void
values(void)
{
	static const char *const v[] = { "auto", "person", NULL };
	static char person[] = "person", four[] = "4";

	optarg = person;
	T(opt_one_of(&tool, "view", v) == 1);
	optarg = four;
	T(opt_count(&tool, "jobs", 1, 64) == 4);
}

int
main(void)
{
	static char name[] = "/usr/bin/tamis-x";

	say_name(name);
	wrong();
	right();
	help();
	values();
	return T_END();
}
