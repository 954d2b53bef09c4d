/* fieldpath.h - the keys down to a value, joined by dots, in bounded room. */
#ifndef TAMIS_FIELDPATH_H
#define TAMIS_FIELDPATH_H

#include "fields.h"

/* All zero is the top. */
struct fieldpath {
	char text[FIELD_PATH_MAX];
	uint16_t end[FIELD_DEPTH_MAX + 1]; /* of each level's own part */
	size_t depth, n;
};

/* Down into what stands under the last key; and up again. */
void fieldpath_push(struct fieldpath *p);
void fieldpath_pop(struct fieldpath *p);
/* The key of the value that comes next. */
void fieldpath_set(struct fieldpath *p, struct str key);
/* What this level is called, whatever it was: of all its keys from now. */
void fieldpath_name(struct fieldpath *p, struct str name);
struct str fieldpath_str(const struct fieldpath *p);

#endif
