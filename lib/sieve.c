#include "base.h"
#include "ask.h"
#include "box.h"
#include "chosen.h"
#include "date.h"
#include "explain.h"
#include "own.h"
#include "pat.h"
#include "progress.h"
#include "prove.h"
#include "run.h"
#include "say.h"
#include "sieve.h"
#include "signals.h"
#include "std.h"
#include "str.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

struct sieve {
	struct ask ask;
	struct own own;
	struct chosen policy;
	struct pat *pat;
	struct run run;
	struct engine_thread *masker; /* for messages, under the lock */
	pthread_mutex_t lock;
	double began;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* 0, or EXIT_TROUBLE and it is said. */
static int
read_rules(struct sieve *s)
{
	const char *which = NULL;

	own_init(&s->own);
	for (size_t i = 0; i < s->ask.nrules; i++)
		if (own_read(&s->own, s->ask.rules[i]) < 0) {
			warn("cannot read '%s': %s", s->ask.rules[i],
			    strerror(errno));
			return EXIT_TROUBLE;
		}
	if (own_read_home(&s->own, s->ask.source.dir, &which) < 0) {
		warn("cannot read '%s': %s", which ? which : ".tamis",
		    strerror(errno));
		return EXIT_TROUBLE;
	}
	if (chosen_read(&s->policy, s->ask.policy, s->ask.source.dir, &which) <
	    0) {
		warn("cannot read '%s': %s", which, strerror(errno));
		return EXIT_TROUBLE;
	}
	return 0;
}

static int
unknown_rule(struct sieve *s, const char *id)
{
	char *near = explain_nearest(&s->run.scan.engine, str_of(id));

	if (near)
		warn("unknown rule '%s'; did you mean '%s'?", id, near);
	else
		warn("unknown rule '%s'; --list-rules names them all", id);
	free(near);
	return EXIT_TROUBLE;
}

static struct setup
setup_of(const struct sieve *s)
{
	return (struct setup){ .pat = s->pat,
		.user = s->own.v,
		.nuser = s->own.n,
		.only = s->ask.only,
		.policy = s->policy.name,
		.country = s->ask.country,
		.each = s->ask.each,
		.why = s->ask.why,
		.policy_text = s->policy.text,
		.inventory = s->ask.inventory,
		.db = s->ask.db,
		.today = s->ask.as_of >= 0 ? s->ask.as_of : s->run.scan.today,
		.max_age = s->ask.max_age,
		.no_dev = s->ask.no_dev };
}

static int
open_engine(
    struct sieve *s, const char *name, const struct detector *const *detectors)
{
	struct setup setup = setup_of(s);
	struct setup_error err;
	const char *why = NULL;

	if (!s->ask.no_builtin && (s->pat = pat_open(NULL, &why)) == NULL) {
		warn("cannot open the patterns: %s", why);
		return EXIT_TROUBLE;
	}
	setup.pat = s->pat;
	if (s->pat && pat_stale(s->pat))
		warn("patterns.bin is out of date: the rules are compiled "
		     "anew");
	if (engine_open(&s->run.scan.engine, detectors, name, &setup, &err) ==
	    0)
		return 0;
	if (err.file.n && err.where.line)
		warn("%.*s:%zu: %s", FMT(err.file), err.where.line,
		    err.where.why);
	else if (err.file.n)
		warn("%.*s: %s", FMT(err.file), err.where.why);
	else
		warn("%s",
		    *err.where.why ? err.where.why :
				     "cannot open the rules: out of memory");
	return EXIT_TROUBLE;
}

static bool
advise(struct str id, struct advice *a, void *arg)
{
	size_t detector;
	const struct rule *r = engine_rule(arg, id, &detector);

	if (r == NULL)
		return false;
	*a = (struct advice){ .fix = r->fix,
		.why = r->why,
		.revoke = r->revoke.n ? r->revoke.v[0] : STR("") };
	return true;
}

/* No secret reaches stderr, whoever writes there. */
static void
mask_line(char *line, size_t cap, void *arg)
{
	struct sieve *s = arg;
	struct buf b = { .max = cap };

	pthread_mutex_lock(&s->lock);
	if (s->masker == NULL)
		s->masker = engine_thread_new(&s->run.scan.engine);
	if (s->masker == NULL ||
	    engine_mask(&s->run.scan.engine, s->masker, str_of(line), &b) < 0)
		snprintf(line, cap, "(a message that cannot be shown)");
	else
		snprintf(line, cap, "%s", b.p ? b.p : "");
	pthread_mutex_unlock(&s->lock);
	buf_free(&b);
}

static int
about_rules(struct sieve *s)
{
	const struct engine *e = &s->run.scan.engine;
	int rc;

	switch (s->ask.job) {
	case ASK_LIST_RULES: rc = explain_list(e); break;
	case ASK_CHECK_RULES:
		s->run.scan.any_path = true;
		rc = prove_rules(&s->run.scan, &s->own);
		return rc < 0 ? EXIT_TROUBLE : rc ? EXIT_FOUND : EXIT_CLEAN;
	default:
		rc = explain_rule(
		    e, &s->own, str_of(s->ask.explain), s->run.scan.today);
		if (rc == 1)
			return unknown_rule(s, s->ask.explain);
	}
	if (rc < 0)
		warn("cannot write the output: %s", strerror(errno));
	return rc < 0 ? EXIT_TROUBLE : EXIT_CLEAN;
}

static int
finish(struct sieve *s, bool whole)
{
	struct run *r = &s->run;
	struct out_stats stats = { .files = r->files,
		.bytes = r->bytes,
		.passed = r->passed,
		.seconds = now() - s->began,
		.empty = source_empty(r->source) };
	bool ok = whole;

	progress_end();
	say_flush();
	if (out_end(r->out, whole, &stats) < 0)
		ok = false;
	signals_off();
	if (s->ask.verbose > 1)
		warn("%zu files, %zu passed over, %.3f s", r->files, r->passed,
		    stats.seconds);
	return out_verdict(r->out, ok);
}

/* A history leaves what it found out for the next run: opened now, for the
   sandbox opens nothing to be written. */
static int
open_memo(struct sieve *s)
{
	struct memo *m = &s->run.memo;
	const struct setup setup = setup_of(s);
	const char *git = source_git(s->run.source), *why = NULL;

	if (source_history(s->run.source) == NULL || s->ask.no_cache)
		return 0;
	if (s->ask.cache == NULL && s->ask.source.kind != SOURCE_HISTORY)
		return 0;
	switch (memo_open(m, s->ask.cache, git, s->run.scan.name, &why)) {
	case -1:
		warn("cannot open '%s': %s", s->ask.cache, strerror(errno));
		return -1;
	case 1:
		if (s->ask.verbose)
			warn(
			    "cannot use the cache '%s': %s", m->file.path, why);
		return 0;
	}
	if (memo_rules(m, &setup, &s->ask, s->run.scan.name) == 0)
		return 0;
	warn("out of memory");
	return -1;
}

static int
sieve(struct sieve *s)
{
	struct run *r = &s->run;
	char why[512] = "";
	const char *unit;

	if ((r->source = source_open(&s->ask.source, why, sizeof(why))) ==
	    NULL) {
		warn("%s", why);
		return EXIT_TROUBLE;
	}
	s->ask.show.advice = advise;
	s->ask.show.advice_arg = &r->scan.engine;
	s->ask.show.dir = s->ask.source.dir;
	if (s->ask.source.kind >= SOURCE_TRACKED) {
		s->ask.show.dir = source_top(r->source);
		s->ask.show.links &= s->ask.show.dir != NULL;
	}
	if ((r->out = out_new(&s->ask.show)) == NULL) {
		warn("out of memory");
		return EXIT_TROUBLE;
	}
	if (open_memo(s) < 0)
		return EXIT_TROUBLE;
	if (box_enter(BOX_READ, NULL) < 0) {
		warn("cannot enter the sandbox: %s", strerror(errno));
		return EXIT_TROUBLE;
	}
	r->ask = &s->ask;
	r->total = source_total(r->source);
	unit = s->ask.source.kind <= SOURCE_TRACKED ? "files" : "blobs";
	signals_on(&r->done, r->total, unit);
	progress_start(s->ask.progress && !s->ask.show.quiet, unit);
	return finish(s, run_all(r) == 0);
}

static int
start(
    struct sieve *s, const char *name, const struct detector *const *detectors)
{
	struct scan *scan = &s->run.scan;
	size_t detector;

	scan->name = name;
	scan->least = s->ask.least;
	scan->only = s->ask.only;
	scan->reveal = s->ask.reveal;
	scan->explain = s->ask.why;
	scan->show_accepted = s->ask.show_accepted;
	scan->tell_passed = s->ask.verbose > 0;
	if (date_today(&scan->today) < 0) {
		warn("cannot take SOURCE_DATE_EPOCH: it is no number of "
		     "seconds");
		return EXIT_TROUBLE;
	}
	if (read_rules(s) || open_engine(s, name, detectors))
		return EXIT_TROUBLE;
	if (scan->only &&
	    engine_rule(&scan->engine, str_of(scan->only), &detector) == NULL)
		return unknown_rule(s, scan->only);
	say_set_mask(mask_line, s);
	return s->ask.job == ASK_SIEVE ? sieve(s) : about_rules(s);
}

/* For -V, which opt_next answers before anything else is known. */
static const char *noun;
static const struct detector *const *installed;

static size_t
count_rules(void)
{
	struct sieve s = { .pat = NULL };
	const struct engine *e = &s.run.scan.engine;
	size_t n = 0;

	if (open_engine(&s, noun, installed) == 0)
		for (size_t i = 0; i < e->n; i++) {
			const struct rules *r = e->v[i]->rules(e->model[i]);

			n += r ? r->n : 0;
		}
	engine_close(&s.run.scan.engine);
	pat_free(s.pat);
	return n;
}

static void
version(void)
{
	printf("rules: %zu\n", count_rules());
	printf(
	    "vectorscan: %.*s\n", (int)strcspn(hs_engine(), " "), hs_engine());
	printf("sandbox: %s\n", box_name());
}

int
sieve_main(int argc, char *argv[], const char *name,
    const struct detector *const *detectors, const struct tool *tool)
{
	static struct sieve s = { .lock = PTHREAD_MUTEX_INITIALIZER };
	struct tool own = *tool;
	int rc;

	noun = name;
	installed = detectors;
	if (own.version == NULL)
		own.version = version;
	s.began = now();
	if (std_open() < 0)
		return EXIT_TROUBLE;
	say_name(argv[0]);
	ask_parse(&s.ask, argc, argv, &own);
	rc = start(&s, name, detectors);
	say_set_mask(NULL, NULL);
	run_free(&s.run);
	if (s.run.source)
		source_free(s.run.source);
	engine_thread_free(&s.run.scan.engine, s.masker);
	engine_close(&s.run.scan.engine);
	pat_free(s.pat);
	own_free(&s.own);
	chosen_free(&s.policy);
	return rc;
}
