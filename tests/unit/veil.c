#include "base.h"
#include "inflate.h"
#include "str.h"
#include "veil.h"

#include "../t.h"

static struct veil v;
static struct inflate *z;

/* What the first sign of text shows inside, or "-". */
static const char *
inside(const char *text)
{
	static char out[256];
	struct str s = str_of(text);
	struct signs it;
	struct sign sign;

	signs_init(&it, s);
	if (!signs_next(&it, &sign) || !veil_lift(&v, z, s, &sign, 0))
		return "-";
	snprintf(out, sizeof(out), "%.*s",
	    FMT(str_sub(buf_str(&v.text), v.inside.from, v.inside.to)));
	return out;
}

static bool
says(const char *text, const char *want)
{
	const char *got = inside(text);

	if (strcmp(got, want) != 0)
		printf("# %s: %s\n", text, got);
	return strcmp(got, want) == 0;
}

/* Where those bytes of the view stand in text, as "from-to". */
static bool
stands(const char *text, const char *what, size_t from, size_t to)
{
	struct span at;
	size_t i;

	(void)inside(text);
	i = str_find(buf_str(&v.text), str_of(what), 0);
	at = veil_place(&v, (struct span){ i, i + strlen(what) });
	if (i == STR_NONE || at.from != from || at.to != to)
		printf("# %s in %s: %zu-%zu\n", what, text, at.from, at.to);
	return i != STR_NONE && at.from == from && at.to == to;
}

/* RFC 4648 has the digits, RFC 2045 and RFC 7468 the lines. */
static void
test_digits(void)
{
	T(says("x=VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcw==", /* */
	    "The quick brown fox jumps"));
	T(says(
	    "VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcw", "The quick brown fox jumps"));
	T(says("dGhlIHF1aWNrPz4-Lz4-L2Jyb3duIGZveCBqdW1wcw",
	    "the quick?>>/>>/brown fox jumps"));
	T(says("dGhlIHF1aWNrIGJyb3duIGZveC4gPz8\\/byBqdW1wcw==",
	    "the quick brown fox. ???o jumps"));
	T(says("  VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVyIHRo\n"
	       "  ZSBsYXp5IGRvZw==\n",
	    "The quick brown fox jumps over the lazy dog"));
	T(says("\"VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVyIHRo\\n"
	       "ZSBsYXp5IGRvZw==\\n",
	    "The quick brown fox jumps over the lazy dog"));
	/* Another key of a mapping is no line of it. */
	T(says("a: VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVyIHRo\nlast: 1\n",
	    "The quick brown fox jumps over th"));
	T(says(
	    "54686520717569636b2062726f776e20666f78", "The quick brown fox"));
	T(says("0x54686520717569636B2062726F776E20666F78,",
	    "The quick brown fox"));
	/* Bytes that are no text. */
	T(says("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "-"));
	T(stands("x=VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcw==", "quick", 7, 14));
	T(stands("x=VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcw==", "jumps", 28, 38));
	T(stands("54686520717569636b2062726f776e20666f78", "quick", 8, 18));
}

/* python3: base64.b64encode(gzip.compress(b"the quick brown fox jumps",
   mtime=0)), and of zlib.compress at levels 1, 6 and 9 */
static void
test_packed(void)
{
	static const char fox[] = "the quick brown fox jumps";

	T(says("H4sIAAAAAAACAyvJSFUoLM1MzlZIKsovz1NIy69QyCrNLSgGAMKvomcZAAAA",
	    fox));
	T(strcmp(v.via, "base64,gzip") == 0);
	T(says("eAEryUhVKCzNTM5WSCrKL89TSMuvUMgqzS0oBgB6BgmD", fox));
	T(says("eJwryUhVKCzNTM5WSCrKL89TSMuvUMgqzS0oBgB6BgmD", fox));
	T(strcmp(v.via, "base64,zlib") == 0);
	T(says("1f8b08000000000002032bc94855282ccd4cce56482a"
	       "ca2fcf5348cbaf50c82acd2d280600c2afa26719000000",
	    fox));
	T(says("H4sIAAAAAAACAyvJSFUoLM1MzlZIKsovz1NIy69QyCrNLSgG", "-"));
}

static void
test_escapes(void)
{
	T(says("a%67%68p%5fx b", "aghp_x b"));
	T(says("\\x67\\x68\\x70\\x5f", "ghp_"));
	T(says("gh\\u0070\\u005fx", "ghp_x"));
	T(says("\\u{67}\\u{68}\\U00000070\\137", "ghp_"));
	T(says("&#103;&#x68;&#0112;_&amp;", "ghp_&"));
	T(says("=67=68=70=5F", "ghp_"));
	T(says("0123456789012345678901234567890123456789012345678 ab=\r\ncd",
	    "0123456789012345678901234567890123456789012345678 abcd"));
	T(stands("a%67%68p%5fx b", "ghp_", 1, 11));
}

static void
test_strings(void)
{
	T(says("x = \"ab\" + \"cd\" + y", "abcd"));
	T(says("x = 'ab'\n  . 'cd' . 'ef';", "abcdef"));
	T(says("x = \"ab\" .. \"cd\"", "abcd"));
	T(says("\"ab\"\n\t\"c\\\"d\" \"ef\"", "abc\\\"def"));
	T(says("x=ab\\\ncd\\\n  ef g", "x=abcdef"));
	T(says("['a','b','c','d','e','f','g','h','i']", "abcdefghi\""));
	T(says("97, 98, 99, 100, 101, 102, 103, 104, 105", "abcdefghi\""));
	T(says(
	    "{0x61,0x62,0x63,0x64,0x65,0x66,0x67,0x68,0x69}", "abcdefghi\""));
	T(stands("x = \"ab\" + \"cd\" + y", "bc", 6, 13));
	T(stands("['a','b','c','d','e','f','g','h','i']", "bc", 5, 12));
}

static void
test_reversed(void)
{
	struct str s = STR("x = \"ponmlkjihgfedcba\"[::-1]");
	struct sign sign = { SIGN_REVERSE, s.n };
	size_t at;

	T(veil_lift(&v, z, s, &sign, 0));
	at = str_find(buf_str(&v.text), STR("abcdefghijklmnop"), 0);
	T(at != STR_NONE);
	T(veil_place(&v, (struct span){ at, at + 4 }).from == 17);
	T(veil_place(&v, (struct span){ at, at + 4 }).to == 21);
}

/* What is too long for one view comes in several, which overlap. */
static void
test_long(void)
{
	static char text[400 << 10];
	struct sign sign = { SIGN_BASE64_0, SIGN_TEXT64 };
	struct str s = { text, sizeof(text) };
	size_t last = 0, views = 1;
	bool overlap = true;

	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "YWJj"[i % 4];
	T(veil_lift(&v, z, s, &sign, 0) && v.again > 0);
	for (; v.again; views++) {
		last = v.at.to;
		overlap &= v.again < last;
		if (!veil_more(&v, s, &sign))
			break;
		overlap &= v.at.to >= last;
	}
	T(overlap);
	T(v.at.to == sizeof(text));
	T(views > 5 && views < 12);
}

int
main(void)
{
	z = inflate_new();
	veil_init(&v);
	test_digits();
	test_packed();
	test_escapes();
	test_strings();
	test_reversed();
	test_long();
	veil_free(&v);
	inflate_free(z);
	return T_END();
}
