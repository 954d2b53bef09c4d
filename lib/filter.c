#include "base.h"
#include "filter.h"
#include "pat.h"
#include "say.h"
#include "str.h"

#include <unistd.h>

static const char *const views[] = { "auto", "person", "all", "records", NULL };
static const char *const colors[] = { "auto", "always", "never", NULL };
static const char *const floors[] = { "info", "low", "medium", "high",
	"critical", "never", NULL };

/* Where the rules of a sieve lie among the patterns. */
static const char *const sieves[] = { "secrets", "deps", "crypto", "data" };

void
filter_init(struct filter *f, const struct tool *tool)
{
	*f = (struct filter){ .tool = tool, .show.fail_on = SEV_LOW };
}

bool
filter_option(struct filter *f, int got)
{
	struct out_opts *o = &f->show;

	switch (got) {
	case OPT_COLOR:
		o->color = (enum out_color)opt_one_of(f->tool, "color", colors);
		return true;
	case OPT_FAIL_ON:
		o->fail_on =
		    (enum severity)opt_one_of(f->tool, "fail-on", floors);
		return true;
	case OPT_VIEW:
		o->view = (enum out_view)opt_one_of(f->tool, "view", views);
		return true;
	case OPT_LINKS: return o->links = true;
	case OPT_PARTIAL: return f->partial = true;
	case OPT_QUIET: return o->quiet = true;
	}
	return false;
}

static bool
advise(struct str rule, struct advice *a, void *arg)
{
	const struct rules *rules = arg;
	const struct rule *r = rules_find(rules, rule);

	if (r == NULL)
		return false;
	*a = (struct advice){ .fix = r->fix,
		.why = r->why,
		.revoke = r->revoke.n ? r->revoke.v[0] : STR("") };
	return true;
}

/* The sieve whose rules a file holds: "secrets" of "secrets/cloud.rules". */
static const char *
sieve_of(struct str name)
{
	for (size_t i = 0; i < LEN(sieves); i++) {
		size_t n = strlen(sieves[i]);

		if (str_starts(name, str_of(sieves[i])) && name.n > n &&
		    name.p[n] == '/' && str_ends(name, STR(".rules")))
			return sieves[i];
	}
	return NULL;
}

void
filter_advise(struct filter *f)
{
	const char *why = NULL;
	struct pat *pat = pat_open(NULL, &why);
	struct str name, text;
	struct where w;

	/* A sieve says it when none are installed: it can do nothing then. */
	if (pat == NULL)
		return;
	for (size_t i = 0; pat_file(pat, i, &name, &text); i++) {
		const char *sieve = sieve_of(name);

		if (sieve && rules_parse(&f->rules, sieve, name, text, &w) < 0)
			warn("cannot read the advice in '%.*s': line %zu: %s",
			    FMT(name), w.line, w.why);
	}
	if (rules_end(&f->rules, &w) < 0)
		warn("cannot read the rules for their advice: %s", w.why);
	pat_free(pat);
	f->show.advice = advise;
	f->show.advice_arg = &f->rules;
}

void
filter_free(struct filter *f)
{
	rules_free(&f->rules);
}

void
filter_run(
    struct filter *f, filter_each *each, void *arg, struct filter_end *end)
{
	struct rec_reader in;
	struct rec r;
	int got, rc = 0;

	if (isatty(STDIN_FILENO)) {
		*end = (struct filter_end){ .why = "no records" };
		warn("no records come from a terminal; pipe a sieve into it");
		return;
	}
	rec_reader_init(&in, STDIN_FILENO);
	while ((got = rec_next(&in, &r)) > 0 && rc == 0)
		rc = each(arg, &r);
	*end = (struct filter_end){ .lineno = in.lineno };
	/* A line that is no record is never lifted: grep leaves whole lines. */
	if (got < 0)
		end->why = in.why;
	else if (rc == 0)
		end->whole = rec_whole(&in, &end->why);
	else
		end->why = "it was not read to its end";
	end->ok = rc == 0 && (end->whole || (f->partial && got == 0));
	if (!end->ok && rc == 0)
		warn("stdin:%zu: %s", end->lineno, end->why);
	rec_reader_free(&in);
}
