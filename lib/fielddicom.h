/*
 * fielddicom.h - the attributes of a DICOM file (PS3.10) that its profile of
 * confidentiality (PS3.15, annex E) names, as fields. A file that says that
 * the patient's identity was removed has none.
 */
#ifndef TAMIS_FIELDDICOM_H
#define TAMIS_FIELDDICOM_H

#include "fields.h"

enum {
	DICOM_VALUES_MAX = 512, /* held until it is known whether they count */
	DICOM_VALUE_MAX = 256
};

extern const struct format fielddicom_format;

#endif
