/*
 * age_stanza.h - one stanza of an age header:
 *
 *	-> TYPE ARG ARG
 *	its body in base64, 64 columns; the last line is shorter, maybe empty
 */
#ifndef TAMIS_AGE_STANZA_H
#define TAMIS_AGE_STANZA_H

#include "buf.h"

/* All borrowed from the header. */
struct age_stanza {
	struct str type;
	struct str args; /* what follows the type, one blank between each */
	struct str body; /* its lines, as they stand */
};

/* 1: the head of *rest, cut off it; 0: *rest begins with no stanza;
   -1: with a broken one. */
int age_stanza_next(struct str *rest, struct age_stanza *st, const char **why);

/* Exactly n arguments into v: 0, or -1. */
int age_stanza_args(const struct age_stanza *st, struct str *v, size_t n);
/* The body, which must have exactly n bytes: 0, or -1. */
int age_stanza_body(const struct age_stanza *st, unsigned char *out, size_t n);
size_t age_stanza_body_len(const struct age_stanza *st);

/* Append "-> HEAD" and the body in lines. */
int age_stanza_put(struct buf *b, struct str head, struct str body);

#endif
