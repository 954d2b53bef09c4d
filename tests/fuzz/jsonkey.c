/* An object ends inside of its bytes, and so does the value of a key. */
#include "base.h"
#include "jsonkey.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str s = { (const char *)p, n }, value;
	size_t end = 0;
	bool object = jsonkey_object(s, &end);

	if (object && (end < 2 || end > n))
		abort();
	if (jsonkey_find(s, "alg", &value) && value.n > 0 &&
	    (value.p < s.p || value.p + value.n > s.p + n))
		abort();
	return 0;
}
