/*
 * person.h - the author and committer lines of a commit, "Name <mail> time
 * zone", cut and dated as git does, however odd they are. Pure.
 */
#ifndef TAMIS_PERSON_H
#define TAMIS_PERSON_H

#include "buf.h"

struct person {
	struct str name, mail;
	struct str time, zone; /* digits, sign and digits; both empty: none */
};

/* 0, or -1: there is no <mail>. */
int person_split(struct str line, struct person *p);

/*
 * Append the date in the style of a placeholder's letter: d (git's own),
 * D (RFC 2822), i, I (ISO 8601), s (the day). 0; -1 no room; 1 git gives
 * up on such a date.
 */
int person_date(const struct person *p, char style, struct buf *out);

/* Replace name and mail by what a .mailmap says; lines are cut at longest
   bytes, as git cuts those of a file. */
void person_map(struct person *p, struct str mailmap, size_t longest);

/* A blank to git: space, tab, newline, carriage return. */
bool person_blank(char c);

#endif
