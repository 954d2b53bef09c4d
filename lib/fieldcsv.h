/*
 * fieldcsv.h - comma-separated values (RFC 4180 and its relatives) as
 * fields: the separator and the header are found out, a quoted value may
 * hold newlines, a quote that never ends is taken for a character.
 */
#ifndef TAMIS_FIELDCSV_H
#define TAMIS_FIELDCSV_H

#include "fields.h"

enum { CSV_COLUMNS_MAX = 1u << 16 };

extern const struct format fieldcsv_format;

#endif
