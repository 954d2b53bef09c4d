/*
 * eol.h - ends of life: which cycle of which product a name and a version
 * are, and until when it is supported. Facts of patterns/eol/, kept beside
 * the advisories that come with tamis.
 */
#ifndef TAMIS_EOL_H
#define TAMIS_EOL_H

#include "buf.h"
#include "date.h"

enum { EOL_NAME_MAX = 128 };

struct db;

/* The end of a kind of support: a day, or one of these. */
enum { EOL_NEVER = INT32_MAX, EOL_OVER = -1 };

struct eol {
	char product[EOL_NAME_MAX], cycle[EOL_NAME_MAX];
	int32_t security; /* its last day */
	int32_t extended; /* as security when there is no other */
};

/* ---- facts ----------------------------------------------------------- */

bool eol_is_facts(struct str head);
/* Into a database that is being written: 0; 1: line *line is broken; -1. */
int eol_import(struct db *db, struct str text, size_t *line);

/* ---- questions -------------------------------------------------------- */

struct eoldb {
	struct dbq *name, *cycles;
};

int eol_open(struct eoldb *e, struct db *db); /* 0, or -1: no such facts */
void eol_close(struct eoldb *e);
/* A name as in names.tsv ("docker:debian") to its product; cycle is "" or
   what the name alone says. 1, 0 not known, -1. */
int eol_name(struct eoldb *e, struct str key, struct eol *out);
/* The cycle of out->product that a version is of: the longest that it
   begins with; of "3" the newest 3.x. 1, 0, -1. */
int eol_cycle(struct eoldb *e, struct str version, struct eol *out);

#endif
