/*
 * datatext.h - identifiers in the middle of a text: numbers and words that
 * prove themselves, or that a word near them names.
 */
#ifndef TAMIS_DATATEXT_H
#define TAMIS_DATATEXT_H

#include "sheet.h"

/* What a token must reach: one in 3,000 at random (log10 of it). */
#define DATATEXT_SURE 3.47
#define DATATEXT_CONTEXT 2.5 /* a word near that names the kind */
#define DATATEXT_FORM 1.0    /* written with the separators it is known by */

/* The window's bytes of a span of the blob; tokens that begin in it. */
int datatext_span(struct sheet *s, struct span at);
/* A value of a field that is a text. */
int datatext_value(struct sheet *s, int field, struct str text, struct span at);

#endif
