/*
 * fieldjson.h - JSON (RFC 8259), one value or one a line, as fields: the
 * path of a value is its keys, joined by dots; lists add nothing to it.
 * What goes by it is judged as far as it goes: a document that is cut, has
 * comments or is wrong in any other way loses no value before that.
 */
#ifndef TAMIS_FIELDJSON_H
#define TAMIS_FIELDJSON_H

#include "fields.h"

extern const struct format fieldfhir_format; /* FHIR, one or one a line */
extern const struct format fieldjson_format;

#endif
