#include "base.h"
#include "bundle.h"
#include "manifest.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* What parses is written as what parses again to the same text. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str text = { (const char *)p, n };
	struct buf one = { .max = 1 << 24 }, two = { .max = 1 << 24 };
	struct manifest_header h;
	struct bundle_head b;
	struct bundle_line l;
	struct where w = { 0 };
	struct manifest m, again;

	if (manifest_parse(&m, text, &w) == 0) {
		if (manifest_put(&one, &m) < 0 ||
		    manifest_parse(&again, buf_str(&one), &w) < 0 ||
		    manifest_put(&two, &again) < 0 ||
		    !str_eq(buf_str(&one), buf_str(&two)))
			abort();
		manifest_free(&again);
	}
	manifest_free(&m);
	buf_free(&one);
	buf_free(&two);
	(void)manifest_header_parse(&h, text, &w);
	if (bundle_begin(&b, text) == 0)
		while (bundle_next(&b, &l) > 0)
			;
	return 0;
}
