#include "base.h"
#include "ignore.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* The first line is a path, the rest a .gitignore. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str text = { (const char *)p, n }, path;
	struct ignore g = { 0 };

	if (!str_cut(&text, '\n', &path))
		return 0;
	if (ignore_parse(&g, text) == 0)
		ignore_match(&g, path, n & 1);
	ignore_free(&g);
	return 0;
}
