#include "base.h"
#include "str.h"
#include "vet.h"

#include "../t.h"

#define HEAD "\nid: a-1\ntitle: A\nseverity: high\nkeyword: ab\n"

/* Is it refused, at this line, with these words? NULL: it is not. */
static bool
says(const char *text, size_t line, const char *words)
{
	struct rules rs = { 0 };
	struct where w = { 0 };
	int rc = rules_parse(&rs, NULL, STR("f"), str_of(text), &w);
	bool ok;

	if (rc == 0 && (rc = rules_end(&rs, &w)) == 0)
		rc = vet_rules(&rs, STR("f"), &w);
	ok = words ? rc < 0 && w.line == line && strstr(w.why, words) : !rc;
	if (!ok)
		printf("# %d %zu: %s\n", rc, w.line, w.why);
	rules_free(&rs);
	return ok;
}

int
main(void)
{
	T(says(HEAD "match: ab(c)\nsecret: 1\ncheck: crc32-hex 8\n"
		    "without: x|y\npair: a-1\nyes: abc\nno: {a-z:3}\n",
	    0, NULL));
	T(says(HEAD "match: ab(?<x>c)\nsecret: x\n", 0, NULL));
	T(says(HEAD "match: ab(\n", 6, "field 'match': missing"));
	T(says(HEAD "match: (ab)*\n", 6, "match nothing"));
	T(says(HEAD "match: ab(c)\nsecret: 2\n", 7, "'secret'"));
	T(says(HEAD "match: ab(c)\nsecret: y\n", 7, "'secret'"));
	T(says(HEAD "match: ab\nwithout: a\nwithout: [\n", 8, "'without'"));
	T(says(HEAD "match: ab\nwithout: a?\n", 7, "'without'"));
	T(says(HEAD "match: ab\ncheck: jwt\n# x\ncheck: putti\n", 9,
	    "unknown check 'putti'; did you mean 'putty'?"));
	T(says(HEAD "match: ab\ncheck: crc32-hex\n", 7, "too few"));
	T(says(HEAD "match: ab\npair: b-1\n", 7, "'pair'"));
	T(says(HEAD "match: ab\nyes: {crc32-b62:6}\n", 7, "'yes'"));
	T(says(HEAD "match: ab\nno: ab\nno: {pem:x}\n", 8, "'no'"));
	return T_END();
}
