#include <sqlite3.h>

#include "base.h"
#include "buf.h"
#include "db.h"
#include "str.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { APPLICATION = 0x74616D69, HEADER = 100, CACHE_KIB = 4096 };

struct db {
	sqlite3 *sql;
	bool writing;
};

struct dbq {
	sqlite3_stmt *st;
	struct db *db;
};

static uint32_t
big_endian(const unsigned char *p, size_t n)
{
	uint32_t v = 0;

	while (n--)
		v = v << 8 | *p++;
	return v;
}

/* What the header promises must be there: a copy that was cut is not. */
static const char *
check_file(const char *path, int version)
{
	unsigned char h[HEADER];
	struct stat st = { .st_size = 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	uint64_t page;
	ssize_t n;

	if (fd < 0)
		return strerror(errno);
	n = fstat(fd, &st) == 0 ? read(fd, h, sizeof(h)) : -1;
	close(fd);
	if (!S_ISREG(st.st_mode))
		return "it is no regular file";
	if (n != HEADER || memcmp(h, "SQLite format 3", 16) != 0 ||
	    big_endian(h + 68, 4) != APPLICATION)
		return "it is no database of tamis";
	if (big_endian(h + 60, 4) != (uint32_t)version)
		return "it is of another version; import anew";
	page = big_endian(h + 16, 2);
	page = page == 1 ? 65536 : page;
	if ((uint64_t)st.st_size < page * big_endian(h + 28, 4))
		return "it is cut short; import anew";
	return NULL;
}

/* "file:PATH?immutable=1": what a URI reads otherwise is escaped. */
static int
put_uri(struct buf *b, const char *path)
{
	if (buf_addz(b, "file:") < 0)
		return -1;
	for (; *path; path++)
		if ((strchr("?#%", *path) ?
			    buf_addf(b, "%%%02X", (unsigned char)*path) :
			    buf_addc(b, *path)) < 0)
			return -1;
	return buf_addz(b, "?immutable=1&mode=ro");
}

static struct db *
open_it(const char *name, int flags, char *why, size_t n)
{
	struct db *d = calloc(1, sizeof(*d));

	if (d == NULL) {
		snprintf(why, n, "out of memory");
		return NULL;
	}
	if (sqlite3_open_v2(name, &d->sql, flags | SQLITE_OPEN_NOMUTEX, NULL) ==
	    SQLITE_OK)
		return d;
	snprintf(
	    why, n, "%s", d->sql ? sqlite3_errmsg(d->sql) : "out of memory");
	(void)db_close(d);
	return NULL;
}

struct db *
db_open(const char *path, int version, char *why, size_t n)
{
	const char *bad = check_file(path, version);
	struct buf uri = { .max = 16u << 10 };
	struct db *d = NULL;

	if (bad)
		snprintf(why, n, "%s", bad);
	else if (put_uri(&uri, path) < 0)
		snprintf(why, n, "its name is too long");
	else
		d = open_it(
		    uri.p, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, why, n);
	buf_free(&uri);
	return d;
}

struct db *
db_create(const char *path, int version, char *why, size_t n)
{
	struct db *d =
	    open_it(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, why, n);
	char sql[320];

	if (d == NULL)
		return NULL;
	d->writing = true;
	snprintf(sql, sizeof(sql),
	    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
	    "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-%d;"
	    "PRAGMA application_id=%d; PRAGMA user_version=%d;",
	    CACHE_KIB * 4, APPLICATION, version);
	if (db_run(d, sql) == 0)
		return d;
	snprintf(why, n, "%s", db_why(d));
	(void)db_close(d);
	return NULL;
}

int
db_close(struct db *d)
{
	int rc = d ? sqlite3_close(d->sql) : SQLITE_OK;

	free(d);
	return rc == SQLITE_OK ? 0 : -1;
}

const char *
db_why(struct db *d)
{
	return sqlite3_errmsg(d->sql);
}

int
db_run(struct db *d, const char *sql)
{
	return sqlite3_exec(d->sql, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 :
									  -1;
}

struct dbq *
db_prepare(struct db *d, const char *sql)
{
	struct dbq *q = calloc(1, sizeof(*q));

	if (q == NULL)
		return NULL;
	q->db = d;
	if (sqlite3_prepare_v2(d->sql, sql, -1, &q->st, NULL) == SQLITE_OK)
		return q;
	free(q);
	return NULL;
}

void
dbq_text(struct dbq *q, int i, struct str s)
{
	sqlite3_bind_text(q->st, i, s.p ? s.p : "", (int)s.n, SQLITE_TRANSIENT);
}

void
dbq_int(struct dbq *q, int i, int64_t v)
{
	sqlite3_bind_int64(q->st, i, v);
}

int
dbq_step(struct dbq *q)
{
	int rc = sqlite3_step(q->st);

	if (rc == SQLITE_ROW)
		return 1;
	rc = sqlite3_reset(q->st);
	return rc == SQLITE_OK ? 0 : -1;
}

struct str
dbq_str(struct dbq *q, int i)
{
	const unsigned char *p = sqlite3_column_text(q->st, i);
	int n = sqlite3_column_bytes(q->st, i);

	return p && n > 0 ? (struct str){ (const char *)p, (size_t)n } :
			    STR("");
}

int64_t
dbq_num(struct dbq *q, int i)
{
	return sqlite3_column_int64(q->st, i);
}

void
dbq_reset(struct dbq *q)
{
	(void)sqlite3_reset(q->st);
}

void
dbq_free(struct dbq *q)
{
	if (q == NULL)
		return;
	(void)sqlite3_finalize(q->st);
	free(q);
}
