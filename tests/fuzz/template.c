#include "base.h"
#include "template.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf out = { .max = 1u << 20 };
	const char *why = NULL;

	if (template_expand((struct str){ (const char *)p, n }, n, &out, &why) <
		0 &&
	    why == NULL)
		abort();
	buf_free(&out);
	return 0;
}
