/*
 * template.h - examples of rules: "AKIA{A-Z2-7:16}" becomes a token. The
 * tree so holds nothing that looks like a secret. tamis-rules(5) lists
 * the generators: {CLASS:N}, {CLASS:N-M}, {crc32-base62:6} over what
 * stands before it, {b64:...} and so on; "\{" or "{{" is a brace, and so
 * is one that begins no generator.
 */
#ifndef TAMIS_TEMPLATE_H
#define TAMIS_TEMPLATE_H

#include "buf.h"

/* The same seed and template give the same bytes. 0, or -1 with why. */
int template_expand(
    struct str tmpl, uint64_t seed, struct buf *out, const char **why);

#endif
