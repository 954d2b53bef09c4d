/*
 * idname.h - what a field is called, made comparable: "Numéro de Sécu",
 * "numeroDeSecu" and "NUMERO_DE_SECU" are the same words.
 */
#ifndef TAMIS_IDNAME_H
#define TAMIS_IDNAME_H

#include "base.h"

enum { IDNAME_WORDS = 12, IDNAME_BYTES = 128 };

struct idname {
	char text[IDNAME_BYTES];     /* the words, one after the other */
	size_t at[IDNAME_WORDS + 1]; /* where each begins; the end */
	size_t n;		     /* of words; a long name keeps its last */
};

void idname_make(struct idname *n, struct str s);
/* Words from to to, joined: what lists are searched for. */
struct str idname_words(const struct idname *n, size_t from, size_t to);
/* One of the words, between blanks, of a list? */
bool idname_has(const struct idname *n, const char *list);

#endif
