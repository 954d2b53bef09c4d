#include "base.h"
#include "rulefield.h"
#include "rules.h"
#include "str.h"

#include "../t.h"

#define HEAD "id: a-1\ntitle: A\nseverity: high\nkeyword: ab\nmatch: ab.\n"

static struct where w;

static int
parse(struct rules *rs, const char *text)
{
	int rc = rules_parse(rs, "secrets", STR("f.rules"), str_of(text), &w);

	return rc < 0 ? rc : rules_end(rs, &w);
}

/* Is text refused, at this line, with these words? */
static bool
bad(const char *text, size_t line, const char *words)
{
	struct rules rs = { 0 };
	int rc = parse(&rs, text);

	rules_free(&rs);
	if (rc < 0 && w.line == line && strstr(w.why, words))
		return true;
	printf("# %d %zu: %s\n", rc, w.line, w.why);
	return false;
}

static void
test_all_fields(void)
{
	struct rules rs = { 0 };
	const struct rule *r;

	T(parse(&rs,
	      "id: z-9\ntitle: Z\nseverity: critical\n"
	      "keyword: k\\x00y two\\s \\\\x\nnocase: yes\n"
	      "back: [A-Ca_\\-]{0,64}\nmatch: k(?<secret>.)\nsecret: 1\n"
	      "check: jwt\ncheck: crc32-base62 6\nentropy: 3.5\n"
	      "context: one two\ncontext: three\ndistance: 40\n"
	      "without: a b\nwithout: c\nplaceholder: x y\npair: a-1\n"
	      "pair-lines: 5\npath: *.c a/**\nnot-path: *.h\n"
	      "generic: yes\nguessable: yes\nfix: f\nwhy: y\nrevoke: r1\n"
	      "revoke: r2\nsee: s\ncwe: CWE-321\nyes: {a-z:3}\nno: n\n") == 0);
	T(rs.n == 1 && (r = rules_find(&rs, STR("z-9"))) != NULL);
	r = rs.v;
	T(str_eqz(r->sieve, "secrets") && str_eqz(r->title, "Z"));
	T(r->severity == SEV_CRITICAL && r->nocase);
	T(r->keyword.n == 3 && str_eq(r->keyword.v[0], STR("k\0y")));
	T(str_eqz(r->keyword.v[1], "two ") && str_eqz(r->keyword.v[2], "\\x"));
	T(r->back.max == 64 && r->back.set[0] == UINT64_C(1) << '-');
	T(r->back.set[1] ==
	    (UINT64_C(14) | UINT64_C(1) << 33 | UINT64_C(1) << 31));
	T(str_eqz(r->match, "k(?<secret>.)") && str_eqz(r->secret, "1"));
	T(r->check.n == 2 && str_eqz(r->check.v[1], "crc32-base62 6"));
	T(r->entropy == 350 && r->context.n == 3 && r->distance == 40);
	T(r->without.n == 2 && str_eqz(r->without.v[0], "a b"));
	T(r->placeholder.n == 2 && str_eqz(r->pair, "a-1"));
	T(r->pair_lines == 5 && r->path.n == 2 && r->not_path.n == 1);
	T(r->generic && r->guessable && r->revoke.n == 2 && r->see.n == 1);
	T(str_eqz(r->fix, "f") && str_eqz(r->why, "y") && r->cwe == 321);
	T(r->yes.n == 1 && r->no.n == 1 && r->line == 1);
	T(rules_line(r, r->check.v[1]) == 10);
	T(str_eqz(r->file, "f.rules"));
	rules_free(&rs);
}

static void
test_errors(void)
{
	T(bad(HEAD "untill: 3\n", 6, "unknown field 'untill'"));
	T(bad(HEAD "keywrd: 3\n", 6, "did you mean 'keyword'?"));
	T(bad(HEAD "match: x\n", 6, "'match' is given twice"));
	T(bad(HEAD "why:\n", 6, "no value"));
	T(bad("\n\nid: a\nmatch: b\nseverity: low\n", 3, "no field 'title'"));
	T(bad("title: a\nmatch: b\nseverity: low\n", 1, "no field 'id'"));
	T(bad("title: a\nid: b\nseverity: low\n", 1, "no field 'match'"));
	T(bad("title: a\nid: b\nmatch: c\n", 1, "no field 'severity'"));
	T(bad("id: a\ntitle: a\nmatch: [b]\nseverity: low\n", 1, "'keyword'"));
	T(bad("id: Ab\n", 1, "'id' must"));
	T(bad("id: a/b/c\n", 1, "'id' must"));
	T(bad("id: /b\n", 1, "'id' must"));
	T(bad("severity: hi\n", 1, "'severity' must"));
	T(bad("keyword: a\n", 1, "'keyword' must"));
	T(bad("keyword: ab\\q\n", 1, "escape"));
	T(bad("keyword: ab\\x4\n", 1, "escape"));
	T(bad("back: [a-z]\n", 1, "'back' must"));
	T(bad("back: [z-a]{3}\n", 1, "'back' must"));
	T(bad("back: {3}\n", 1, "'back' must"));
	T(bad("back: [a]{0,99999}\n", 1, "'back' must"));
	T(bad("entropy: high\n", 1, "'entropy' must"));
	T(bad("entropy: 3.\n", 1, "'entropy' must"));
	T(bad("distance: -1\n", 1, "'distance' must"));
	T(bad("distance: 4097\n", 1, "from 1 to 4096"));
	T(bad("nocase: 1\n", 1, "'nocase' must"));
	T(bad("cwe: x\n", 1, "'cwe' must"));
	T(bad("id a\n", 1, "':'"));
	T(bad(HEAD "\n" HEAD, 7, "given twice, first at f.rules:1"));
}

/* A pattern that plainly begins with a literal needs no keyword. */
static void
test_keyword(void)
{
	struct rules rs = { 0 };

	T(parse(&rs,
	      "id: a\ntitle: t\nseverity: low\nmatch: ACME-(a|b)\n\n"
	      "id: b\ntitle: t\nseverity: low\nmatch: ACMEx?[|]z\n") == 0);
	T(rs.n == 2 && str_eqz(rs.v[0].keyword.v[0], "ACME-"));
	T(str_eqz(rs.v[1].keyword.v[0], "ACME"));
	rules_free(&rs);
	T(bad("id: a\ntitle: t\nseverity: low\nmatch: ACME|b\n", 1, "keyw"));
}

static void
test_sieves(void)
{
	struct rules rs = { 0 };
	const char *more = "id: data/b\ntitle: B\nseverity: low\n"
			   "keyword: bb\nmatch: bb\n";

	T(parse(&rs, more) == 0 && rs.n == 0);
	T(parse(&rs, HEAD) == 0 && rs.n == 1);
	T(rules_parse(&rs, NULL, STR("g"), str_of(more), &w) == 0);
	T(rs.n == 2 && rules_end(&rs, &w) == 0);
	T(rules_find(&rs, STR("data/b")) == &rs.v[0]);
	T(rules_find(&rs, STR("secrets/a-1")) == &rs.v[1]);
	T(rules_find(&rs, STR("secrets/a")) == NULL);
	rules_free(&rs);
}

int
main(void)
{
	size_t n = 0;

	while (rulefields[n].name)
		n++;
	T(n == RULEFIELD_COUNT);
	for (size_t i = 1; i < n; i++)
		T(strcmp(rulefields[i - 1].name, rulefields[i].name) < 0);
	T(strcmp(rules_fields()[0], "back") == 0 && !rules_fields()[n]);
	test_all_fields();
	test_errors();
	test_keyword();
	test_sieves();
	return T_END();
}
