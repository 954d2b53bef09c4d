/*
 * usage.h - what a digest or a number is for, as the names around it say:
 * MD5 for a cache key is not MD5 of a password.
 */
#ifndef TAMIS_USAGE_H
#define TAMIS_USAGE_H

#include "unit.h"

enum usage { USAGE_UNKNOWN, USAGE_BENIGN, USAGE_SECURITY, USAGE_PASSWORD };

/* Of a call; word is the one that says so. */
enum usage usage_of(
    struct unit *u, const struct ast_item *call, struct str *word);

#endif
