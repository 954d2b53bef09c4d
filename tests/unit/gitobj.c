#include "base.h"
#include "gitobj.h"
#include "str.h"
#include "../t.h"

#define ID "0123456789abcdef0123456789abcdef01234567"

int
main(void)
{
	struct str tree = STR("100644 a\0aaaaaaaaaaaaaaaaaaaa"
			      "40000 d e\0bbbbbbbbbbbbbbbbbbbb");
	struct tree_entry e;
	struct commit c;
	struct oid o;
	struct tag t;
	size_t at = 0;

	T(tree_next(tree, 20, &at, &e) == 1 && e.mode == 0100644);
	T(str_eqz(e.name, "a") && e.id[0] == 'a');
	T(tree_next(tree, 20, &at, &e) == 1 && e.mode == 040000);
	T(str_eqz(e.name, "d e") && tree_next(tree, 20, &at, &e) == 0);
	at = 0;
	T(tree_next(str_sub(tree, 0, 20), 20, &at, &e) < 0);
	T(tree_next(STR("1x a\0"), 20, &at, &e) < 0);

	T(commit_parse(STR("tree " ID "\nparent " ID "\nparent " ID
			   "\nauthor A <a@x> 5 +0100\n"
			   "committer C <c@x> 1700000000 -0200\n"
			   "encoding X\n\nthe\n\nmessage\n"),
	      20, &c) == 0);
	T(c.date == 1700000000 && str_eqz(c.message, "the\n\nmessage\n"));
	T(str_eqz(c.author, "A <a@x> 5 +0100"));
	T(commit_parent(&c, &o) && commit_parent(&c, &o) && o.id[0] == 1);
	T(!commit_parent(&c, &o));
	T(commit_parse(STR("tree " ID "\n\nno author"), 20, &c) == 0);
	T(c.date == 0 && str_eqz(c.message, "no author"));
	T(commit_parse(STR("tree 12\n\n"), 20, &c) < 0);
	T(commit_parse(STR("author x\n\n"), 20, &c) < 0);

	T(tag_parse(STR("object " ID "\ntype commit\ntag v1\n"
			"tagger T <t@x> 1 +0000\n\nnote\n"),
	      20, &t) == 0);
	T(str_eqz(t.tagger, "T <t@x> 1 +0000"));
	T(str_eqz(t.message, "note\n"));
	T(tag_parse(STR(""), 20, &t) < 0);
	return T_END();
}
