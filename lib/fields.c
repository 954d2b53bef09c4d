#include "base.h"
#include "fieldcsv.h"
#include "fields.h"
#include "fieldjson.h"

/* The first that says yes: what is sure by its bytes stands first. */
static const struct format *const formats[] = {
	&fieldjson_format,
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
