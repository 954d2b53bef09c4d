#include "base.h"
#include "text.h"
#include "str.h"
#include "../t.h"

static bool
turns(enum coding c, struct str in, const char *want, size_t used)
{
	struct buf out = { .max = 1u << 20 };
	bool ok = text_from_utf16(c, in, &out) == used &&
	    str_eqz(buf_str(&out), want);

	buf_free(&out);
	return ok;
}

static int32_t
first(const char *s, size_t *at)
{
	*at = 0;
	return utf8_next(str_of(s), at);
}

int
main(void)
{
	struct buf b = { .max = 64 };
	size_t at;

	T(text_coding(STR("hello")) == CODING_UTF8);
	T(text_coding(STR("caf\xc3\xa9 cut \xe2\x82")) == CODING_UTF8);
	T(text_coding(STR("caf\xe9 latin")) == CODING_BYTES);
	T(text_coding(STR("\xff\xfe"
			  "a\0b\0")) == CODING_UTF16LE);
	T(text_coding(STR("\xfe\xff\0a\0b")) == CODING_UTF16BE);
	T(text_coding(STR("a\0b\0c\0\n\0")) == CODING_UTF16LE);
	T(text_coding(STR("\0a\0b\0c\0\n")) == CODING_UTF16BE);
	T(text_coding(STR("\xff\xfe\0\0a\0\0\0")) == CODING_BYTES);
	T(text_coding(STR("")) == CODING_UTF8 && !text_binary(STR("")));
	T(text_binary(STR("ELF\0abcdef")) && !text_binary(STR("a\0b\0c\0")));

	T(turns(CODING_UTF16LE, STR("a\0\xac\x20"), "a\xe2\x82\xac", 4));
	T(turns(
	    CODING_UTF16BE, STR("\xd8\x3d\xde\x00"), "\xf0\x9f\x98\x80", 4));
	T(turns(CODING_UTF16LE, STR("\x3d\xd8"), "", 0));
	T(turns(CODING_UTF16LE, STR("\x3d\xd8z\0"), "\xef\xbf\xbdz", 4));
	T(turns(CODING_UTF16LE, STR("\x00\xdez"), "\xef\xbf\xbd", 2));

	T(first("\xe2\x82\xac", &at) == 0x20ac && at == 3);
	T(first("\xc0\x80", &at) == -0xc0 && at == 1);
	T(first("\xed\xa0\x80", &at) == -0xed && at == 1);
	T(first("\xf4\x90\x80\x80", &at) == -0xf4 && at == 1);
	T(first("\xe2\x82", &at) == -0xe2 && at == 1);
	T(utf8_put(&b, 0x1f600) == 0 && utf8_put(&b, 0xd800) == 0);
	T(str_eqz(buf_str(&b), "\xf0\x9f\x98\x80\xef\xbf\xbd"));
	T(utf8_units(STR("a\xc3\xa9\xf0\x9f\x98\x80"), 7) == 4);
	T(utf8_units(STR("abc"), 2) == 2);
	T(utf8_units(STR("0123456789abcdef\xc3\xa9 0123456789"), 28) == 27);
	T(utf8_units(STR("01234567\xf0\x9f\x98\x80 0123456\xff"), 21) == 19);

	T(text_width('a') == 1 && text_width(0x301) == 0);
	T(text_width(0x4e00) == 2 && text_width(0x1f600) == 2);
	T(text_width(0xe9) == 1 && text_width(0x200b) == 0);
	T(text_unsafe(0x1b) && text_unsafe(0x9b) && text_unsafe(0x202e));
	T(text_unsafe(0x200b) && text_unsafe(0xe0041) && text_unsafe(0x2028));
	T(!text_unsafe('a') && !text_unsafe(0x4e00) && !text_unsafe(0x301));
	T(text_control(0x2069) && !text_control(0x200b));
	buf_free(&b);
	return T_END();
}
