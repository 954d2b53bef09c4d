/* sign_at.h - what a quote, a backslash or another mark is; for sign.c. */
#ifndef TAMIS_SIGN_AT_H
#define TAMIS_SIGN_AT_H

#include "sign.h"

/* What the mark at i is a sign of, and where that ends; or SIGN_KINDS. */
enum sign_kind sign_at(struct str s, size_t i, size_t *end);
/* Do digits begin here that hold gzip or zlib? SIGN_PACKED*, or SIGN_KINDS. */
unsigned sign_packed(struct str s, size_t from);

#endif
