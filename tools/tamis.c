/* tamis - run a tool of the suite, or set a repository up */
#include "base.h"
#include "home.h"
#include "init.h"
#include "opt.h"
#include "say.h"
#include "str.h"

#include <errno.h>
#include <unistd.h>

/* Those of init: of its own, tamis has none but --help and --version. */
static const int takes[] = { OPT_DIRECTORY, OPT_DRY_RUN, OPT_END };

static const struct tool tool = {
	.synopsis = "[-hV] tool [argument ...] | init [-n] [-C dir]",
	.what = "Run tamis-TOOL; each has a --help and a manual of its own.",
	.examples = "secrets   hardcoded secrets\n"
		    "scan      every sieve in one pass\n"
		    "allow     drop what was accepted until a date\n"
		    "report    text, ndjson or sarif from records\n"
		    "archive   a revision as tar\n"
		    "seal      encrypt, as age\n"
		    "open      decrypt\n"
		    "init      set this repository up: .tamis, hooks\n",
	.takes = takes,
};

static const struct tool init_tool = {
	.synopsis = "[-hn] [-C dir]",
	.what = "Write .tamis, its merge driver and the hooks, where missing.",
	.takes = takes,
};

static const char *const names[] = { "allow", "archive", "help", "init", "open",
	"report", "scan", "seal", "secrets", NULL };

static bool
is_name(const char *z)
{
	return *z && z[strspn(z, "abcdefghijklmnopqrstuvwxyz0123456789-")] == 0;
}

/* Beside this program first: one installation stays with itself. */
static _Noreturn void
run(const char *name, char *argv[])
{
	char path[4096], file[64];
	const char *near;
	ssize_t n;
	char *slash;

	if (!is_name(name) || strlen(name) > sizeof(file) - 8)
		usage(&tool, "unknown tool '%s'", name);
	snprintf(file, sizeof(file), "tamis-%s", name);
	argv[0] = file;
	n = readlink("/proc/self/exe", path, sizeof(path) - sizeof(file) - 1);
	path[n > 0 ? n : 0] = '\0';
	if ((slash = strrchr(path, '/')) != NULL) {
		snprintf(slash + 1, sizeof(file), "%s", file);
		execv(path, argv);
		if (errno != ENOENT)
			die("cannot run '%s': %s", path, strerror(errno));
	}
	execvp(file, argv);
	if (errno != ENOENT)
		die("cannot run '%s': %s", file, strerror(errno));
	if ((near = say_nearest(str_of(name), names)) != NULL &&
	    strcmp(near, name) != 0)
		usage(
		    &tool, "unknown tool '%s'; did you mean '%s'?", name, near);
	usage(&tool, "unknown tool '%s'", name);
}

static int
init(int argc, char *argv[])
{
	const char *dir = NULL;
	bool dry_run = false;
	struct home h;
	char why[256];
	int ch, rc;

	say_name("tamis init");
	while ((ch = opt_next(argc, argv, &init_tool)) != OPT_END)
		switch (ch) {
		case OPT_DIRECTORY: dir = optarg; break;
		case OPT_DRY_RUN: dry_run = true; break;
		}
	if (optind < argc)
		usage(&init_tool, "it takes no '%s'", argv[optind]);
	if (home_open(&h, dir, why, sizeof(why)) < 0)
		die("cannot find the repository: %s", why);
	if (h.git == NULL)
		die("cannot set '%s' up: not a git repository", h.top);
	if (h.bare)
		die("cannot set '%s' up: it has no work tree", h.git);
	rc = init_repository(&h, dry_run, stdout);
	home_close(&h);
	return rc == 0 ? EXIT_CLEAN : EXIT_TROUBLE;
}

int
main(int argc, char *argv[])
{
	char help[] = "--help";
	/* "help x" is "x --help"; without x it is this program's own. */
	char *page[] = { argv[0], help, help, NULL };

	say_name(argv[0]);
	if (argc > 1 && strcmp(argv[1], "help") == 0) {
		if (argc > 2)
			page[1] = argv[2];
		argv = page;
		argc = 3;
	}
	if (argc > 1 && strcmp(argv[1], "init") == 0)
		return init(argc - 1, argv + 1);
	if (argc > 1 && argv[1][0] != '-')
		run(argv[1], argv + 1);
	while (opt_next(argc, argv, &tool) != OPT_END)
		;
	if (optind < argc)
		usage(&tool, "options go after the name '%s'", argv[optind]);
	usage(&tool, "no tool is named");
}
