/*
 * fieldhl7.h - HL7 version 2 messages as fields: PID-5.1 is the first
 * component of the fifth field of a PID segment, PID-7 a field of one.
 */
#ifndef TAMIS_FIELDHL7_H
#define TAMIS_FIELDHL7_H

#include "fields.h"

extern const struct format fieldhl7_format;

#endif
