#include "base.h"
#include "db.h"
#include "eol.h"
#include "str.h"

static const char cycles_head[] = "# tamis-eol 1 ";
static const char names_head[] = "# tamis-eol-names 1";

static const char tables[] =
    "CREATE TABLE IF NOT EXISTS cycle(product TEXT, n INT, name TEXT,"
    " security TEXT, extended TEXT, PRIMARY KEY(product, n)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS name(key TEXT PRIMARY KEY, product TEXT,"
    " cycle TEXT) WITHOUT ROWID;";

bool
eol_is_facts(struct str head)
{
	return str_starts(head, str_of(cycles_head)) ||
	    str_starts(head, str_of(names_head));
}

static int
put_cycle(struct dbq *q, struct str product, int64_t n, struct str line)
{
	struct str part[3] = { STR(""), STR(""), STR("") };

	for (size_t i = 0; i < LEN(part); i++)
		(void)str_cut(&line, '\t', &part[i]);
	if (part[0].n == 0 || part[1].n == 0 || product.n == 0)
		return 1;
	dbq_text(q, 1, product);
	dbq_int(q, 2, n);
	for (int i = 0; i < 3; i++)
		dbq_text(q, i + 3, part[i]);
	return dbq_step(q) < 0 ? -1 : 0;
}

static int
put_name(struct dbq *q, struct str line)
{
	struct str part[3] = { STR(""), STR(""), STR("") };

	for (size_t i = 0; i < LEN(part); i++)
		(void)str_cut(&line, '\t', &part[i]);
	if (part[0].n == 0 || part[1].n == 0)
		return 1;
	for (int i = 0; i < 3; i++)
		dbq_text(q, i + 1, part[i]);
	return dbq_step(q) < 0 ? -1 : 0;
}

int
eol_import(struct db *db, struct str text, size_t *line)
{
	bool names = str_starts(text, str_of(names_head));
	struct str s, product = STR("");
	struct dbq *q = NULL;
	int64_t n = 0;
	int rc = db_run(db, tables);

	if (rc == 0)
		q = db_prepare(db,
		    names ? "INSERT OR REPLACE INTO name VALUES(?, ?, ?)" :
			    "INSERT OR REPLACE INTO cycle"
			    " VALUES(?, ?, ?, ?, ?)");
	rc = q ? 0 : -1;
	for (*line = 1; rc == 0 && str_cut(&text, '\n', &s); ++*line) {
		if (s.n == 0 || s.p[0] == '#')
			continue;
		if (names)
			rc = put_name(q, s);
		else if (s.p[0] == '\t')
			rc = put_cycle(q, product, n++, str_sub(s, 1, s.n));
		else
			product = s;
	}
	dbq_free(q);
	return rc;
}

/* ---- questions -------------------------------------------------------- */

int
eol_open(struct eoldb *e, struct db *db)
{
	e->name =
	    db_prepare(db, "SELECT product, cycle FROM name WHERE key = ?");
	e->cycles = db_prepare(db,
	    "SELECT name, security, extended FROM cycle WHERE product = ?"
	    " ORDER BY n");
	if (e->name && e->cycles)
		return 0;
	eol_close(e);
	return -1;
}

void
eol_close(struct eoldb *e)
{
	dbq_free(e->name);
	dbq_free(e->cycles);
	*e = (struct eoldb){ NULL, NULL };
}

static void
keep(char *to, struct str s)
{
	snprintf(
	    to, EOL_NAME_MAX, "%.*s", FMT(str_sub(s, 0, EOL_NAME_MAX - 1)));
}

int
eol_name(struct eoldb *e, struct str key, struct eol *out)
{
	int rc;

	dbq_text(e->name, 1, key);
	rc = dbq_step(e->name);
	if (rc == 1) {
		keep(out->product, dbq_str(e->name, 0));
		keep(out->cycle, dbq_str(e->name, 1));
	}
	dbq_reset(e->name);
	return rc;
}

/* A day, "yes", "no" or nothing. */
static int32_t
day_of(struct str s, int32_t otherwise)
{
	int32_t day;

	if (str_eqz(s, "yes"))
		return EOL_OVER;
	if (str_eqz(s, "no"))
		return EOL_NEVER;
	return date_parse(s, &day) == 0 ? day : otherwise;
}

static void
take(struct eoldb *e, struct str name, struct eol *out)
{
	struct str extended;

	keep(out->cycle, name);
	out->security = day_of(dbq_str(e->cycles, 1), EOL_NEVER);
	/* "yes": there is some; "no": none beyond security support. */
	extended = dbq_str(e->cycles, 2);
	out->extended = out->security;
	if (str_eqz(extended, "yes"))
		out->extended = EOL_NEVER;
	else if (!str_eqz(extended, "no"))
		out->extended = day_of(extended, out->security);
	if (out->extended < out->security)
		out->extended = out->security;
}

/* a, or a with more behind a dot. */
static bool
begins(struct str s, struct str a)
{
	return str_eq(s, a) ||
	    (s.n > a.n && str_starts(s, a) && s.p[a.n] == '.');
}

int
eol_cycle(struct eoldb *e, struct str version, struct eol *out)
{
	size_t longest = 0;
	bool newest = false;
	int rc;

	if (str_starts(version, STR("v")))
		version = str_sub(version, 1, version.n);
	if (version.n == 0)
		return 0;
	dbq_reset(e->cycles);
	dbq_text(e->cycles, 1, str_of(out->product));
	while ((rc = dbq_step(e->cycles)) > 0) {
		struct str name = dbq_str(e->cycles, 0);

		if (begins(version, name) && name.n > longest) {
			longest = name.n;
			take(e, name, out);
		} else if (longest == 0 && !newest && begins(name, version)) {
			/* Cycles stand with the newest first. */
			newest = true;
			take(e, name, out);
		}
	}
	return rc < 0 ? -1 : longest > 0 || newest;
}
