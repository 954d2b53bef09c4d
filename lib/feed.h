/*
 * feed.h - advisories as they are published: a zip or tar of JSON, one
 * JSON or YAML, a directory of them, a checkout of a database; and the
 * facts that tamis brings (patterns/advisories).
 */
#ifndef TAMIS_FEED_H
#define TAMIS_FEED_H

struct advdb_writer;

enum {
	FEED_RECORD_MAX = 16u << 20, /* bytes of one record */
	FEED_DEPTH = 16,	     /* directories inside of each other */
	FEED_RECORDS_MAX = 8u << 20
};

struct feed {
	struct advdb_writer *db;
	/* A record, or a file, that could not be read: each is named. */
	void (*bad)(void *arg, struct str name, const char *why);
	void *arg;

	char day[12];		      /* of facts that were read, or "" */
	size_t records, stored, nbad; /* of the last source */
	bool known;		      /* it had not changed: nothing was read */
	char why[256];		      /* after -1 */
};

/* Everything at path. 0, or -1 with why: the source itself cannot be read,
   or the database not be written. */
int feed_import(struct feed *f, const char *path);

#endif
