#include "base.h"
#include "convert.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* The first byte chooses the conversions; a length that was promised must
   hold, and a second pass over idents must change nothing. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct buf one = { .max = 1 << 20 }, two = { .max = 1 << 20 };
	static const struct str sets[] = { { "", 0 }, { "UTF-16", 6 },
		{ "latin-1", 7 }, { "UTF-16LE-BOM", 12 } };
	struct convert c = { 0 };
	struct str in;
	bool bad;

	if (n == 0)
		return 0;
	in = (struct str){ (const char *)p + 1, n - 1 };
	c.eol = p[0] & 1 ? EOL_CRLF : EOL_CRLF_AUTO;
	c.encoding = sets[p[0] >> 1 & 3];
	buf_reset(&one);
	buf_reset(&two);
	if (convert_ident(&one, in, "00") == 1 &&
	    convert_ident(&two, buf_str(&one), "00") == 1 &&
	    !str_eq(buf_str(&one), buf_str(&two)))
		__builtin_trap();
	buf_reset(&one);
	convert_eol(&c, &one, in);
	buf_reset(&one);
	convert_encoding(&c, &one, in, &bad);
	return 0;
}
