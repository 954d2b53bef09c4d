#include "base.h"
#include "deps_in.h"
#include "osv.h"
#include "str.h"
#include "version.h"

/* How each kind of advisory is told. */
static const struct {
	enum osv_kind kind;
	const char *rule, *one, *many;
} kinds[] = {
	{ OSV_VULNERABLE, "vulnerable", "advisory", "advisories" },
	{ OSV_MALICIOUS, "malicious", "report of malice", "reports of malice" },
	{ OSV_UNMAINTAINED, "unmaintained", "notice that nobody maintains it",
	    "notices that nobody maintains it" },
};

static int
put_message(struct deps_job *j, const struct dep *d, size_t kind, size_t n,
    struct str fixed)
{
	struct buf *b = &j->t->message;

	if (buf_addf(b, "%.*s %.*s: %zu %s", FMT(d->name), FMT(d->version), n,
		n == 1 ? kinds[kind].one : kinds[kind].many) < 0)
		return -1;
	if (kinds[kind].kind != OSV_VULNERABLE)
		return 0;
	return fixed.n ? buf_addf(b, ", fixed in %.*s", FMT(fixed)) :
			 buf_addz(b, ", no fixed version is known");
}

static int
put_keys(struct deps_job *j, const struct dep *d, struct str fixed, int score)
{
	struct deps_thread *t = j->t;
	char cvss[16];

	snprintf(cvss, sizeof(cvss), "%d.%d", score / 10, score % 10);
	if (rec_add_key(&t->keys, "purl", buf_str(&t->purl)) < 0 ||
	    rec_add_key(&t->keys, "advisories", buf_str(&t->ids)) < 0 ||
	    (t->aliases.n &&
		rec_add_key(&t->keys, "aliases", buf_str(&t->aliases)) < 0) ||
	    (fixed.n && rec_add_key(&t->keys, "fixed", fixed) < 0) ||
	    (score >= 0 && rec_add_key(&t->keys, "cvss", str_of(cvss)) < 0))
		return -1;
	return deps_put_way(j, d);
}

static int
tell(struct deps_job *j, const struct dep *d, size_t kind)
{
	struct deps_thread *t = j->t;
	struct str fixed = STR("");
	int level, score;
	size_t n =
	    advisory_count(&t->found, (int)kinds[kind].kind, &level, &score);

	if (n == 0)
		return 0;
	if (deps_begin(j, d) < 0)
		return -1;
	buf_reset(&t->ids);
	buf_reset(&t->aliases);
	if (kinds[kind].kind == OSV_VULNERABLE)
		fixed = advisory_fixed(&t->found, d->eco, d->version);
	if (advisory_names(
		&t->found, (int)kinds[kind].kind, &t->ids, &t->aliases) < 0 ||
	    buf_adds(&t->subject, buf_str(&t->purl)) < 0 ||
	    buf_addc(&t->subject, '\0') < 0 ||
	    buf_adds(&t->subject, buf_str(&t->ids)) < 0 ||
	    put_message(j, d, kind, n, fixed) < 0 ||
	    put_keys(j, d, fixed, score) < 0)
		return -1;
	return deps_emit(j, d, kinds[kind].rule,
	    level < SEV_LOW ? SEV_LOW : (enum severity)level);
}

/* No database has its ecosystem: what was seen was not judged. */
static int
absent(struct deps_job *j, enum eco eco)
{
	const char *osv = ecosystems[eco].osv, *why = j->t->store.why;
	char text[512];

	if (*why) {
		snprintf(text, sizeof(text), "cannot open %s", why);
		if (j->broken)
			return 0;
		j->broken = true;
		return emit_unread(j->e, text);
	}
	if (j->absent[eco])
		return 0;
	j->absent[eco] = true;
	snprintf(text, sizeof(text),
	    "no advisories for %s are imported: fetch OSV's %s/all.zip, then "
	    "tamis-db import all.zip",
	    osv, osv);
	return emit_unread(j->e, text);
}

static int
odd(struct deps_job *j, const struct dep *d)
{
	char text[512];

	if (j->nodd++ >= DEPS_ODD_MAX)
		return 0;
	snprintf(text, sizeof(text), "a version that has no order: %.*s '%.*s'",
	    FMT(str_sub(d->name, 0, 100)), FMT(str_sub(d->version, 0, 100)));
	return emit_unread(j->e, text);
}

int
deps_judge_package(struct deps_job *j, const struct dep *d)
{
	struct deps_thread *t = j->t;
	struct advdb *db;
	enum grammar g;
	int rc;

	if (ecosystems[d->eco].osv == NULL || d->version.n == 0 ||
	    (d->dev && j->m->no_dev))
		return 0;
	if ((db = deps_store_for(&t->store, j->m, d->eco)) == NULL)
		return absent(j, d->eco);
	rc = advisory_find(&t->found, db, d->eco, d->name, d->version);
	if (rc < 0)
		return emit_unread(
		    j->e, "the database of advisories cannot be read");
	if (rc > 0 && emit_unread(j->e, "limit: too many advisories") < 0)
		return -1;
	for (size_t i = 0; t->found.nhits && i < LEN(kinds); i++)
		if (tell(j, d, i) < 0)
			return -1;
	if (ecosystem_grammar(str_of(ecosystems[d->eco].osv), &g) == 0 &&
	    !version_ok(g, d->version))
		return odd(j, d);
	return 0;
}
