#include "base.h"
#include "jsonkey.h"
#include "lax.h"
#include "str.h"

#include "../t.h"

static unsigned char out[64];
static size_t n;

typedef int decode(struct str s, unsigned char *p, size_t cap, size_t *len);

static bool
gives(decode *d, const char *text, struct str want)
{
	return d(str_of(text), out, sizeof(out), &n) == 0 &&
	    str_eq((struct str){ (char *)out, n }, want);
}

static bool
refuses(decode *d, const char *text, size_t cap)
{
	return d(str_of(text), out, cap, &n) < 0;
}

static bool
key_is(const char *json, const char *key, const char *want)
{
	struct str v;

	if (!jsonkey_find(str_of(json), key, &v))
		return want == NULL;
	return want && str_eqz(v, want);
}

static void
test_json(void)
{
	static const char deep[] = "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
				   "[[[[1]]]]]]]]]]]]]]]]]]]]"
				   "]]]]]]]]]]]]]]]]]]]]}";
	size_t end = 0;

	T(key_is("{\"a\":1,\"b\":\"x\"}", "b", "x"));
	T(key_is(" { \"a\" : [1,{\"b\":2}] , \"b\" : -1.5e3 }", "b", "-1.5e3"));
	T(key_is("{\"a\":{\"b\":1}}", "b", NULL));
	T(key_is("{\"a\":\"\\\"b\\\":\",\"b\":true}", "b", "true"));
	T(key_is("{\"a\":1", "a", NULL) && key_is("[1]", "a", NULL));
	T(key_is("{\"a\" 1}", "a", NULL) && key_is("{a:1}", "a", NULL));
	T(key_is("{\"a\":[1}}", "a", NULL) && key_is("", "a", NULL));
	T(key_is("{\"a\":\"x\n\"}", "a", NULL) && key_is(deep, "a", NULL));
	T(jsonkey_object(STR("{}"), NULL) && !jsonkey_object(STR("{,}"), NULL));
	T(jsonkey_object(STR("{\"a\":1} more"), &end) && end == 7);
}

int
main(void)
{
	T(gives(lax_b64, "", STR("")) && gives(lax_b64, "Zg==", STR("f")));
	T(gives(lax_b64, "Zg", STR("f")) && gives(lax_b64, "Zm8", STR("fo")));
	T(gives(lax_b64, "_-4", STR("\xff\xee")));
	T(gives(lax_b64, "/+4=", STR("\xff\xee")));
	T(refuses(lax_b64, "Zm8*", 9) && refuses(lax_b64, "Zm9vY", 9));
	T(refuses(lax_b64, "Zm9v", 2));
	T(gives(lax_base32, "MZXW6===", STR("foo")));
	T(gives(lax_base32, "mzxw6", STR("foo")));
	T(refuses(lax_base32, "MZXW1", 9));
	/* The vectors of draft-msporny-base58. */
	T(gives(lax_base58, "2NEpo7TZRRrLZSi2U", STR("Hello World!")));
	T(gives(lax_base58, "11233QC4", STR("\0\0\x28\x7f\xb4\xcd")));
	T(refuses(lax_base58, "0", 9) && refuses(lax_base58, "zzzz", 2));
	T(gives(lax_body, "Zm9v\nYmFy", STR("foobar")));
	T(gives(lax_body, "Zm9v\\nYmFy\\r\\n", STR("foobar")));
	T(gives(lax_body, "\"Zm9v\\n\" +\n  \"YmFy\\n\",", STR("foobar")));
	/* A plus sign between digits is one of them. */
	T(gives(lax_body, "Zm+v", STR("f\x6f\xaf")));
	T(gives(lax_body, "Zm9v\n  +m9v", STR("foo\xfa\x6f\x6f")));
	T(gives(lax_body, "'Zm9v'\n + '+m9v'", STR("foo\xfa\x6f\x6f")));
	T(gives(lax_body, "\"Zm+v\\n\"+\"YmFy\"+",
	    STR("f\x6f\xaf"
		"bar")));
	T(gives(lax_body, "Zm9v\\\n YmFy", STR("foobar")));
	T(refuses(lax_body, "Zm9v:YmFy", 9));
	test_json();
	return T_END();
}
