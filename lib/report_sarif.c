#include "base.h"
#include "report.h"
#include "sarif.h"
#include "spool.h"
#include "str.h"
#include "worst.h"

#define SCHEMA \
	"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/" \
	"sarif-schema-2.1.0.json"

enum {
	NOTES_MAX = 1000, /* things of a run that could not be judged, said */
	RULE_BYTES_MAX = 8u << 20,
	NOT_ACCEPTED = 8 /* worse than any that was */
};

/* Where a record lies in the spool. */
struct note {
	uint64_t at;
	uint32_t len;
};

struct run { /* one a sieve */
	struct str sieve;
	struct worst worst;
	struct sarif_rules rules;
	struct note *notes;
	size_t nnotes, unread; /* unread: those past NOTES_MAX too */
	size_t left;	       /* no place in the table of rules */
};

struct sarif {
	struct json j;
	const struct rules *known;
	struct run run[SARIF_RUNS_MAX];
	size_t nrun, left;   /* left: of a 21st sieve */
	struct spool *spool; /* the records kept */
	struct arena mem;
	struct buf line, scratch;
};

static void
sarif_free(void *report)
{
	struct sarif *s = report;

	for (size_t i = 0; i < s->nrun; i++) {
		worst_free(&s->run[i].worst);
		sarif_rules_free(&s->run[i].rules);
		free(s->run[i].notes);
	}
	spool_free(s->spool);
	arena_free(&s->mem);
	buf_free(&s->line);
	buf_free(&s->scratch);
	free(s);
}

static void *
sarif_open(const struct report_opts *o)
{
	struct sarif *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->j.out = o->out;
	s->known = o->rules;
	s->mem.max = 64u << 10;
	s->line.max = s->scratch.max = 2 * (size_t)REC_MAX;
	if ((s->spool = spool_new()) == NULL) {
		sarif_free(s);
		return NULL;
	}
	return s;
}

/* The run of a sieve, made when new; NULL: there are too many. */
static struct run *
run_of(struct sarif *s, struct str sieve)
{
	struct run *r;

	for (size_t i = 0; i < s->nrun; i++)
		if (str_eq(s->run[i].sieve, sieve))
			return &s->run[i];
	if (s->nrun == SARIF_RUNS_MAX || sieve.n > SARIF_NAME_MAX)
		return NULL;
	r = &s->run[s->nrun];
	*r = (struct run){ .sieve = arena_str(&s->mem, sieve),
		.worst.max = SARIF_RESULTS_MAX,
		.rules.mem.max = RULE_BYTES_MAX };
	if (r->sieve.p == NULL)
		return NULL;
	s->nrun++;
	return r;
}

static int
put_aside(struct sarif *s, const struct rec *r, struct note *where)
{
	s->line.n = 0;
	if (rec_put(&s->line, r) < 0)
		return -1;
	where->len = (uint32_t)s->line.n;
	return spool_put(s->spool, buf_str(&s->line), &where->at);
}

static int
add_note(struct sarif *s, struct run *run, const struct rec *r)
{
	if (run->unread++ >= NOTES_MAX)
		return 0;
	if (run->notes == NULL &&
	    (run->notes = calloc(NOTES_MAX, sizeof(*run->notes))) == NULL)
		return -1;
	return put_aside(s, r, &run->notes[run->nnotes++]);
}

static int
sarif_rec(void *report, const struct rec *r)
{
	struct sarif *s = report;
	struct str sieve = str_sub(r->rule, 0, str_chr(r->rule, '/', 0));
	struct run *run = run_of(s, sieve);
	struct worst_entry e = { 0 };
	struct note where;
	struct str reason;
	bool accepted = report_accepted(r, &reason);
	int rc;

	if (run == NULL) {
		s->left++;
		return 0;
	}
	if (report_unread(r) && !accepted)
		return add_note(s, run, r);
	e.rank = (unsigned char)r->severity;
	e.rank |= accepted ? 0 : NOT_ACCEPTED;
	if (!worst_wants(&run->worst, e.rank)) {
		run->worst.left++;
		return 0;
	}
	if ((rc = sarif_rule_of(&run->rules, r, &e.tag)) != 0) {
		run->left++;
		return rc < 0 ? -1 : 0;
	}
	if (put_aside(s, r, &where) < 0)
		return -1;
	e.at = where.at;
	e.len = where.len;
	e.fp = sarif_fp(r);
	return worst_add(&run->worst, &e);
}

/* A record that was put aside; its slices live in s->line. */
static int
fetch(struct sarif *s, uint64_t at, uint32_t len, struct rec *r)
{
	const char *why;

	if (spool_get(s->spool, at, len, &s->line) < 0)
		return -1;
	return rec_parse(str_sub(buf_str(&s->line), 0, len - 1), r, &why);
}

static void
say(struct json *j, const char *level, const char *text)
{
	json_line(j);
	json_open(j, NULL, '{');
	json_strz(j, "level", level);
	json_open(j, "message", '{');
	json_strz(j, "text", text);
	json_close(j, '}');
	json_close(j, '}');
}

static void
say_left(struct json *j, size_t n, const char *what)
{
	char text[128];

	if (n == 0)
		return;
	snprintf(text, sizeof(text), "%zu %s", n, what);
	say(j, "warning", text);
}

static int
put_unread(struct sarif *s, const struct run *run)
{
	struct json *j = &s->j;
	struct rec r;

	for (size_t i = 0; i < run->nnotes; i++) {
		if (fetch(s, run->notes[i].at, run->notes[i].len, &r) < 0)
			return -1;
		json_line(j);
		json_open(j, NULL, '{');
		json_strz(j, "level", "error");
		sarif_put_message(j, "message", r.message, &s->scratch);
		sarif_put_place(j, &r, &s->scratch);
		json_close(j, '}');
	}
	say_left(j, run->unread - run->nnotes, "more could not be judged");
	return 0;
}

static int
put_invocation(struct sarif *s, const struct run *run, bool first,
    const struct report_end *e)
{
	struct json *j = &s->j;
	char why[192];
	int rc;

	json_open(j, "invocations", '[');
	json_open(j, NULL, '{');
	json_bool(j, "executionSuccessful", e->whole && run->unread == 0);
	json_open(j, "toolExecutionNotifications", '[');
	if (!e->whole || e->partial) {
		snprintf(why, sizeof(why),
		    "the records are not whole: line %zu: %s", e->lineno,
		    e->why);
		say(j, e->partial ? "warning" : "error", why);
	}
	rc = put_unread(s, run);
	say_left(j, run->worst.left,
	    "results left out: this run holds the 25,000 worst");
	say_left(j, run->left, "results left out: they have too many rules");
	say_left(j, first ? s->left : 0,
	    "results left out: they come from more than 20 sieves");
	json_close(j, ']');
	json_close(j, '}');
	json_close(j, ']');
	return rc;
}

static int
put_results(struct sarif *s, struct run *run)
{
	struct json *j = &s->j;
	struct rec r;

	worst_end(&run->worst);
	json_open(j, "results", '[');
	for (size_t i = 0; i < run->worst.n; i++) {
		const struct worst_entry *e = &run->worst.v[i];
		struct sarif_mark m = { .rule = &run->rules.v[e->tag],
			.number = e->tag,
			.ordinal = e->ordinal,
			.fp = e->fp };

		if (fetch(s, e->at, e->len, &r) < 0)
			return -1;
		sarif_put_result(j, &r, &m, &s->scratch);
	}
	json_close(j, ']');
	return 0;
}

static int
put_run(struct sarif *s, struct run *run, const struct report_end *e)
{
	struct json *j = &s->j;
	char name[SARIF_NAME_MAX + 16];

	json_line(j);
	json_open(j, NULL, '{');
	json_open(j, "tool", '{');
	json_open(j, "driver", '{');
	snprintf(name, sizeof(name), "tamis-%.*s", FMT(run->sieve));
	json_strz(j, "name", name);
	json_strz(j, "version", VERSION);
	sarif_put_rules(j, &run->rules, s->known);
	json_close(j, '}');
	json_close(j, '}');
	snprintf(name, sizeof(name), "tamis/%.*s/", FMT(run->sieve));
	json_open(j, "automationDetails", '{');
	json_strz(j, "id", name);
	json_close(j, '}');
	json_strz(j, "columnKind", "utf16CodeUnits");
	if (put_invocation(s, run, run == s->run, e) < 0 ||
	    put_results(s, run) < 0)
		return -1;
	json_close(j, '}');
	return 0;
}

static int
sarif_end(void *report, struct report_end *e)
{
	struct sarif *s = report;
	struct json *j = &s->j;

	/* A service closes what a new upload lacks, so a clean stream is a
	   run without results and not a file without runs. */
	if (s->nrun == 0 && run_of(s, STR("secrets")) == NULL)
		return -1;
	json_open(j, NULL, '{');
	json_strz(j, "$schema", SCHEMA);
	json_strz(j, "version", "2.1.0");
	json_open(j, "runs", '[');
	e->left = s->left;
	for (size_t i = 0; i < s->nrun; i++) {
		if (put_run(s, &s->run[i], e) < 0)
			return -1;
		e->left += s->run[i].worst.left + s->run[i].left;
	}
	json_close(j, ']');
	json_close(j, '}');
	json_line(j);
	return ferror(j->out) ? -1 : 0;
}

const struct report_format report_sarif = { "sarif", sarif_open, sarif_rec,
	sarif_end, sarif_free };
