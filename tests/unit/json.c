#include "base.h"
#include "json.h"
#include "str.h"

#include "../t.h"

static char *text;
static size_t len;

static bool
writes(struct str s, const char *want)
{
	FILE *f = open_memstream(&text, &len);
	struct json j = { .out = f };
	bool ok;

	json_open(&j, NULL, '{');
	json_str(&j, "s", s);
	json_close(&j, '}');
	fclose(f);
	ok = strcmp(text, want) == 0;
	if (!ok)
		printf("# %s\n", text);
	free(text);
	return ok;
}

static bool
nests(void)
{
	FILE *f = open_memstream(&text, &len);
	struct json j = { .out = f };
	bool ok;

	json_open(&j, NULL, '{');
	json_open(&j, "a", '[');
	json_num(&j, NULL, 1);
	json_open(&j, NULL, '[');
	json_close(&j, ']');
	json_bool(&j, NULL, false);
	json_close(&j, ']');
	json_raw(&j, "n", STR("-0.5"));
	json_close(&j, '}');
	fclose(f);
	ok = strcmp(text, "{\"a\":[1,[],false],\"n\":-0.5}") == 0;
	free(text);
	return ok;
}

/* U+202E, U+2028 and U+009B, which a compiler would warn of in a string. */
static const char odd[] = { (char)0xe2, (char)0x80, (char)0xae, (char)0xe2,
	(char)0x80, (char)0xa8, (char)0xc2, (char)0x9b };

int
main(void)
{
	T(writes(STR(""), "{\"s\":\"\"}"));
	T(writes(STR("a\"\\b"), "{\"s\":\"a\\\"\\\\b\"}"));
	T(writes(STR("\t\n\x1b\x00\x7f"),
	    "{\"s\":\"\\t\\n\\u001b\\u0000\\u007f\"}"));
	T(writes(STR("caf\xc3\xa9"), "{\"s\":\"caf\xc3\xa9\"}"));
	T(writes(STR("\xff"
		     "a\xc3"),
	    "{\"s\":\"\\ufffda\\ufffd\"}"));
	T(writes(STR("\xed\xa0\x80"), "{\"s\":\"\\ufffd\\ufffd\\ufffd\"}"));
	T(writes((struct str){ odd, sizeof(odd) },
	    "{\"s\":\"\\u202e\\u2028\\u009b\"}"));
	T(writes(STR("\xf3\xa0\x81\x81"), "{\"s\":\"\\udb40\\udc41\"}"));
	T(nests());
	T(json_is_num(STR("0")) && json_is_num(STR("10.5")));
	T(json_is_num(STR("-3")) && !json_is_num(STR("")));
	T(!json_is_num(STR("01")) && !json_is_num(STR("1.")));
	T(!json_is_num(STR("-")) && !json_is_num(STR("1e5")));
	T(json_cut(STR("a\xc3\xa9"), 2).n == 1);
	T(json_cut(STR("a\xc3\xa9"), 3).n == 3);
	return T_END();
}
