/* manifest_in.h - lines of manifests and headers; for manifest_* alone. */
#ifndef TAMIS_MANIFEST_IN_H
#define TAMIS_MANIFEST_IN_H

#include "manifest.h"

struct mfields {
	struct str rest;
	struct where *w;
};

enum { MFIELDS_FIELD = 1, MFIELDS_HASH, MFIELDS_ID };

int mfields_fail(struct mfields *f, const char *why);
/* The first line is what it must be: 0, or -1. */
int mfields_begin(
    struct mfields *f, struct str text, const char *first, struct where *w);
/* A field; "SHA256 (name) = hash"; or an id alone, in value. 0 at the end,
   -1: none of these. Each line ends in LF. */
int mfields_next(struct mfields *f, struct str *name, struct str *value,
    unsigned char hash[MANIFEST_HASH]);
int mfields_hash(
    struct mfields *f, struct str hex, unsigned char hash[MANIFEST_HASH]);
bool mfields_id_ok(struct str s);
bool mfields_name_ok(struct str s); /* "0003.bundle.zst.age" */

int mfields_put_hash(struct buf *out, struct str name, const unsigned char *h);
int mfields_put_hex(struct buf *out, const char *name, const unsigned char *h);

#endif
