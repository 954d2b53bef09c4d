/*
 * idcheck.h - the fixed set of check algorithms that identifiers are made
 * of, their weights and positions as data: the lines "check" of a stanza in
 * tamis-ids(5). A value is in upper case and without its separators.
 */
#ifndef TAMIS_IDCHECK_H
#define TAMIS_IDCHECK_H

#include "arena.h"

enum {
	IDCHECK_CHARS = 40, /* positions, weights */
	IDCHECK_VALUE = 64, /* longest value with a structure */
	IDCHECK_DIGITS = 96 /* of a number made of it */
};

struct idcheck;

/* A line, compiled into mem; NULL with why set. */
const struct idcheck *idcheck_parse(
    struct arena *mem, struct str line, const char **why);
bool idcheck_pass(const struct idcheck *c, struct str value);
/* The names there are, sorted, NULL-terminated. */
const char *const *idcheck_names(void);

#endif
