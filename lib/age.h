/*
 * age.h - the header of an age v1 file (c2sp.org/age), strict in every
 * rule of it: one header has one spelling.
 */
#ifndef TAMIS_AGE_H
#define TAMIS_AGE_H

#include "age_type.h"

enum {
	AGE_HEADER_MAX = 4 << 20, /* some 30,000 recipients */
	AGE_TEXT_MAX = 16384	  /* a recipient or an identity, as text */
};

/*
 * How long the header is that s begins with. *seen, 0 at first, spares
 * the next call what was looked at. 1: *len is known; 0: it goes on; -1:
 * this is no age file, or its header is too long: *why.
 */
int age_header_len(struct str s, size_t *seen, size_t *len, const char **why);

/* Every rule of form, for all stanzas: 0, or -1 and *why. */
int age_header_check(struct str header, const char **why);
/* The first stanza's place, for age_stanza_next. */
struct str age_header_stanzas(struct str header);
/* A passphrase, which is a header's only stanza, opens it. */
bool age_header_wants_phrase(struct str header);

/*
 * The file key by any of n identities, the header's MAC checked. At
 * AGE_LOCKED, *which is the identity to unlock before asking again.
 */
enum age_found age_header_open(struct str header, const struct age_key *ids,
    size_t n, unsigned char *file_key, size_t *which, const char **why);
/* A header for n recipients. A passphrase must be alone. */
int age_header_put(struct buf *out, const struct age_key *to, size_t n,
    const unsigned char *file_key, const char **why);

/* A key from its text: 0, or -1 and *why. Neither text is ever echoed. */
int age_recipient(struct str text, struct age_key *k, const char **why);
int age_identity(struct str text, struct age_key *k, const char **why);
/* A recipient's text: 0, or -1. */
int age_text(struct buf *out, const struct age_key *k);
int age_phrase(struct str phrase, struct age_key *k);
/* Does this look like a secret, which no recipient is? */
bool age_is_secret(struct str text);
int age_unlock(struct age_key *k, struct str phrase, const char **why);

#endif
