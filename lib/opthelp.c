#include "base.h"
#include "opt.h"

#include "str.h"

enum {
	WIDTH = 80,
	NAME_CELLS = 18, /* "--fail-on=SEVERITY" */
	HELP_CELLS = 16	 /* a blank at the end */
};

/* These stand in the line "source:", not among the entries. */
static const int sources[] = { OPT_TRACKED, OPT_STAGED, OPT_REV, OPT_RANGE,
	OPT_PUSHED, OPT_HISTORY, OPT_ALL_OBJECTS, OPT_SINCE, OPT_NAME };

/* --since is another thing where there is no history. */
static bool
is_source(const struct tool *tool, int id)
{
	if (id == OPT_SINCE)
		return opt_taken(tool, OPT_HISTORY);
	for (size_t i = 0; i < LEN(sources); i++)
		if (sources[i] == id)
			return true;
	return false;
}

/* "--fail-on=SEVERITY", "--color[=WHEN]": its length. */
static int
spell(char *p, size_t n, const struct opt *o)
{
	if (o->arg == NULL)
		return snprintf(p, n, "--%s", o->name);
	if (o->arg[0] == '[')
		return snprintf(p, n, "--%s[=%s", o->name, o->arg + 1);
	return snprintf(p, n, "--%s=%s", o->name, o->arg);
}

/* Words of s after the head, wrapped; what follows is indented by 8. */
static void
wrap(FILE *out, size_t col, const char *s)
{
	while (*s) {
		size_t n = 0, depth = 0;

		while (s[n] && (s[n] != ' ' || depth > 0)) {
			depth += s[n] == '[';
			depth -= s[n] == ']' && depth > 0;
			n++;
		}
		if (col + 1 + n > WIDTH - 1) {
			fputs("\n       ", out);
			col = 7;
		}
		fprintf(out, " %.*s", (int)n, s);
		col += n + 1;
		s += n;
		while (*s == ' ')
			s++;
	}
	putc('\n', out);
}

static void
put_sources(FILE *out, const struct tool *tool)
{
	size_t col = 0;
	char name[64];

	for (size_t i = 0; i < LEN(sources); i++) {
		const struct opt *o = opt_find(sources[i]);
		const char *stdin_too = o->id == OPT_NAME ? "- " : "";
		size_t n;

		if (!opt_taken(tool, o->id) || !is_source(tool, o->id))
			continue;
		n = (size_t)spell(name, sizeof(name), o) + strlen(stdin_too);
		if (col == 0)
			col = (size_t)fprintf(out, "source:");
		else if (col + 3 + n > WIDTH)
			col = (size_t)fprintf(out, "\n        |") - 1;
		else
			col += (size_t)fprintf(out, " |");
		col += (size_t)fprintf(out, " %s%s", stdin_too, name);
	}
	if (col > 0)
		putc('\n', out);
}

static void
put_entry(FILE *out, const struct opt *o, bool padded)
{
	char name[64], letter[8] = "    ";

	if (o->id < 256)
		snprintf(letter, sizeof(letter), "-%c, ", (char)o->id);
	spell(name, sizeof(name), o);
	fprintf(out, "%s%-*s %-*s", letter, NAME_CELLS, name,
	    padded ? HELP_CELLS : 0, o->help);
}

static void
put_entries(FILE *out, const struct tool *tool)
{
	const struct opt *pending = NULL;

	for (int letters = 1; letters >= 0; letters--)
		for (const struct opt *o = opts; o->name; o++) {
			if ((o->id < 256) != letters ||
			    is_source(tool, o->id) ||
			    o->id == OPT_COMPLETIONS || !opt_taken(tool, o->id))
				continue;
			if (pending == NULL) {
				pending = o;
				continue;
			}
			fputs("  ", out);
			put_entry(out, pending, true);
			put_entry(out, o, false);
			putc('\n', out);
			pending = NULL;
		}
	if (pending) {
		fputs("  ", out);
		put_entry(out, pending, false);
		putc('\n', out);
	}
}

int
opt_help(FILE *out, const char *prog, const struct tool *tool)
{
	struct str rest, line;

	fprintf(out, "usage: %s", prog);
	wrap(out, 7 + strlen(prog), tool->synopsis);
	fprintf(out, "%s\n\n", tool->what);
	if (tool->examples && *tool->examples) {
		rest = str_of(tool->examples);
		while (str_cut(&rest, '\n', &line))
			fprintf(out, "%s%.*s\n",
			    line.n && line.p[0] != ' ' ? "  " : "", FMT(line));
		putc('\n', out);
	}
	put_sources(out, tool);
	put_entries(out, tool);
	fprintf(out, "exit: %s.  More: man %s, man tamis\n",
	    opt_taken(tool, OPT_REQUIRE) ?
		"0 verified, 1 not, 2 could not tell" :
		opt_taken(tool, OPT_FAIL_ON) ?
		"0 clean, 1 found, 2 could not tell" :
		"0 done, 2 could not be done",
	    prog);
	return ferror(out) ? -1 : 0;
}
