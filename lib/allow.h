/*
 * allow.h - acceptances: .tamis/allow.rules, one a line, in any order.
 *
 *	fp=5f1c9a0be2d44c17 until=2027-05-31 by=anna legacy, ticket 4711
 *	rule=data/iban path=tests/a.csv until=2027-05-31 by=ben made-up numbers
 *
 * The fields come in any order, then the reason to the end of the line. A
 * blank or a control byte inside a value is written \xNN, as in records.
 */
#ifndef TAMIS_ALLOW_H
#define TAMIS_ALLOW_H

#include "arena.h"
#include "rec.h"

#define ALLOW_FILE ".tamis/allow.rules"

enum { ALLOW_MAX = 100000, ALLOW_BYTES_MAX = 16u << 20, ALLOW_FP_LEN = 16 };

struct acceptance {
	struct str fp;	       /* 16 hex digits, or "" and then ... */
	struct str rule, path; /* ... the full id, and a glob */
	struct str by, reason;
	int32_t until; /* the last day on which it accepts: date.h */
	size_t line;
	bool used; /* matched a record */
};

struct allow {
	struct acceptance *v; /* sorted for the search once parsed */
	size_t n, cap;
	size_t nfp;	  /* those with an fp come first */
	struct str top;	  /* an absolute path below it is taken relative */
	struct str below; /* where "../" leads up from: "a/b", "" at the top */
	struct arena mem; /* all strings are copies in here */
	struct buf path;  /* scratch: the record's path, unescaped */
};

/* { 0 } is not one: this sets the ceilings. */
void allow_init(struct allow *a);
/* Once, with the whole text. 0, or -1 with *w set. */
int allow_parse(struct allow *a, struct str text, struct where *w);
/*
 * The acceptance that holds longest of all that match; all are marked
 * used. NULL: none. Past its date (until < today) it accepts nothing.
 */
const struct acceptance *allow_find(struct allow *a, const struct rec *r);
/* Those that no record needed, by line: the next at or after *at. */
const struct acceptance *allow_unused(struct allow *a, size_t *at);
/* A value's bytes as a line writes them. 0, or -1. */
int allow_word(struct buf *out, struct str value);
bool allow_is_fp(struct str s);
/* A record's path as globs see it: unescaped, from the repository's top.
   Valid until the next call; "" when it has none. */
struct str allow_place(struct allow *a, struct str escaped);
void allow_free(struct allow *a);

#endif
