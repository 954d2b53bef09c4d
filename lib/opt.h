/*
 * opt.h - options, once for the suite. One table feeds parsing, --help,
 * the manual (a test holds them together), completions and suggestions.
 * A letter means the same everywhere; an abbreviation is refused.
 */
#ifndef TAMIS_OPT_H
#define TAMIS_OPT_H

/* Letters stand for themselves; the rest has no letter. */
enum {
	OPT_END = -1,
	OPT_NULL = '0',
	OPT_DIRECTORY = 'C',
	OPT_HELP = 'h',
	OPT_JOBS = 'j',
	OPT_DRY_RUN = 'n',
	OPT_OUTPUT = 'o',
	OPT_QUIET = 'q',
	OPT_RECIPIENTS = 'R',
	OPT_VERSION = 'V',
	OPT_ARMOR = 'a',
	OPT_IDENTITY = 'i',
	OPT_SIGNATURE = 's',
	OPT_PASSPHRASE = 'p',
	OPT_TO = 'r',
	OPT_VERBOSE = 'v',
	OPT_EXCLUDE = 'x',
	OPT_ADD = 256,
	OPT_ALL_OBJECTS,
	OPT_ALLOW_FROM,
	OPT_ALLOW_MISSING,
	OPT_AS_OF,
	OPT_BY,
	OPT_BUNDLE,
	OPT_CACHE,
	OPT_CHECK,
	OPT_CHECK_RULES,
	OPT_COLOR,
	OPT_COMMENT,
	OPT_COMPLETIONS,
	OPT_DB,
	OPT_COUNTRY,
	OPT_DEDUP,
	OPT_DRILL,
	OPT_EACH,
	OPT_EXPLAIN,
	OPT_FAIL_ON,
	OPT_FORMAT,
	OPT_FULL,
	OPT_FULL_EVERY,
	OPT_HISTORY,
	OPT_INIT,
	OPT_INVENTORY,
	OPT_KEY,
	OPT_KEYS,
	OPT_LINKS,
	OPT_LAST_GOOD,
	OPT_LIST,
	OPT_LIST_RULES,
	OPT_MAX_AGE,
	OPT_MIN_RECIPIENTS,
	OPT_MIN_SEVERITY,
	OPT_NAME,
	OPT_NAMESPACE,
	OPT_NO_BUILTIN,
	OPT_NO_CACHE,
	OPT_NO_DEV,
	OPT_NO_IGNORE,
	OPT_ONLY,
	OPT_PARTIAL,
	OPT_PASSPHRASE_FD,
	OPT_POLICY,
	OPT_PREFIX,
	OPT_PROGRESS,
	OPT_PUSHED,
	OPT_RANGE,
	OPT_REASON,
	OPT_REQUIRE,
	OPT_REV,
	OPT_REVEAL,
	OPT_REWRAP,
	OPT_ROTATE,
	OPT_RULES,
	OPT_SHOW_ACCEPTED,
	OPT_SHEET,
	OPT_SIEVE,
	OPT_SIGN,
	OPT_SINCE,
	OPT_STAGED,
	OPT_TRACKED,
	OPT_TRUSTED_COMMENT,
	OPT_UNTIL,
	OPT_UNUSED,
	OPT_VIEW
};

struct tool;

struct opt {
	int id;
	const char *name; /* "fail-on" */
	const char *arg;  /* "SEVERITY", "[WHEN]" may be left out; NULL: none */
	const char *help; /* 15 characters at most: --help has two columns */
};

extern const struct opt opts[]; /* sorted by name, ends in { 0 } */
const struct opt *opt_find(int id);
/* May tool be given it? --help, --version and --completions always. */
bool opt_taken(const struct tool *tool, int id);

/* What a tool takes and how --help begins. */
struct tool {
	const char *synopsis; /* after the name, as in the manual */
	const char *what;     /* one sentence */
	const char *examples; /* the lines between, "" or NULL for none */
	const int *takes;     /* option ids, OPT_END last */
	/* -V's lines after the version; NULL: none. */
	void (*version)(void);
};

/*
 * The next option, its argument in optarg; OPT_END when the operands
 * begin (optind, as getopt). --help, --version and --completions are
 * answered here. A wrong option is two lines on stderr and exit 2. May be
 * called by tools and by sieve_main, which stands for one.
 */
int opt_next(int argc, char *argv[], const struct tool *tool);
/* The page of --help: 24 lines of 80 columns at most. 0, or -1. */
int opt_help(FILE *out, const char *prog, const struct tool *tool);
/* What is wrong, "try 'PROG --help'", and exit 2. */
_Noreturn void usage(const struct tool *tool, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* optarg, which must be one of v (NULL-terminated): its index. */
size_t opt_one_of(
    const struct tool *tool, const char *name, const char *const *v);
/* optarg as a number. */
size_t opt_count(
    const struct tool *tool, const char *name, size_t min, size_t max);

/* Print completions for a shell ("bash", "zsh", "fish"): 0, or -1. */
int opt_completions(
    FILE *out, const char *shell, const char *prog, const struct tool *tool);

#endif
