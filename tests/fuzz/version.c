/* Whatever two versions are: one order, the other way round as well. */
#include "base.h"
#include "str.h"
#include "version.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str s, a, b;
	enum grammar g;
	int c;

	if (n == 0)
		return 0;
	g = (enum grammar)(p[0] % (GRAMMAR_RPM + 1));
	s = (struct str){ (const char *)p + 1, n - 1 };
	b = s;
	if (!str_cut(&b, '\n', &a) || !version_ok(g, a) || !version_ok(g, b))
		return 0;
	c = version_cmp(g, a, b);
	if (c < -1 || c > 1 || version_cmp(g, b, a) != -c ||
	    version_cmp(g, a, a) != 0)
		abort();
	return 0;
}
