/*
 * evidence.h - what may be said of a secret: the words of the message with
 * the secret masked, and the subject that its fingerprint is made of.
 */
#ifndef TAMIS_EVIDENCE_H
#define TAMIS_EVIDENCE_H

#include "buf.h"
#include "candidate.h"

/* "TITLE: postgres://app:****@db/prod"; all: whose secrets are masked. */
int evidence_message(struct buf *out, struct str text,
    const struct candidate *c, const struct candidates *all);

/* The decoded secret alone: percent signs, base64, line breaks undone. */
int evidence_subject(
    struct buf *out, struct str text, const struct candidate *c);

/* Append s with its %XX undone. */
int evidence_decode(struct buf *out, struct str s);

#endif
