/* linkfile.h - what both who makes links and who changes their headers
   write: the header's text, and signatures with their names. */
#ifndef TAMIS_LINKFILE_H
#define TAMIS_LINKFILE_H

#include "keys.h"
#include "manifest.h"
#include "payload.h"
#include "signkey.h"
#include "vault.h"

/* "recipient: age1...\n" for each: 0, or -1. */
int linkfile_recipients(struct buf *out, const struct keys *to);
/* The header's text of link m, whose manifest has this name and text. */
int linkfile_header(struct buf *out, const struct manifest *m, const char *name,
    struct str text, const struct payload_sums *s, struct str recipients);
/* The name of the signature that the i-th key makes of a file: a second key
   of a kind has a number in it. */
void linkfile_signature(const struct signkey *keys, size_t i, const char *name,
    char out[VAULT_NAME]);

#endif
