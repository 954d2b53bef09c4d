/*
 * advdb.h - the database of advisories: one SQLite file, whose tables are
 * written here and nowhere else.
 */
#ifndef TAMIS_ADVDB_H
#define TAMIS_ADVDB_H

#include "buf.h"
#include "ecosystem.h"

enum { ADVDB_VERSION = 1 };

struct db;
struct dbq;
struct osv;

/* ---- writing -------------------------------------------------------- */

struct advdb_writer {
	struct db *db;
	struct dbq *find, *put, *drop, *affects;
	int64_t rows;
};

/* A new file, or one that was copied: 0, or -1 (db_why). */
int advdb_begin(struct advdb_writer *w, struct db *db);
/* 1 stored; 0: what is there is as new; -1. */
int advdb_put(struct advdb_writer *w, const struct osv *o);
/* As put, but what the record affects is added to what is there. */
int advdb_add(struct advdb_writer *w, const struct osv *o);
/* Where records came from: what tells whether they have to be read again. */
bool advdb_knows(struct advdb_writer *w, struct str source, struct str stamp);
int advdb_source(struct advdb_writer *w, struct str source, struct str stamp,
    size_t records, size_t bad);
/* Count, and write the day: YYYY-MM-DD. 0, or -1. */
int advdb_end(struct advdb_writer *w, const char *day);
void advdb_abort(struct advdb_writer *w);

/* ---- reading -------------------------------------------------------- */

struct advdb {
	struct db *db;
	struct dbq *affects, *has;
};

struct advdb_row {
	struct str id, aliases, ranges; /* valid until the next row */
	int score, level, kind;
};

/* 0, or -1 with why. */
int advdb_open(struct advdb *a, const char *path, char *why, size_t n);
void advdb_close(struct advdb *a);
/* Has it advisories of that ecosystem at all? 1, 0, -1. */
int advdb_has(struct advdb *a, const char *eco);
/* Begin to ask for a package; then 1 and a row, 0, -1. */
void advdb_ask(struct advdb *a, const char *eco, struct str pkg);
int advdb_next(struct advdb *a, struct advdb_row *row);
/* A word of the file itself: "day", "kind"; "" when it has none. */
int advdb_meta(struct advdb *a, const char *key, struct buf *out);

#endif
