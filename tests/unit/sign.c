#include "base.h"
#include "sign.h"
#include "str.h"

#include "../t.h"

static const char *const pieces[] = {
	"Z2hwX0FiQ2RFZkdoSWpLbE1uT3BRclN0VXZXeFl6",
	"6768705f4162436445664768496a4b6c", "H4sIAAAAAAAAA0vKLEpOTQIA", "eJwr",
	"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=", "\\x67\\x68", "\\u0067", "\\n",
	"\\147", "%67%68", "%20", "&#103;&#x68;", "&amp;", "=67=68", "=3D",
	"\"abc\" + \"def\"", "'a' . 'b'", "'g','h', 'i'", "\"g\", \"h\"",
	"103, 104, 112, 95, 65, 66, 67, 68, 69,", "0x67,0x68,0x70,0x5f,0x41,",
	"abc\\\n  def", "\"\n   \"", "some words of text ", "\n", "{", "= ",
	"A", "a/b-c_d", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x", "\"", "'", " ",
	"\\", "=\n", "..", "ffffffffffffffffffffffffffffffffffff"
};

static uint32_t rnd = 2463534242;

static uint32_t
next(uint32_t n)
{
	rnd ^= rnd << 13;
	rnd ^= rnd >> 17;
	rnd ^= rnd << 5;
	return rnd % n;
}

static char text[4096];
static struct sign all[4096], some[4096];

static struct str
make_text(void)
{
	size_t n = 0;

	while (n < 2000) {
		const char *p = pieces[next(LEN(pieces))];
		size_t k = strlen(p), from = next(4) ? 0 : next((uint32_t)k);

		k -= from;
		if (k && next(4) == 0)
			k = next((uint32_t)k) + 1;
		memcpy(text + n, p + from, k);
		n += k;
	}
	return (struct str){ text, n };
}

static size_t
find(struct str s, struct sign v[4096], bool *rising)
{
	struct signs it;
	size_t n = 0;

	signs_init(&it, s);
	while (n < 4096 && signs_next(&it, &v[n])) {
		if (n && v[n].end < v[n - 1].end)
			*rising = false;
		n++;
	}
	return n;
}

/* From any place on, the signs that end SIGN_BEFORE bytes behind it or more
   are those of the whole, and no byte behind its end makes or unmakes one. */
static bool
is_local(struct str s, size_t n)
{
	size_t from = next((uint32_t)s.n), i = 0, k = 0, m;
	size_t to = from + next((uint32_t)(s.n - from) + 1);
	bool rising = true;

	m = find(str_sub(s, from, to), some, &rising);
	for (; i < n && all[i].end < from + SIGN_BEFORE; i++)
		;
	for (; k < m && some[k].end < SIGN_BEFORE; k++)
		;
	for (; i < n && all[i].end <= to; i++, k++)
		if (k == m || some[k].kind != all[i].kind ||
		    some[k].end + from != all[i].end)
			return false;
	return k == m && rising;
}

/* The kinds found, as letters. */
static bool
are(const char *z, const char *want)
{
	char out[64];
	bool rising = true;
	size_t n = find(str_of(z), some, &rising), k = 0;

	for (size_t i = 0; i < n && k + 1 < sizeof(out); i++)
		out[k++] = "0123hiPp%\\&=+/c#r"[some[i].kind];
	out[k] = '\0';
	if (strcmp(out, want) != 0)
		printf("# %s: %s\n", z, out);
	return rising && strcmp(out, want) == 0;
}

static void
test_kinds(void)
{
	T(are("Z2hwX0FiQ2RFZkdoSWpLbE1uT3BRclN0", "0"));
	T(are("xZ2hwX0FiQ2RFZkdoSWpLbE1uT3BRclN0", "3"));
	T(are("2hwX0FiQ2RFZkdoSWpLbE1uT3BRclN0", "1"));
	T(are("hwX0FiQ2RFZkdoSWpLbE1uT3BRclN0", "2"));
	T(are("Z2hwX0FiQ2RFZkdoSWpLbE", ""));
	T(are("6768705f4162436445664768496a4b6c", "h"));
	T(are("f6768705f4162436445664768496a4b6c", "i"));
	T(are("H4sIAAAAAAAAA0vKLEpOTQIAAAAA", "P"));
	T(are("1f8b0800000000000003ffffffffffffffff", "p"));
	T(are("a%67%68%20b", "%"));
	T(are("100%20", ""));
	T(are("\\x67\\x68 \\u0067 \\147 \\u{67} \\n\\x00", "\\\\\\\\"));
	T(are("&#103;&#104; &#x67; &amp; &#9;", "&&"));
	T(are("=67=68 =3D a=20 =zz", "=="));
	T(are("\"ab\" + \"cd\"", "+"));
	T(are("\"ab\"\n\t\"cd\"", "+"));
	T(are("'ab' .. 'cd'", "+"));
	T(are("\"ab \" + \"cd\" f(\"x\", \"y2\")", ""));
	T(are("abc\\\ndef", "/"));
	T(are("abc \\\ndef", ""));
	T(are("['g','h','p']", "c"));
	T(are("[\"g\", \"h\", \"p\"]", "c"));
	T(are("103, 104, 112, 95, 65, 66, 67, 68, 69, 70, 71,", "#"));
	T(are("103, 104, 1, 95, 65, 66, 67, 68, 69", ""));
	T(are("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ""));
	T(are("a_long_name_that_is_an_identifier_of_a_program", ""));
}

int
main(void)
{
	bool rising = true, local = true;
	size_t total = 0;

	test_kinds();
	for (unsigned round = 0; round < 300; round++) {
		struct str s = make_text();
		size_t n = find(s, all, &rising);

		total += n;
		for (unsigned i = 0; i < 20 && local; i++)
			local = is_local(s, n);
		if (!local)
			printf("# round %u\n", round);
		if (!local)
			break;
	}
	T(rising);
	T(local);
	T(total > 5000);
	return T_END();
}
