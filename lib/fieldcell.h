/*
 * fieldcell.h - a value while it is being read: whole in one piece, which
 * costs nothing, or put together from several; what is too long for a value
 * is text.
 */
#ifndef TAMIS_FIELDCELL_H
#define TAMIS_FIELDCELL_H

#include "fields.h"

struct fieldcell {
	char bytes[FIELD_VALUE_MAX];
	size_t n;
	size_t from;	/* offset in the blob where it begins */
	size_t scanned; /* what is beyond the value's length: up to here */
	bool copied;	/* bytes holds it: it had escapes, or was cut */
	bool open;
};

void fieldcell_begin(struct fieldcell *c, size_t from);
/* More of it, decoded. What does not fit is dropped: see fieldcell_rest. */
void fieldcell_add(struct fieldcell *c, const char *p, size_t n);
/* The piece ends inside of it, at offset end; raw is what it has of it. */
int fieldcell_cut(
    struct fieldcell *c, const struct fields *to, struct str raw, size_t end);
/*
 * It ends before offset end. raw: its bytes of this piece, used when nothing
 * was copied. Gives the value to the listener, and what is longer than a
 * value may be as text.
 */
int fieldcell_end(struct fieldcell *c, const struct fields *to, int field,
    struct str raw, size_t end);

#endif
