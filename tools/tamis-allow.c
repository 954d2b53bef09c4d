/* tamis-allow - drop what was accepted with a reason and until a date */
#include "base.h"
#include "accept.h"
#include "allow.h"
#include "box.h"
#include "date.h"
#include "filter.h"
#include "home.h"
#include "repo.h"
#include "say.h"
#include "signals.h"
#include "str.h"

#include <errno.h>
#include <unistd.h>

static const int takes[] = { FILTER_TAKES, OPT_ADD, OPT_ALLOW_FROM, OPT_BY,
	OPT_DIRECTORY, OPT_DRY_RUN, OPT_INIT, OPT_QUIET, OPT_REASON,
	OPT_SHOW_ACCEPTED, OPT_UNTIL, OPT_UNUSED, OPT_END };

static void
version(void)
{
	printf("sandbox: %s\n", box_name());
}

static const struct tool tool = {
	.synopsis = "[-hqV] [-C dir] [--allow-from=rev] [--color[=when]] "
		    "[--fail-on=severity] [--links] [--partial] "
		    "[--show-accepted] [--unused] [--view=how] | "
		    "[-n] --init | --add=fp --until=date --reason=text "
		    "[--by=who]",
	.what = "Drop the records that .tamis/allow.rules accepts.",
	.examples = "tamis-secrets | tamis-allow\n"
		    "tamis-secrets | tamis-allow --init --until=2027-05-31 \\\n"
		    "    --reason='legacy, ticket 4711'\n",
	.takes = takes,
	.version = version,
};

static struct filter filter;
static struct home home;
static struct allow allow;
static struct accept accept_job = { .home = &home, .filter = &filter };
static struct out *out;
static struct buf message = { .max = REC_MAX }, keys = { .max = REC_MAX };
static const char *dir, *allow_from, *label = ALLOW_FILE;
static bool init, show_accepted, show_unused;
static int32_t today;

/* A revision's acceptances: 0, 1 it has none, or exits. */
static int
read_revision(struct buf *text)
{
	struct repo_entry e = { 0 };
	struct oid commit, tree;
	char why[256];
	struct repo *r = repo_open(dir, why, sizeof(why));
	int rc;

	if (r == NULL)
		die("cannot open the repository: %s", why);
	if (repo_resolve(r, allow_from, &commit, &tree) < 0)
		die("cannot find revision '%s': %s", allow_from, repo_why());
	rc = repo_lookup(r, &tree, ALLOW_FILE, &e);
	if (rc == 0 && (e.mode & 0170000) != 0100000)
		die("cannot read '%s': it is no file", label);
	if (rc == 0)
		rc = repo_blob(r, &e.oid, text);
	if (rc < 0)
		die("cannot read '%s': %s", label, repo_why());
	repo_free(r);
	return rc;
}

static void
load(void)
{
	struct buf text = { .max = ALLOW_BYTES_MAX }, name = { .max = 4096 };
	struct where w;
	int rc;

	if (allow_from) {
		if (buf_addf(&name, "%s:" ALLOW_FILE, allow_from) < 0)
			die("cannot find revision '%.80s...': its name is too "
			    "long",
			    allow_from);
		label = name.p;
		rc = read_revision(&text);
	} else if ((rc = home_read(&home, "allow.rules", &text)) < 0) {
		die("cannot read '%s': %s", label, strerror(errno));
	}
	allow_init(&allow);
	allow.top = str_of(home.top);
	allow.below = str_of(home.below);
	if (rc == 0 && allow_parse(&allow, buf_str(&text), &w) < 0)
		die("%s:%zu: %s", label, w.line, w.why);
	buf_free(&text);
}

/* The record with one more key, unless it has it. */
static int
add_key(struct rec *r, const char *name, struct str value)
{
	struct str had;

	if (rec_key(r, name, &had))
		return 0;
	if (keys.n == 0 && buf_adds(&keys, r->keys) < 0)
		return -1;
	if (rec_add_key(&keys, name, value) < 0)
		return -1;
	r->keys = buf_str(&keys);
	return 0;
}

static int
put_accepted(const struct rec *r, const struct acceptance *e, struct str until)
{
	struct rec copy = *r;

	if (!show_accepted) {
		out_accepted(out, until);
		return 0;
	}
	if (add_key(&copy, "accepted", e->reason) < 0 ||
	    add_key(&copy, "until", until) < 0)
		return -1;
	return out_rec(out, &copy);
}

static int
put_expired(const struct rec *r, struct str until)
{
	struct rec copy = *r;
	struct str had;

	/* Through two filters it is said once. */
	if (rec_key(r, "until", &had))
		return out_rec(out, r);
	buf_reset(&message);
	if (buf_adds(&message, r->message) < 0 ||
	    buf_addf(&message, "; its acceptance expired on %.*s", FMT(until)) <
		0 ||
	    add_key(&copy, "until", until) < 0 ||
	    add_key(&copy, "reason", STR("expired")) < 0)
		return -1;
	copy.message = buf_str(&message);
	return out_rec(out, &copy);
}

static int
each(void *arg, const struct rec *r)
{
	const struct acceptance *e;
	char until[DATE_LEN + 1];
	struct str had;

	(void)arg;
	buf_reset(&keys);
	if (rec_key(r, "accepted", &had) || (e = allow_find(&allow, r)) == NULL)
		return out_rec(out, r);
	date_put(e->until, until);
	if (e->until >= today)
		return put_accepted(r, e, str_of(until));
	return put_expired(r, str_of(until));
}

static void
tell_unused(void)
{
	const struct acceptance *e;
	size_t at = 0;

	while ((e = allow_unused(&allow, &at)) != NULL)
		if (e->fp.n)
			warn("%s:%zu: unused: fp=%.*s %.*s", label, e->line,
			    FMT(e->fp), FMT(e->reason));
		else
			warn("%s:%zu: unused: rule=%.*s path=%.*s %.*s", label,
			    e->line, FMT(e->rule), FMT(e->path),
			    FMT(e->reason));
}

static int
run(void)
{
	struct filter_end end;

	load();
	if (filter.show.view == OUT_PERSON || filter.show.view == OUT_ALL ||
	    (filter.show.view == OUT_AUTO && isatty(STDOUT_FILENO)))
		filter_advise(&filter);
	if ((out = out_new(&filter.show)) == NULL)
		die("out of memory");
	if (box_enter(BOX_STDIO, NULL) < 0)
		die("cannot enter the sandbox: %s", strerror(errno));
	signals_on(NULL, 0, NULL);
	filter_run(&filter, each, NULL, &end);
	if (end.ok && !end.whole)
		out_partial(out);
	if (out_end(out, end.ok, NULL) < 0)
		end.ok = false;
	signals_off();
	if (show_unused)
		tell_unused();
	buf_free(&message);
	buf_free(&keys);
	allow_free(&allow);
	return out_verdict(out, end.ok);
}

static void
options(int argc, char *argv[])
{
	struct terms *t = &accept_job.terms;
	int ch;

	filter_init(&filter, &tool);
	while ((ch = opt_next(argc, argv, &tool)) != OPT_END)
		switch (ch) {
		case OPT_ADD: accept_job.fp = optarg; break;
		case OPT_ALLOW_FROM: allow_from = optarg; break;
		case OPT_BY: t->by = optarg; break;
		case OPT_DIRECTORY: dir = optarg; break;
		case OPT_DRY_RUN: accept_job.dry_run = true; break;
		case OPT_INIT: init = true; break;
		case OPT_REASON: t->reason = optarg; break;
		case OPT_SHOW_ACCEPTED: show_accepted = true; break;
		case OPT_UNTIL: t->until = optarg; break;
		case OPT_UNUSED: show_unused = true; break;
		default: filter_option(&filter, ch);
		}
	if (optind < argc)
		usage(&tool, "records come on stdin, not from '%s'",
		    argv[optind]);
	if (init && accept_job.fp)
		usage(&tool, "--init and --add are two different jobs");
	if (!init && !accept_job.fp) {
		if (t->until || t->reason || t->by || accept_job.dry_run)
			usage(&tool,
			    "--until, --reason, --by and -n go with "
			    "--init or --add");
		return;
	}
	if (t->until == NULL || t->reason == NULL)
		usage(&tool, "--%s needs --until=DATE and --reason=TEXT",
		    init ? "init" : "add");
	if (accept_job.fp && !allow_is_fp(str_of(accept_job.fp)))
		usage(&tool,
		    "'%s' is no fp: 16 digits of 0-9 and a-f; a "
		    "record with fp=- is accepted by rule= and path=",
		    accept_job.fp);
}

int
main(int argc, char *argv[])
{
	char why[256];
	int rc;

	say_name(argv[0]);
	options(argc, argv);
	if (date_today(&today) < 0)
		die("cannot take SOURCE_DATE_EPOCH: it is no number of "
		    "seconds");
	accept_job.today = today;
	accept_job.out = stdout;
	if (home_open(&home, dir, why, sizeof(why)) < 0)
		die("cannot find the repository: %s", why);
	if (accept_job.fp)
		rc = accept_add(&accept_job);
	else
		rc = init ? accept_init(&accept_job) : run();
	filter_free(&filter);
	home_close(&home);
	return rc;
}
