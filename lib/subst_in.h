/* subst_in.h - what the files of subst share; for them alone. */
#ifndef TAMIS_SUBST_IN_H
#define TAMIS_SUBST_IN_H

#include "subst.h"

/* One placeholder: what stands behind '%', and how much of it it takes. */
struct spot {
	struct str in;
	size_t used; /* 0: none, the '%' stands for itself */
};

/* All give -1 after they said why; add only when there is no room. */
int subst_fail(struct subst *s, const char *why);
int subst_full(struct subst *s);
/* Name a placeholder, n bytes, that git would take and this does not. */
int subst_refuse(struct subst *s, struct str spot, size_t n);
int subst_add(struct subst *s, struct buf *out, struct str text);

char subst_at(struct str s, size_t i); /* NUL past the end */
/* Wrapping, padding, trailers: refused where git would take them. */
int subst_layout(struct subst *s, const struct spot *sp);
/* subst_text.c: placeholders that need the message or the names in it. */
int subst_text(struct subst *s, struct buf *out, struct spot *sp);

#endif
