/* No bytes bring the coders out of bounds, and what they write is UTF-8. */
#include "base.h"
#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf out = { .max = 8u << 20 };
	struct str in = { (const char *)p, n };
	int32_t cp;

	text_coding(in);
	text_binary(in);
	utf8_units(in, n);
	text_from_utf16(CODING_UTF16LE, in, &out);
	text_from_utf16(CODING_UTF16BE, in, &out);
	for (size_t at = 0; at < out.n;)
		if (utf8_next(buf_str(&out), &at) < 0)
			__builtin_trap();
	for (size_t at = 0; at < n;)
		if ((cp = utf8_next(in, &at)) >= 0 &&
		    text_width((uint32_t)cp) > 2)
			__builtin_trap();
	buf_free(&out);
	return 0;
}
