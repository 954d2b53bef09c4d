/*
 * db.h - the only door to SQLite. What is read was made whole by somebody
 * else: it is opened immutable, without locks or journals, so that it works
 * in the sandbox and beside whoever replaces the file.
 */
#ifndef TAMIS_DB_H
#define TAMIS_DB_H

struct db;
struct dbq; /* a statement */

/* Read only; a file that is cut short or of another kind is refused. NULL
   with why. */
struct db *db_open(const char *path, int version, char *why, size_t n);
/* For writing, by one process, without a journal: the caller renames it
   when it is whole. An empty file becomes a database of that version. */
struct db *db_create(const char *path, int version, char *why, size_t n);
/* 0, or -1: what was written is not on the disk (db_why). */
int db_close(struct db *d);
const char *db_why(struct db *d); /* of the last failure */

int db_run(struct db *d, const char *sql); /* 0, or -1 */

/* NULL: db_why. */
struct dbq *db_prepare(struct db *d, const char *sql);
void dbq_text(struct dbq *q, int i, struct str s); /* from 1; kept */
void dbq_int(struct dbq *q, int i, int64_t v);
/* 1 a row, 0 the end (and ready to be used again), -1. */
int dbq_step(struct dbq *q);
/* Of the row, from 0; valid until the next step. */
struct str dbq_str(struct dbq *q, int i);
int64_t dbq_num(struct dbq *q, int i);
void dbq_reset(struct dbq *q);
void dbq_free(struct dbq *q);

#endif
