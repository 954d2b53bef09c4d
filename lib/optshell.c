#include "base.h"
#include "opt.h"

/* What an argument can be, for the shells; the rest are words. */
static const struct {
	const char *arg, *values;
} known[] = {
	{ "[WHEN]", "always never auto" },
	{ "SEVERITY", "info low medium high critical never" },
	{ "SEV", "info low medium high critical" },
	{ "HOW", "auto person all records" },
	{ "WHEN", "auto never" },
	{ "SHELL", "bash fish zsh" },
};

static const char *
values_of(const struct opt *o)
{
	for (size_t i = 0; o->arg && i < LEN(known); i++)
		if (strcmp(o->arg, known[i].arg) == 0)
			return known[i].values;
	return NULL;
}

static bool
is_file(const struct opt *o)
{
	return o->arg &&
	    (strcmp(o->arg, "FILE") == 0 || strcmp(o->arg, "DIR") == 0);
}

/* A function's name: "tamis-secrets" becomes "_tamis_secrets". */
static void
put_function(FILE *out, const char *prog)
{
	putc('_', out);
	for (; *prog; prog++)
		putc(*prog == '-' ? '_' : *prog, out);
}

static void
bash(FILE *out, const char *prog, const struct tool *tool)
{
	put_function(out, prog);
	fputs("()\n{\n\tlocal cur=${COMP_WORDS[COMP_CWORD]}"
	      " prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	      "\t[ \"$cur\" = = ] && cur=\n"
	      "\t[ \"$prev\" = = ] && prev=${COMP_WORDS[COMP_CWORD-2]}\n"
	      "\tCOMPREPLY=()\n\tcase $prev in\n",
	    out);
	for (const struct opt *o = opts; o->name; o++)
		if (opt_taken(tool, o->id) && values_of(o) && o->arg[0] != '[')
			fprintf(out,
			    "\t--%s) mapfile -t COMPREPLY < <(compgen -W '%s'"
			    " -- \"$cur\"); return ;;\n",
			    o->name, values_of(o));
	fputs("\tesac\n\tcase $cur in\n\t-*) mapfile -t COMPREPLY < "
	      "<(compgen -W '",
	    out);
	for (const struct opt *o = opts; o->name; o++)
		if (opt_taken(tool, o->id))
			fprintf(out, "--%s%s ", o->name,
			    o->arg && o->arg[0] != '[' ? "=" : "");
	fputs("' -- \"$cur\")\n"
	      "\t\t[[ ${COMPREPLY[0]} = *= ]] && compopt -o nospace ;;\n"
	      "\t*) mapfile -t COMPREPLY < <(compgen -f -- \"$cur\") ;;\n"
	      "\tesac\n}\ncomplete -o filenames -F ",
	    out);
	put_function(out, prog);
	fprintf(out, " %s\n", prog);
}

static void
zsh(FILE *out, const char *prog, const struct tool *tool)
{
	fprintf(out, "#compdef %s\n_arguments -s", prog);
	for (const struct opt *o = opts; o->name; o++) {
		const char *v = values_of(o);

		if (!opt_taken(tool, o->id))
			continue;
		fputs(" \\\n\t", out);
		if (o->id < 256)
			fprintf(out, "'(-%c --%s)'{-%c%s,--%s%s}", o->id,
			    o->name, o->id, o->arg ? "+" : "", o->name,
			    o->arg ? "=" : "");
		else
			fprintf(out, "'--%s%s'", o->name,
			    !o->arg		 ? "" :
				o->arg[0] == '[' ? "=-" :
						   "=");
		fprintf(out, "'[%s]", o->help);
		if (v)
			fprintf(out, ":value:(%s)", v);
		else if (o->arg)
			fprintf(
			    out, ":%s:%s", o->arg, is_file(o) ? "_files" : " ");
		putc('\'', out);
	}
	fputs(" \\\n\t'*:file:_files'\n", out);
}

static void
fish(FILE *out, const char *prog, const struct tool *tool)
{
	for (const struct opt *o = opts; o->name; o++) {
		const char *v = values_of(o);

		if (!opt_taken(tool, o->id))
			continue;
		fprintf(out, "complete -c %s -l %s", prog, o->name);
		if (o->id < 256)
			fprintf(out, " -s %c", o->id);
		if (v)
			fprintf(out, " -x -a '%s'", v);
		else if (o->arg)
			fputs(is_file(o) ? " -r" : " -x", out);
		fprintf(out, " -d '%s'\n", o->help);
	}
}

int
opt_completions(
    FILE *out, const char *shell, const char *prog, const struct tool *tool)
{
	if (strcmp(shell, "bash") == 0)
		bash(out, prog, tool);
	else if (strcmp(shell, "zsh") == 0)
		zsh(out, prog, tool);
	else if (strcmp(shell, "fish") == 0)
		fish(out, prog, tool);
	else
		return -1;
	return ferror(out) ? -1 : 0;
}
