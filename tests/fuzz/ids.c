/* A file of kinds; each is then asked about the file's own last line. */
#include "base.h"
#include "ids.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str all = { (const char *)p, n };
	size_t nl = str_rchr(all, '\n');
	struct str last = str_sub(all, nl == STR_NONE ? 0 : nl + 1, n);
	struct ids s = { .n = 0 };
	struct idhint v[IDS_HINTS];
	struct where w = { 0 };
	struct idname name;
	struct idtext t;

	if (ids_parse(&s, STR("f"), all, n % 2, &w) == 0 &&
	    ids_end(&s, &w) == 0) {
		for (size_t i = 0; i < s.n && idtext_make(&t, last); i++)
			if (idkind_shaped(&s.v[i], &t) &&
			    idkind_passes(&s.v[i], &t))
				(void)idkind_synthetic(&s.v[i], &t);
		idname_make(&name, last);
		if (ids_hints(&s, &name, v) > IDS_HINTS)
			abort();
	} else if (*w.why == '\0') {
		abort();
	}
	ids_free(&s);
	return 0;
}
