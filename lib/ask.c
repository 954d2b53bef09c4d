#include "base.h"
#include "ask.h"
#include "date.h"
#include "date.h"
#include "say.h"
#include "str.h"

#include <sys/stat.h>
#include <unistd.h>

enum { JOBS_MAX = 256, CI_AGE = 7, AGE_MAX = 100000 };

static const char *const views[] = { "auto", "person", "all", "records", NULL };
static const char *const colors[] = { "auto", "always", "never", NULL };
static const char *const progresses[] = { "auto", "never", NULL };
static const char *const floors[] = { "info", "low", "medium", "high",
	"critical", "never", NULL };

/* What names the source; two of them are one too many. */
struct given {
	const char *first;
	const char *name; /* --name */
};

static void
give(const struct tool *tool, struct given *g, const char *what)
{
	if (g->first && strcmp(g->first, what) != 0)
		usage(tool, "%s and %s are two sources; give one", g->first,
		    what);
	g->first = what;
}

static void
add(const struct tool *tool, const char **v, size_t *n, size_t max)
{
	if (*n == max)
		usage(tool, "more than %zu of an option", max);
	v[(*n)++] = optarg;
}

/* An option that chooses the source. False: it is none. */
static bool
source_option(struct ask *a, const struct tool *tool, struct given *g, int ch)
{
	struct source_spec *s = &a->source;

	switch (ch) {
	case OPT_TRACKED:
		s->kind = SOURCE_TRACKED;
		give(tool, g, "--tracked");
		return true;
	case OPT_STAGED:
		s->kind = SOURCE_STAGED;
		give(tool, g, "--staged");
		return true;
	case OPT_REV:
		s->kind = SOURCE_REV;
		s->rev = optarg;
		give(tool, g, "--rev");
		return true;
	case OPT_RANGE:
		s->kind = SOURCE_RANGE;
		s->rev = optarg;
		give(tool, g, "--range");
		return true;
	case OPT_ALL_OBJECTS:
	case OPT_HISTORY:
		s->kind = SOURCE_HISTORY;
		s->all_objects |= ch == OPT_ALL_OBJECTS;
		give(tool, g, "--history");
		return true;
	case OPT_ALLOW_MISSING: return s->allow_missing = true;
	case OPT_SINCE:
		s->recent = true;
		if (date_parse(str_of(optarg), &s->since) < 0)
			usage(tool, "'%s' is no date: write --since=YYYY-MM-DD",
			    optarg);
		return true;
	case OPT_PUSHED:
		s->kind = SOURCE_PUSHED;
		give(tool, g, "--pushed");
		return true;
	case OPT_NAME: g->name = optarg; return true;
	case OPT_DIRECTORY: s->dir = optarg; return true;
	case OPT_NO_IGNORE: s->no_ignore = true; return true;
	case OPT_NULL: s->null = true; return true;
	case OPT_EXCLUDE:
		add(tool, a->exclude, &a->nexclude, EXCLUDES_MAX);
		return true;
	}
	return false;
}

static bool
view_option(struct ask *a, const struct tool *tool, int ch)
{
	switch (ch) {
	case OPT_VIEW:
		a->show.view = (enum out_view)opt_one_of(tool, "view", views);
		return true;
	case OPT_COLOR:
		a->show.color =
		    (enum out_color)opt_one_of(tool, "color", colors);
		return true;
	case OPT_PROGRESS:
		a->progress = opt_one_of(tool, "progress", progresses) == 0;
		return true;
	case OPT_LINKS: return a->show.links = true;
	case OPT_QUIET: return a->show.quiet = true;
	case OPT_DEDUP: return a->dedup = true;
	case OPT_REVEAL: return a->reveal = true;
	case OPT_SHOW_ACCEPTED: return a->show_accepted = true;
	case OPT_VERBOSE: a->verbose++; return true;
	case OPT_FAIL_ON:
		a->show.fail_on =
		    (enum severity)opt_one_of(tool, "fail-on", floors);
		return true;
	case OPT_MIN_SEVERITY:
		a->least =
		    (enum severity)opt_one_of(tool, "min-severity", sev_names);
		return true;
	}
	return false;
}

static void
rule_option(struct ask *a, const struct tool *tool, int ch)
{
	switch (ch) {
	case OPT_CACHE: a->cache = optarg; break;
	case OPT_NO_CACHE: a->no_cache = true; break;
	case OPT_RULES: add(tool, a->rules, &a->nrules, RULE_FILES_MAX); break;
	case OPT_NO_BUILTIN: a->no_builtin = true; break;
	case OPT_ONLY: a->only = optarg; break;
	case OPT_POLICY: a->policy = optarg; break;
	case OPT_COUNTRY: a->country = optarg; break;
	case OPT_EACH: a->each = true; break;
	case OPT_INVENTORY: a->inventory = true; break;
	case OPT_DB: a->db = optarg; break;
	case OPT_AS_OF:
		if (date_parse(str_of(optarg), &a->as_of) < 0)
			usage(tool,
			    "'--as-of' takes a day, YYYY-MM-DD, not '%s'",
			    optarg);
		break;
	case OPT_NO_DEV: a->no_dev = true; break;
	case OPT_MAX_AGE:
		a->max_age = (int32_t)opt_count(tool, "max-age", 0, AGE_MAX);
		break;
	case OPT_LIST_RULES: a->job = ASK_LIST_RULES; break;
	case OPT_CHECK_RULES: a->job = ASK_CHECK_RULES; break;
	case OPT_EXPLAIN:
		a->job = optarg ? ASK_EXPLAIN : a->job;
		a->explain = optarg ? optarg : a->explain;
		a->why |= optarg == NULL;
		break;
	case OPT_JOBS:
		a->jobs = (unsigned)opt_count(tool, "jobs", 1, JOBS_MAX);
		break;
	}
}

/* Names come from a pipe, a socket or a file: whatever else stdin is, no
   one means it as a list. */
static bool
stdin_lists(void)
{
	struct stat st;

	return fstat(STDIN_FILENO, &st) == 0 &&
	    (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode) ||
		S_ISREG(st.st_mode));
}

static void
operands(struct ask *a, char **names, const struct tool *tool, struct given *g)
{
	struct source_spec *s = &a->source;
	bool dash = names[0] && strcmp(names[0], "-") == 0;

	if (names[0])
		give(tool, g, dash ? "'-'" : "a name");
	for (size_t i = 0; names[0] && names[i]; i++) {
		if (i > 0 && (dash || strcmp(names[i], "-") == 0))
			usage(tool, "'-' stands alone: give it or names");
		if (*names[i] == '\0')
			usage(tool, "a name is empty");
	}
	if (dash) {
		s->kind = SOURCE_STDIN;
		if ((s->name = g->name) == NULL)
			usage(
			    tool, "'-' needs --name=NAME: what is it called?");
		return;
	}
	if (g->first == NULL && s->recent) {
		s->kind = SOURCE_HISTORY;
		g->first = "--since";
	}
	if (s->kind < SOURCE_RANGE && s->allow_missing)
		usage(tool, "--allow-missing is for --history");
	if (s->kind < SOURCE_RANGE && s->recent)
		usage(tool, "--since is for --history and --range");
	if (g->name)
		usage(tool, "--name is for '-', the bytes on stdin");
	if (names[0]) {
		s->kind = SOURCE_NAMES;
		s->names = names;
	} else if (g->first == NULL) {
		s->kind = stdin_lists() ? SOURCE_LIST : SOURCE_TRACKED;
	}
}

static unsigned
cores(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > JOBS_MAX ? JOBS_MAX : (unsigned)n;
}

static void
check_reveal(const struct tool *tool)
{
	struct stat st;

	if (fstat(STDOUT_FILENO, &st) == 0 &&
	    (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode)))
		usage(tool, "--reveal prints secrets: never into a pipe");
}

void
ask_parse(struct ask *a, int argc, char *argv[], const struct tool *tool)
{
	struct given g = { NULL, NULL };
	const char *ci = getenv("CI");
	int ch;

	*a = (struct ask){ .show.fail_on = SEV_LOW,
		.progress = true,
		.as_of = -1,
		.max_age = -1 };
	while ((ch = opt_next(argc, argv, tool)) != OPT_END)
		if (!source_option(a, tool, &g, ch) &&
		    !view_option(a, tool, ch))
			rule_option(a, tool, ch);
	/* In CI nobody sees that a database has grown old. */
	if (a->max_age < 0 && ci && *ci)
		a->max_age = CI_AGE;
	if (a->jobs == 0)
		a->jobs = cores();
	if (a->nexclude)
		a->source.exclude = a->exclude;
	if (a->job == ASK_SIEVE)
		operands(a, argv + optind, tool, &g);
	else if (optind < argc)
		usage(tool, "'%s' is more than rules need", argv[optind]);
	if (a->reveal)
		check_reveal(tool);
}
