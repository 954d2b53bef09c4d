/* Any bytes as an allow file, then as the record to look up in it. */
#include "base.h"
#include "allow.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str text = { (const char *)p, n }, line;
	struct allow a;
	struct where w;
	const char *why;
	struct rec r;
	size_t at = 0;

	allow_init(&a);
	if (allow_parse(&a, text, &w) == 0)
		while (str_cut(&text, '\n', &line))
			if (str_starts(line, STR("#")) &&
			    rec_parse(str_sub(line, 1, line.n), &r, &why) == 0)
				allow_find(&a, &r);
	while (allow_unused(&a, &at))
		;
	allow_free(&a);
	return 0;
}
