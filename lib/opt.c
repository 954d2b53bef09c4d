#include "base.h"
#include "opt.h"

#include "say.h"
#include "str.h"

#include <getopt.h>
#include <stdarg.h>
#include <unistd.h>

enum { OPTS_MAX = 64, NAME_LEN = 32 };

/* What getopt_long wants, made of a tool's part of the table. */
struct tables {
	struct option longs[OPTS_MAX + 1];
	char shorts[2 * OPTS_MAX + 2];
	char dashed[OPTS_MAX][NAME_LEN];
	const char *names[OPTS_MAX + 1]; /* "--name": for suggestions */
};

static void
tables_fill(struct tables *t, const struct tool *tool)
{
	size_t n = 0, s = 0;

	t->shorts[s++] = ':';
	for (const struct opt *o = opts; o->name && n < OPTS_MAX; o++) {
		int has = o->arg == NULL ? no_argument :
		    o->arg[0] == '['	 ? optional_argument :
					   required_argument;

		if (!opt_taken(tool, o->id))
			continue;
		t->longs[n] = (struct option){ o->name, has, NULL, o->id };
		snprintf(t->dashed[n], NAME_LEN, "--%s", o->name);
		t->names[n] = t->dashed[n];
		n++;
		if (o->id >= 256)
			continue;
		t->shorts[s++] = (char)o->id;
		if (has == required_argument)
			t->shorts[s++] = ':';
	}
	t->longs[n] = (struct option){ NULL, 0, NULL, 0 };
	t->names[n] = NULL;
	t->shorts[s] = '\0';
}

static _Noreturn void
try_help(void)
{
	char line[256];
	int n = snprintf(line, sizeof(line), "try '%s --help'\n", say_prog());

	if (n > 0 && (size_t)n < sizeof(line) &&
	    write(STDERR_FILENO, line, (size_t)n) < 0)
		exit(EXIT_TROUBLE);
	exit(EXIT_TROUBLE);
}

void
usage(const struct tool *tool, const char *fmt, ...)
{
	char *line = NULL;
	va_list ap;
	int n;

	(void)tool;
	va_start(ap, fmt);
	n = vasprintf(&line, fmt, ap);
	va_end(ap);
	warn("%s", n < 0 ? "out of memory" : line);
	free(line);
	try_help();
}

/* word up to '=': a value may be a secret. */
static _Noreturn void
unknown(const struct tool *tool, const struct tables *t, const char *word)
{
	struct str w = { word, strcspn(word, "=") };
	const char *near = say_nearest(w, t->names);

	if (near)
		usage(tool, "unknown option '%.*s'; did you mean '%s'?", FMT(w),
		    near);
	usage(tool, "unknown option '%.*s'", FMT(w));
}

/* getopt_long gave '?' or ':'. */
static _Noreturn void
wrong(
    const struct tool *tool, const struct tables *t, int got, const char *word)
{
	const struct opt *o = opt_find(optopt);
	char letter[2] = { (char)optopt, '\0' };

	if (optopt == 0)
		unknown(tool, t, word);
	if (o == NULL || !opt_taken(tool, optopt))
		usage(tool, "unknown option '-%s'", letter);
	if (got == ':')
		usage(tool, "option '--%s' needs a value: %s", o->name, o->arg);
	usage(tool, "option '--%s' takes no value", o->name);
}

static _Noreturn void
finish(int rc)
{
	if (rc < 0 || fflush(stdout) != 0 || ferror(stdout) ||
	    fclose(stdout) != 0)
		die("cannot write the output");
	exit(EXIT_CLEAN);
}

static void
answer(int got, const struct tool *tool)
{
	static const char *const shells[] = { "bash", "fish", "zsh", NULL };
	size_t i;

	switch (got) {
	case OPT_HELP: finish(opt_help(stdout, say_prog(), tool));
	case OPT_VERSION:
		printf("%s %s\n", say_prog(), VERSION);
		if (tool->version)
			tool->version();
		finish(0);
	case OPT_COMPLETIONS:
		i = opt_one_of(tool, "completions", shells);
		finish(opt_completions(stdout, shells[i], say_prog(), tool));
	}
}

int
opt_next(int argc, char *argv[], const struct tool *tool)
{
	static char always[] = "always";
	static struct tables t;
	const char *word;
	int got, at = -1;

	if (argc < 1)
		return OPT_END;
	tables_fill(&t, tool);
	opterr = 0;
	got = getopt_long(argc, argv, t.shorts, t.longs, &at);
	if (got == -1)
		return OPT_END;
	word = argv[optind > 0 ? optind - 1 : 0];
	if (got == '?' || got == ':')
		wrong(tool, &t, got, word);
	if (at >= 0) {
		/* getopt_long takes an abbreviation, which is a promise. */
		if (optarg == word && optind > 1)
			word = argv[optind - 2];
		if (strcspn(word, "=") != strlen(t.dashed[at]) ||
		    strncmp(word, t.dashed[at], strlen(t.dashed[at])) != 0)
			unknown(tool, &t, word);
		if (got == OPT_COLOR && !optarg)
			optarg = always;
	}
	answer(got, tool);
	return got;
}

size_t
opt_one_of(const struct tool *tool, const char *name, const char *const *v)
{
	const char *near;
	char list[256];
	size_t n = 0;

	for (size_t i = 0; v[i]; i++)
		if (strcmp(v[i], optarg) == 0)
			return i;
	if ((near = say_nearest(str_of(optarg), v)) != NULL)
		usage(tool, "unknown value '%s' of '--%s'; did you mean '%s'?",
		    optarg, name, near);
	list[0] = '\0';
	for (size_t i = 0; v[i] && n < sizeof(list); i++)
		n += (size_t)snprintf(
		    list + n, sizeof(list) - n, "%s%s", i ? ", " : "", v[i]);
	usage(tool, "unknown value '%s' of '--%s'; it takes %s", optarg, name,
	    list);
}

size_t
opt_count(const struct tool *tool, const char *name, size_t min, size_t max)
{
	uint64_t v;

	if (strlen(optarg) > 19 || str_num(str_of(optarg), SIZE_MAX, &v) < 0 ||
	    v < min || v > max)
		usage(tool, "'--%s' takes a number from %zu to %zu, not '%s'",
		    name, min, max, optarg);
	return (size_t)v;
}
