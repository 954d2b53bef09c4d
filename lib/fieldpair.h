/*
 * fieldpair.h - lines of "key: value" as fields: vCard (RFC 6350), LDIF
 * (RFC 2849), and YAML's plain mappings, with the keys that stand less far
 * to the right before them.
 */
#ifndef TAMIS_FIELDPAIR_H
#define TAMIS_FIELDPAIR_H

#include "fields.h"

extern const struct format fieldvcard_format;
extern const struct format fieldldif_format;
extern const struct format fieldyaml_format;

#endif
