/*
 * pat.h - the compiled patterns: DATADIR/patterns.bin holds the text of
 * every file of patterns/ and a Vectorscan database for each tool, with
 * the hashes of tamis, Vectorscan and the text. A mismatch is found when
 * it is read: the texts then come from DATADIR/patterns/ and the database
 * is compiled anew.
 */
#ifndef TAMIS_PAT_H
#define TAMIS_PAT_H

#include "buf.h"

struct pat;

/* dir NULL: where this program was installed. NULL with why set. */
struct pat *pat_open(const char *dir, const char **why);
void pat_free(struct pat *p);
/* Was patterns.bin out of date? Then the caller warns. */
bool pat_stale(const struct pat *p);

/* The i-th file, in sorted order: "secrets/cloud.rules"; false past the end. */
bool pat_file(
    const struct pat *p, size_t i, struct str *name, struct str *text);
/* The serialised database of a set ("secrets", "scan"); false: none. */
bool pat_db(const struct pat *p, const char *set, struct str *bytes);

#endif
