#include "base.h"
#include "fieldcsv.h"
#include "fields.h"
#include "fielddicom.h"
#include "fieldhl7.h"
#include "fieldjson.h"
#include "fieldpair.h"
#include "fieldsql.h"
#include "fieldxml.h"

/* The first that says yes: what is sure by its bytes stands first. */
static const struct format *const formats[] = {
	&fielddicom_format,
	&fieldfhir_format,
	&fieldjson_format,
	&fieldcda_format,
	&fieldfhirx_format,
	&fieldxml_format,
	&fieldhl7_format,
	&fieldvcard_format,
	&fieldldif_format,
	&fieldyaml_format,
	&fieldsql_format,
	&fieldcsv_format,
	NULL,
};

const struct format *const *
fields_formats(void)
{
	return formats;
}

const struct format *
fields_format(enum kind kind, struct str head)
{
	for (size_t i = 0; formats[i]; i++)
		if (formats[i]->is(kind, head))
			return formats[i];
	return NULL;
}
