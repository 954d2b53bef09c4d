#include "base.h"
#include "rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str text = { (const char *)p, n };
	struct rules rs = { 0 };
	struct where w;

	if (rules_parse(&rs, NULL, (struct str){ "f", 1 }, text, &w) < 0 ||
	    rules_end(&rs, &w) < 0) {
		if (w.why[0] == '\0')
			abort();
	} else {
		for (size_t i = 0; i < rs.n; i++)
			if (rules_line(&rs.v[i], rs.v[i].match) < rs.v[i].line)
				abort();
	}
	rules_free(&rs);
	return 0;
}
