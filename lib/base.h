/* base.h - what every file may assume: bounded slices, exit codes, bans. */
#ifndef TAMIS_BASE_H
#define TAMIS_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* A borrowed run of bytes; never assumed to end in NUL, may hold NUL. */
struct str {
	const char *p;
	size_t n;
};

#define STR(lit) ((struct str){ "" lit, sizeof(lit) - 1 })
/* For printf's "%.*s". */
#define FMT(s) (int)(s).n, (s).p

/* A half-open range of byte offsets. */
struct span {
	size_t from, to;
};

/* What is wrong in a text and where; the caller adds the file's name. */
struct where {
	size_t line; /* from 1; 0 when it is no line's fault */
	char why[160];
};

/* The only exit codes, as in diff(1): clean, found, could not tell. */
enum { EXIT_CLEAN = 0, EXIT_FOUND = 1, EXIT_TROUBLE = 2 };

#include "banned.h" /* last: poisons names the headers above declare */

#endif
