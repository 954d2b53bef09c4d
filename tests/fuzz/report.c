/* Any bytes as a stream of records, through every format that writes by
   itself: what they write must be free of raw control bytes. */
#include "base.h"
#include "report.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
feed(const struct report_format *f, FILE *out, struct str text)
{
	static const struct rules none;
	struct report_opts o = { .out = out, .rules = &none };
	struct report_end e = { .whole = text.n % 2, .why = "cut" };
	void *report = f->open(&o);
	struct str line;
	const char *why;
	struct rec r;

	if (report == NULL)
		return;
	while (str_cut(&text, '\n', &line))
		if (rec_parse(line, &r, &why) == 0 && f->rec(report, &r) < 0)
			abort();
	if (f->end(report, &e) < 0)
		abort();
	f->free(report);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct report_format *const v[] = { &report_ndjson,
		&report_sarif };
	struct str text = { (const char *)p, n };

	for (size_t i = 0; i < LEN(v); i++) {
		char *bytes = NULL;
		size_t len = 0;
		FILE *out = open_memstream(&bytes, &len);

		if (out == NULL)
			return 0;
		feed(v[i], out, text);
		fclose(out);
		for (size_t k = 0; k < len; k++)
			if (((unsigned char)bytes[k] < ' ' &&
				bytes[k] != '\n') ||
			    bytes[k] == 0x7f)
				abort();
		free(bytes);
	}
	return 0;
}
