#include "base.h"
#include "crc.h"
#include "str.h"
#include "template.h"

#include "../t.h"

static struct buf out = { .max = 1u << 20 };
static const char *why;

static struct str
make(const char *t, uint64_t seed)
{
	why = NULL;
	buf_reset(&out);
	if (template_expand(str_of(t), seed, &out, &why) < 0)
		return STR("(refused)");
	return buf_str(&out);
}

static bool
is(const char *t, const char *want)
{
	struct str got = make(t, 1);

	if (str_eqz(got, want))
		return true;
	printf("# got %.*s\n", FMT(got));
	return false;
}

static bool
refused(const char *t)
{
	buf_reset(&out);
	why = NULL;
	return template_expand(str_of(t), 1, &out, &why) < 0 && why != NULL;
}

static bool
only(struct str s, const char *set)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\0' || strchr(set, s.p[i]) == NULL)
			return false;
	return true;
}

static void
test_plain(void)
{
	T(is("", "") && is("abc", "abc"));
	T(is(
	    "\\{a\\} {{b}} \\\\ \\n|\\t|\\x41|\\q", "{a} {b}} \\ \n|\t|A|\\q"));
	T(is("x${PASSWORD:3}@h", "x${PASSWORD:3}@h"));
	T(is("{\"a\": 1} {token} {a b:3} {", "{\"a\": 1} {token} {a b:3} {"));
	T(is("{a:3}{b-b:2}{c\\:\\}:0}", "aaabb"));
	T(refused("{crc32-b62:6}") && refused("{crc32-base62:x}"));
	T(refused("{b64:{b64:{b64:{b64:{b64:{b64:x}}}}}}"));
	T(refused("{pem:X}") && refused("{nkey:ZZ}") && refused("{pypi}"));
}

static void
test_class(void)
{
	char first[64];
	struct str s = make("{A-Z2-7:16}", 1);

	T(s.n == 16 && only(s, base32_digits));
	memcpy(first, s.p, 16);
	T(memcmp(make("{A-Z2-7:16}", 1).p, first, 16) == 0);
	T(memcmp(make("{A-Z2-7:16}", 2).p, first, 16) != 0);
	T(only(make("{hex:40}", 1), "0123456789abcdef") && out.n == 40);
	T(only(make("{a-c_-:30}", 1), "abc_-") && out.n == 30);
	T(only(make("{+/:9}", 1), "+/") && out.n == 9);
	for (uint64_t seed = 0; seed < 50; seed++) {
		s = make("{A-Za-z0-9:20-24}", seed);
		T(s.n >= 20 && s.n <= 24 && strpbrk(s.p, "0123456789") &&
		    strpbrk(s.p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
	}
}

static bool
crc_is(const char *t, size_t from, size_t to, const char *digits, size_t width)
{
	struct str s = make(t, 3);
	char want[16] = "";

	crc_digits(crc32_of(str_sub(s, from, to)), digits, want, width);
	return s.n > width && str_ends(s, str_of(want));
}

static void
test_checksums(void)
{
	T(crc_is("ab_{alnum:30}{crc32-base62:6}", 3, 33, base62_digits, 6));
	T(crc_is("A=ab_{alnum:3}{crc32-base62:6:1}", 3, 8, base62_digits, 6));
	T(crc_is("x \"ab-{a-z:9}.09{crc32-base36:7}", 3, 18, base36_digits, 7));
	T(crc_is("K=ATX{alnum:9}={crc32-HEX:8}", 2, 15, "0123456789ABCDEF", 8));
	T(crc_is("zz_{alnum:8}_{crc32-hex:8:3}", 3, 11, "0123456789abcdef", 8));
	T(crc_is("A B{mark}C D{crc32-hex:8}", 3, 6, "0123456789abcdef", 8));
	T(is("123456789{crc32-le-hex:8}", "1234567892639f4cb"));
	T(is("123456789{crc32-le-base64:6}", "123456789Jjn0yw"));
	T(is("abc{sha256-base32:8}", "abcXJ4BNP4P"));
	T(is("7992739871{luhn}", "79927398713"));
}

static void
test_keys(void)
{
	T(is("{b64:user:pass}", "dXNlcjpwYXNz"));
	T(is("{b64url:\\xff\\xfe}", "__4"));
	T(make("{b64:{bytes:32}}", 1).n == 44);
	T(make("{uuid}", 1).n == 36 && out.p[14] == '4');
	T(str_starts(make("{jwt}", 1), STR("eyJhbGciOiJIUzI1NiIsInR5cCI6")));
	T(str_ends(make("{pem:EC PRIVATE KEY:32}", 1),
	    STR("-----END EC PRIVATE KEY-----")));
	T(str_find(buf_str(&out), STR("KEY-----\nMCUCAQEEI"), 0) != STR_NONE);
	T(str_find(make("{pem-json:PRIVATE KEY:90}", 1), STR("KEY-----\\nM"),
	      0) != STR_NONE);
	T(str_find(make("{openssh:none}", 1),
	      STR("\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAAB"),
	      0) != STR_NONE);
	T(str_starts(make("{nkey:SU}", 1), STR("SU")) && out.n == 58);
	T(str_starts(make("{bech32:AGE-SECRET-KEY-:32}", 1),
	      STR("AGE-SECRET-KEY-1")) &&
	    out.n == 74);
	T(str_eqz(
	      str_sub(make("{azure:64:+ASt:Default0}", 1), 76, 80), "+ASt") &&
	    out.n == 88);
	T(str_eqz(
	      str_sub(make("{azure:32:AzCa:Access00}", 1), 33, 37), "AzCa") &&
	    out.n == 44);
	T(out.p[37] >= 'A' && out.p[37] <= 'P');
	T(str_eqz(
	      str_sub(make("{azure:39:AzSe:Query000}", 1), 42, 46), "AzSe") &&
	    out.n == 52);
	T(out.p[46] >= 'A' && out.p[46] <= 'D');
	T(make("{wireguard}", 1).n == 44);
	T(str_starts(make("{pypi:example}", 1), STR("pypi-AgEH")));
}

int
main(void)
{
	struct buf tiny = { .max = 10 };

	test_plain();
	test_class();
	test_checksums();
	test_keys();
	T(template_expand(STR("{a:11}"), 1, &tiny, &why) < 0 && why);
	buf_free(&tiny);
	buf_free(&out);
	return T_END();
}
