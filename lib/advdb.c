#include "base.h"
#include "advdb.h"
#include "db.h"
#include "osv.h"
#include "str.h"

static const char tables[] =
    "CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT)"
    " WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS source(name TEXT PRIMARY KEY, stamp TEXT,"
    " records INT, bad INT) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS advisory(id INTEGER PRIMARY KEY,"
    " name TEXT UNIQUE, modified TEXT, aliases TEXT, score INT, level INT,"
    " kind INT, withdrawn INT);"
    "CREATE TABLE IF NOT EXISTS affected(eco TEXT, pkg TEXT, adv INT, n INT,"
    " ranges TEXT, PRIMARY KEY(eco, pkg, adv, n)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS affected_adv ON affected(adv);"
    "CREATE TABLE IF NOT EXISTS ecosystem(name TEXT PRIMARY KEY,"
    " advisories INT, packages INT, newest TEXT) WITHOUT ROWID;"
    "BEGIN;";

static const char count[] =
    "DELETE FROM ecosystem;"
    "INSERT INTO ecosystem SELECT eco, count(DISTINCT adv),"
    " count(DISTINCT pkg), max(substr(modified, 1, 10)) FROM affected"
    " JOIN advisory ON id = adv GROUP BY eco;";

void
advdb_abort(struct advdb_writer *w)
{
	dbq_free(w->find);
	dbq_free(w->put);
	dbq_free(w->drop);
	dbq_free(w->affects);
	*w = (struct advdb_writer){ .db = w->db };
}

int
advdb_begin(struct advdb_writer *w, struct db *db)
{
	*w = (struct advdb_writer){ .db = db };
	if (db_run(db, tables) < 0)
		return -1;
	w->find =
	    db_prepare(db, "SELECT id, modified FROM advisory WHERE name = ?");
	w->put = db_prepare(db,
	    "INSERT INTO advisory VALUES(?, ?, ?, ?, ?, ?, ?, ?)"
	    " ON CONFLICT(name) DO UPDATE SET modified = excluded.modified,"
	    " aliases = excluded.aliases, score = excluded.score,"
	    " level = excluded.level, kind = excluded.kind,"
	    " withdrawn = excluded.withdrawn");
	w->drop = db_prepare(db, "DELETE FROM affected WHERE adv = ?");
	w->affects =
	    db_prepare(db, "INSERT INTO affected VALUES(?, ?, ?, ?, ?)");
	if (w->find && w->put && w->drop && w->affects)
		return 0;
	advdb_abort(w);
	return -1;
}

static int
run(struct dbq *q)
{
	return dbq_step(q) < 0 ? -1 : 0;
}

static int
put_affected(struct advdb_writer *w, const struct osv *o, int64_t id)
{
	for (size_t i = 0; i < o->n; i++) {
		dbq_text(w->affects, 1, o->v[i].eco);
		dbq_text(w->affects, 2, o->v[i].pkg);
		dbq_int(w->affects, 3, id);
		dbq_int(w->affects, 4, w->rows++);
		dbq_text(w->affects, 5, o->v[i].ranges);
		if (run(w->affects) < 0)
			return -1;
	}
	return 0;
}

/* The id that it has, or will have: one more than the greatest. */
static int
find(struct advdb_writer *w, const struct osv *o, int64_t *id)
{
	struct dbq *q;
	int rc, older = 1;

	dbq_text(w->find, 1, o->id);
	if ((rc = dbq_step(w->find)) < 0)
		return -1;
	*id = 0;
	if (rc == 1) {
		*id = dbq_num(w->find, 0);
		older = str_cmp(dbq_str(w->find, 1), o->modified) < 0;
	}
	dbq_reset(w->find);
	if (*id)
		return older;
	q = db_prepare(w->db, "SELECT ifnull(max(id), 0) + 1 FROM advisory");
	if (q == NULL)
		return -1;
	rc = dbq_step(q);
	*id = rc == 1 ? dbq_num(q, 0) : 0;
	dbq_free(q);
	return rc == 1 ? 1 : -1;
}

static int
put_advisory(struct advdb_writer *w, const struct osv *o, int64_t id)
{
	dbq_int(w->put, 1, id);
	dbq_text(w->put, 2, o->id);
	dbq_text(w->put, 3, o->modified);
	dbq_text(w->put, 4, o->aliases);
	dbq_int(w->put, 5, o->score);
	dbq_int(w->put, 6, o->level);
	dbq_int(w->put, 7, o->kind);
	dbq_int(w->put, 8, o->withdrawn);
	return run(w->put);
}

int
advdb_put(struct advdb_writer *w, const struct osv *o)
{
	int64_t id;
	int rc = find(w, o, &id);

	if (rc <= 0)
		return rc;
	dbq_int(w->drop, 1, id);
	if (put_advisory(w, o, id) < 0 || run(w->drop) < 0 ||
	    put_affected(w, o, id) < 0)
		return -1;
	return 1;
}

int
advdb_add(struct advdb_writer *w, const struct osv *o)
{
	int64_t id;
	int rc = find(w, o, &id);

	if (rc < 0 || (rc > 0 && put_advisory(w, o, id) < 0))
		return -1;
	return put_affected(w, o, id) < 0 ? -1 : 1;
}

bool
advdb_knows(struct advdb_writer *w, struct str source, struct str stamp)
{
	struct dbq *q = db_prepare(
	    w->db, "SELECT 1 FROM source WHERE name = ? AND stamp = ?");
	bool known = false;

	if (q == NULL)
		return false;
	dbq_text(q, 1, source);
	dbq_text(q, 2, stamp);
	known = dbq_step(q) == 1;
	dbq_free(q);
	return known;
}

int
advdb_source(struct advdb_writer *w, struct str source, struct str stamp,
    size_t records, size_t bad)
{
	struct dbq *q = db_prepare(
	    w->db, "INSERT OR REPLACE INTO source VALUES(?, ?, ?, ?)");
	int rc;

	if (q == NULL)
		return -1;
	dbq_text(q, 1, source);
	dbq_text(q, 2, stamp);
	dbq_int(q, 3, (int64_t)records);
	dbq_int(q, 4, (int64_t)bad);
	rc = run(q);
	dbq_free(q);
	return rc;
}

int
advdb_end(struct advdb_writer *w, const char *day)
{
	struct dbq *q;
	int rc = -1;

	advdb_abort(w);
	if (db_run(w->db, count) < 0)
		return -1;
	q = db_prepare(w->db, "INSERT OR REPLACE INTO meta VALUES('day', ?)");
	if (q) {
		dbq_text(q, 1, str_of(day));
		rc = run(q);
	}
	dbq_free(q);
	return rc < 0 ? -1 : db_run(w->db, "COMMIT");
}

/* ---- reading -------------------------------------------------------- */

int
advdb_open(struct advdb *a, const char *path, char *why, size_t n)
{
	*a = (struct advdb){ .db = db_open(path, ADVDB_VERSION, why, n) };
	if (a->db == NULL)
		return -1;
	a->has = db_prepare(a->db, "SELECT 1 FROM ecosystem WHERE name = ?");
	a->affects = db_prepare(a->db,
	    "SELECT name, aliases, score, level, kind, ranges FROM affected"
	    " JOIN advisory ON id = adv WHERE eco = ? AND pkg = ?"
	    " ORDER BY name, n");
	if (a->has && a->affects)
		return 0;
	snprintf(why, n, "%s", db_why(a->db));
	advdb_close(a);
	return -1;
}

void
advdb_close(struct advdb *a)
{
	dbq_free(a->affects);
	dbq_free(a->has);
	if (a->db)
		(void)db_close(a->db);
	*a = (struct advdb){ NULL };
}

int
advdb_has(struct advdb *a, const char *eco)
{
	int rc;

	dbq_text(a->has, 1, str_of(eco));
	rc = dbq_step(a->has);
	dbq_reset(a->has);
	return rc;
}

void
advdb_ask(struct advdb *a, const char *eco, struct str pkg)
{
	dbq_reset(a->affects);
	dbq_text(a->affects, 1, str_of(eco));
	dbq_text(a->affects, 2, pkg);
}

int
advdb_next(struct advdb *a, struct advdb_row *row)
{
	int rc = dbq_step(a->affects);

	if (rc <= 0)
		return rc;
	row->id = dbq_str(a->affects, 0);
	row->aliases = dbq_str(a->affects, 1);
	row->score = (int)dbq_num(a->affects, 2);
	row->level = (int)dbq_num(a->affects, 3);
	row->kind = (int)dbq_num(a->affects, 4);
	row->ranges = dbq_str(a->affects, 5);
	return 1;
}

int
advdb_meta(struct advdb *a, const char *key, struct buf *out)
{
	struct dbq *q =
	    db_prepare(a->db, "SELECT value FROM meta WHERE key = ?");
	int rc = -1;

	if (q == NULL)
		return -1;
	dbq_text(q, 1, str_of(key));
	if (dbq_step(q) >= 0)
		rc = buf_adds(out, dbq_str(q, 0));
	dbq_free(q);
	return rc;
}
