/*
 * fieldxml.h - XML as fields: the path of a value is the elements down to
 * it, without prefixes of namespaces, and an attribute's name. No document
 * type is read and no entity expanded, so nothing grows; what is not well
 * formed is judged as far as it goes.
 */
#ifndef TAMIS_FIELDXML_H
#define TAMIS_FIELDXML_H

#include "fields.h"

extern const struct format fieldxml_format;
extern const struct format fieldcda_format;   /* of HL7, clinical documents */
extern const struct format fieldfhirx_format; /* FHIR in XML */

#endif
