/*
 * pat.h - the compiled patterns: DATADIR/patterns.bin holds the text of
 * every file of patterns/ and a set of literals for each tool, as litset.h
 * saves it. It names the tamis and the Vectorscan that it was made for, has
 * a hash of the texts, and must agree with DATADIR/patterns/ where that is
 * there too. When it does not, the texts come from DATADIR/patterns/, there
 * are no sets, and whoever needs one compiles it.
 */
#ifndef TAMIS_PAT_H
#define TAMIS_PAT_H

#include "patform.h"

struct pat;

/* dir NULL: where this program was installed. NULL with why set. */
struct pat *pat_open(const char *dir, const char **why);
/* The texts below a directory, and nothing else. NULL with why set. */
struct pat *pat_texts(const char *dir, const char **why);
void pat_free(struct pat *p);
/* Was patterns.bin out of date? Then the caller warns. */
bool pat_stale(const struct pat *p);

/* The i-th file, in sorted order: "secrets/cloud.rules"; false past the end. */
bool pat_file(
    const struct pat *p, size_t i, struct str *name, struct str *text);
/* What was saved for a set ("secrets", "scan"); false: nothing. */
bool pat_db(const struct pat *p, const char *set, struct str *bytes);

/* Append a patterns.bin with the files of p and these sets. 0, or -1. */
int pat_make(
    const struct pat *p, const struct pat_set *v, size_t n, struct buf *out);

#endif
