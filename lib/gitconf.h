/*
 * gitconf.h - git's configuration file: [section "sub"] name = value.
 * include.path and includeIf are keys like any other: never followed.
 */
#ifndef TAMIS_GITCONF_H
#define TAMIS_GITCONF_H

#include "arena.h"

enum { GITCONF_MAX = 4u << 20 }; /* bytes of all files together */

struct gitconf_entry {
	struct str key;	  /* "core.bare", "remote.Up.url"; ends in NUL */
	struct str value; /* "true" when there was no '='; ends in NUL */
};

/* { 0 } is a valid empty one. */
struct gitconf {
	struct gitconf_entry *v; /* in the order of the files */
	size_t n, cap;
	struct arena mem;
};

/* Append what text says. 0, or -1 with *w set. */
int gitconf_parse(struct gitconf *c, struct str text, struct where *w);
/* The last value of a key (section and name in lower case), or NULL. */
const char *gitconf_get(const struct gitconf *c, const char *key);
/* As git reads a boolean: 1, 0; -1 when it is none. */
int gitconf_bool(const char *value);
void gitconf_free(struct gitconf *c);

#endif
