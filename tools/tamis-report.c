/* tamis-report - turn records into a report */
#include "base.h"
#include "box.h"
#include "filter.h"
#include "outfile.h"
#include "report.h"
#include "say.h"
#include "str.h"

#include <errno.h>
#include <unistd.h>

static const int takes[] = { FILTER_TAKES, OPT_FORMAT, OPT_OUTPUT, OPT_END };

static void
version(void)
{
	printf("sandbox: %s\n", box_name());
}

static const struct tool tool = {
	.synopsis = "[-hV] [-o file] [--color[=when]] [--fail-on=severity] "
		    "[--links] [--partial] [--view=how] [--format=name | "
		    "name]",
	.what = "Turn records into a report: text, ndjson or sarif.",
	.examples = "tamis-secrets | tamis-report\n"
		    "tamis-secrets | tamis-report -o tamis.sarif sarif\n",
	.takes = takes,
	.version = version,
};

static struct filter filter;
static const struct report_format *format = &report_text;
static void *report;
static size_t nfound, nunread;

/* -o: everything goes to stdout, which is this file meanwhile. */
static struct outfile file;
static const char *path;

static void
choose_format(const char *name)
{
	const char *names[16] = { NULL };
	const char *near;

	if ((format = report_find(name)) != NULL)
		return;
	for (size_t i = 0; report_formats[i] && i + 1 < LEN(names); i++)
		names[i] = report_formats[i]->name;
	if ((near = say_nearest(str_of(name), names)) != NULL)
		usage(&tool, "unknown format '%s'; did you mean '%s'?", name,
		    near);
	usage(&tool, "unknown format '%s'; there are ndjson, sarif and text",
	    name);
}

static void
redirect(void)
{
	if (outfile_open(&file, path) < 0 ||
	    (file.fd != STDOUT_FILENO && dup2(file.fd, STDOUT_FILENO) < 0))
		die("cannot write '%s': %s", path, strerror(errno));
}

/* The report is whole: give the file its name, or forget it. */
static int
close_file(int rc)
{
	if (file.fd == STDOUT_FILENO)
		return rc;
	if (rc < 0) {
		outfile_abort(&file);
		return -1;
	}
	if (outfile_commit(&file) == 0)
		return 0;
	warn("cannot write '%s': %s", path, strerror(errno));
	return -1;
}

static int
each(void *arg, const struct rec *r)
{
	struct str reason;

	(void)arg;
	if (!report_accepted(r, &reason)) {
		if (report_unread(r))
			nunread++;
		else
			nfound += r->severity >= filter.show.fail_on;
	}
	if (format->rec(report, r) == 0)
		return 0;
	warn("cannot write the report: %s", strerror(errno));
	return -1;
}

/* 0, or -1: said. */
static int
finish(struct filter_end *end)
{
	struct report_end e = { .whole = end->ok,
		.partial = end->ok && !end->whole,
		.why = end->why,
		.lineno = end->lineno,
		.unread = nunread };
	int rc = format->end(report, &e);

	/* text has closed stdout by now, and checked it. */
	if (rc == 0 && format != &report_text && fflush(stdout) != 0)
		rc = -1;
	if (rc < 0)
		warn("cannot write the report: %s", strerror(errno));
	if (e.left)
		warn("%zu results left out of the report; the worst are in it",
		    e.left);
	format->free(report);
	return close_file(rc);
}

static void
options(int argc, char *argv[])
{
	int ch;

	filter_init(&filter, &tool);
	filter.show.view = OUT_PERSON;
	while ((ch = opt_next(argc, argv, &tool)) != OPT_END)
		switch (ch) {
		case OPT_FORMAT: choose_format(optarg); break;
		case OPT_OUTPUT: path = optarg; break;
		default: filter_option(&filter, ch);
		}
	if (optind < argc)
		choose_format(argv[optind++]);
	if (optind < argc)
		usage(
		    &tool, "one format at a time, not '%s' too", argv[optind]);
}

int
main(int argc, char *argv[])
{
	struct report_opts o = {
		.out = stdout, .show = &filter.show, .rules = &filter.rules
	};
	struct filter_end end;
	int rc;

	say_name(argv[0]);
	options(argc, argv);
	if (format != &report_ndjson)
		filter_advise(&filter);
	redirect();
	report = format->open(&o);
	if (report == NULL ||
	    box_enter(file.temp ? BOX_WRITE : BOX_STDIO, file.dir) < 0) {
		outfile_abort(&file);
		die("cannot begin the report: %s", strerror(errno));
	}
	filter_run(&filter, each, NULL, &end);
	rc = finish(&end);
	filter_free(&filter);
	if (rc < 0 || !end.ok || nunread)
		return EXIT_TROUBLE;
	return nfound ? EXIT_FOUND : EXIT_CLEAN;
}
