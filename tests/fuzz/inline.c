/* Two lines: the one above, and the one that may accept a finding. */
#include "base.h"
#include "inline.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str all = { (const char *)p, n }, above, line;
	struct inline_allow a = { 0 };
	size_t cut = str_find(all, STR("\n"), 0);

	above = str_sub(all, 0, cut == STR_NONE ? 0 : cut);
	line = str_sub(all, cut == STR_NONE ? 0 : cut + 1, n);
	switch (inline_find(line, above, STR("secrets/x"), 20000, &a)) {
	case INLINE_NONE: break;
	case INLINE_ACCEPTED:
		/* A fast no must not hide what the slow look accepts. */
		if (a.reason.n == 0 ||
		    (!inline_any(line) && !inline_any(above)))
			abort();
		break;
	case INLINE_REFUSED:
		if (a.why == NULL)
			abort();
	}
	return 0;
}
