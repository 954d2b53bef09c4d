/* A record's line of ranges can be asked for any version. */
#include "base.h"
#include "affected.h"
#include "feedfacts.h"
#include "osv.h"
#include "str.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
ask(const struct osv *o)
{
	for (size_t i = 0; i < o->n; i++) {
		struct str v;
		enum grammar g;
		size_t at = 0;

		if (ecosystem_grammar(o->v[i].eco, &g) < 0)
			continue;
		(void)affected_has(g, o->v[i].ranges, STR("1.2.3"));
		while (affected_fix(o->v[i].ranges, &at, &v))
			(void)affected_has(g, o->v[i].ranges, v);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str s = { (const char *)p, n };
	struct doc d = { .n = 0 };
	struct feedfacts facts;
	struct osv o;
	const char *why;

	if (feedfacts_is(s)) {
		feedfacts_init(&facts, s);
		while (feedfacts_next(&facts, &o) > 0)
			ask(&o);
		return 0;
	}
	if (doc_json(&d, s) == 0 && osv_parse(d.root, &d.mem, &o, &why) == 0)
		ask(&o);
	doc_free(&d);
	return 0;
}
