/*
 * check.h - tests that a rule may name in "check:": checksums and
 * structures that prove a token is one, or is a placeholder. Pure.
 * Each entry of the table says where its algorithm is published.
 */
#ifndef TAMIS_CHECK_H
#define TAMIS_CHECK_H

#include "buf.h"

enum verdict {
	CHECK_FALSE,   /* the checksum is wrong: a placeholder */
	CHECK_UNKNOWN, /* cannot be told */
	CHECK_TRUE     /* proven */
};

/* What a check learned besides; notes are public facts, never secret. */
struct check_note {
	char text[96]; /* "expired 2024-03-01", "encrypted"; "" none */
	int shift;     /* severity steps up or down */
};

/* args: the words after the name in "check: crc32-base62 6". */
typedef enum verdict check_fn(
    struct str match, struct str secret, struct str args, struct check_note *);

struct check {
	const char *name;
	check_fn *fn;
	const char *what; /* for tamis-rules(5) and --explain */
};

extern const struct check checks[]; /* sorted by name, ends in { NULL } */
const struct check *check_find(struct str name);

#endif
