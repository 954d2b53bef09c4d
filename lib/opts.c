#include "base.h"
#include "opt.h"

/* Sorted by name. The help is held to 15 characters by a test. */
const struct opt opts[] = {
	{ OPT_ADD, "add", "FP", "accept this one" },
	{ OPT_ALL_OBJECTS, "all-objects", NULL, "unreached too" },
	{ OPT_ALLOW_FROM, "allow-from", "REV", "as REV accepts" },
	{ OPT_ALLOW_MISSING, "allow-missing", NULL, "not trouble" },
	{ OPT_ARMOR, "armor", NULL, "as text" },
	{ OPT_AS_OF, "as-of", "DATE", "today is" },
	{ OPT_BUNDLE, "bundle", NULL, "a git bundle" },
	{ OPT_BY, "by", "WHO", "who accepts" },
	{ OPT_CACHE, "cache", "FILE", "of a history" },
	{ OPT_CHECK, "check", "HOW", "restore nothing" },
	{ OPT_CHECK_RULES, "check-rules", NULL, "prove the rules" },
	{ OPT_COLOR, "color", "[WHEN]", "always never" },
	{ OPT_COMMENT, "comment", "TEXT", "not signed" },
	{ OPT_COMPLETIONS, "completions", "SHELL", "for a shell" },
	{ OPT_COUNTRY, "country", "LU,FR", "of these alone" },
	{ OPT_DB, "db", "FILE", "this database" },
	{ OPT_DEDUP, "dedup", NULL, "a secret once" },
	{ OPT_DIRECTORY, "directory", "DIR", "the repository" },
	{ OPT_DRILL, "drill", NULL, "prove, report" },
	{ OPT_DRY_RUN, "dry-run", NULL, "write nothing" },
	{ OPT_EACH, "each", NULL, "every value" },
	{ OPT_EXCLUDE, "exclude", "GLOB", "leave out" },
	{ OPT_EXPLAIN, "explain", "[RULE]", "what, or why" },
	{ OPT_FAIL_ON, "fail-on", "SEVERITY", "1 from here on" },
	{ OPT_FORMAT, "format", "NAME", "what to write" },
	{ OPT_FULL, "full", NULL, "all of it" },
	{ OPT_FULL_EVERY, "full-every", "N", "then a full one" },
	{ OPT_HELP, "help", NULL, "this page" },
	{ OPT_HISTORY, "history", NULL, "all of its past" },
	{ OPT_IDENTITY, "identity", "FILE", "the private key" },
	{ OPT_INIT, "init", NULL, "accept them all" },
	{ OPT_INVENTORY, "inventory", NULL, "list all of it" },
	{ OPT_JOBS, "jobs", "N", "threads" },
	{ OPT_KEY, "key", "KEY", "trust this key" },
	{ OPT_KEYS, "keys", "FILE", "trust these" },
	{ OPT_LAST_GOOD, "last-good", NULL, "as far as it is" },
	{ OPT_LINKS, "links", NULL, "places as links" },
	{ OPT_LIST, "list", "FILE", "many of them" },
	{ OPT_LIST_RULES, "list-rules", NULL, "ids and titles" },
	{ OPT_MAX_AGE, "max-age", "DAYS", "of advisories" },
	{ OPT_MIN_RECIPIENTS, "min-recipients", "N", "no fewer" },
	{ OPT_MIN_SEVERITY, "min-severity", "SEV", "none below" },
	{ OPT_NAME, "name", "NAME", "what stdin is" },
	{ OPT_NAMESPACE, "namespace", "NAME", "of SSH keys" },
	{ OPT_NO_BUILTIN, "no-builtin", NULL, "own rules alone" },
	{ OPT_NO_CACHE, "no-cache", NULL, "judge all anew" },
	{ OPT_NO_DEV, "no-dev", NULL, "not for dev" },
	{ OPT_NO_IGNORE, "no-ignore", NULL, "ignored too" },
	{ OPT_NULL, "null", NULL, "ends in NUL" },
	{ OPT_ONLY, "only", "RULE", "this rule alone" },
	{ OPT_OUTPUT, "output", "FILE", "not to stdout" },
	{ OPT_PARTIAL, "partial", NULL, "even a cut one" },
	{ OPT_PASSPHRASE, "passphrase", NULL, "ask for one" },
	{ OPT_PASSPHRASE_FD, "passphrase-fd", "N", "read it there" },
	{ OPT_POLICY, "policy", "NAME", "which policy" },
	{ OPT_PREFIX, "prefix", "DIR", "before names" },
	{ OPT_PROGRESS, "progress", "WHEN", "auto never" },
	{ OPT_PUSHED, "pushed", NULL, "in a pre-push" },
	{ OPT_QUIET, "quiet", NULL, "errors alone" },
	{ OPT_RANGE, "range", "A..B", "of the commits" },
	{ OPT_REASON, "reason", "TEXT", "why it is fine" },
	{ OPT_RECIPIENTS, "recipients", "FILE", "of these" },
	{ OPT_REQUIRE, "require", "N", "so many keys" },
	{ OPT_REV, "rev", "REV", "a whole tree" },
	{ OPT_REVEAL, "reveal", NULL, "show secrets" },
	{ OPT_REWRAP, "rewrap", NULL, "a new header" },
	{ OPT_ROTATE, "rotate", NULL, "new recipients" },
	{ OPT_RULES, "rules", "FILE", "more rules" },
	{ OPT_SHEET, "sheet", "FILE", "to be printed" },
	{ OPT_SHOW_ACCEPTED, "show-accepted", NULL, "accepted too" },
	{ OPT_SIEVE, "sieve", "[HOW]", "mark refuse" },
	{ OPT_SIGN, "sign", "FILE", "with this key" },
	{ OPT_SIGNATURE, "signature", "FILE", "judge this one" },
	{ OPT_SINCE, "since", "WHEN", "what is newer" },
	{ OPT_STAGED, "staged", NULL, "the next commit" },
	{ OPT_TO, "to", "RECIPIENT", "who can open it" },
	{ OPT_TRACKED, "tracked", NULL, "what git tracks" },
	{ OPT_TRUSTED_COMMENT, "trusted-comment", "TEXT", "signed too" },
	{ OPT_UNTIL, "until", "DATE", "the last day" },
	{ OPT_UNUSED, "unused", NULL, "matched nothing" },
	{ OPT_VERBOSE, "verbose", NULL, "what is skipped" },
	{ OPT_VERSION, "version", NULL, "and the sandbox" },
	{ OPT_VIEW, "view", "HOW", "records person" },
	{ 0, NULL, NULL, NULL },
};

const struct opt *
opt_find(int id)
{
	for (const struct opt *o = opts; o->name; o++)
		if (o->id == id)
			return o;
	return NULL;
}

bool
opt_taken(const struct tool *tool, int id)
{
	if (id == OPT_HELP || id == OPT_VERSION || id == OPT_COMPLETIONS)
		return true;
	for (const int *t = tool->takes; t && *t != OPT_END; t++)
		if (*t == id)
			return true;
	return false;
}
