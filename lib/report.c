#include "base.h"
#include "report.h"
#include "str.h"

const struct report_format *const report_formats[] = { &report_ndjson,
	&report_sarif, &report_text, NULL };

const struct report_format *
report_find(const char *name)
{
	for (size_t i = 0; report_formats[i]; i++)
		if (strcmp(report_formats[i]->name, name) == 0)
			return report_formats[i];
	return NULL;
}

bool
report_accepted(const struct rec *r, struct str *reason)
{
	return rec_key(r, "accepted", reason);
}

bool
report_unread(const struct rec *r)
{
	return str_ends(r->rule, STR("/unread"));
}
