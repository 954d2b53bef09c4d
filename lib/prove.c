#include "base.h"
#include "prove.h"
#include "rules.h"
#include "say.h"
#include "str.h"
#include "template.h"

enum { SEEDS = 8, PROVE_BYTES_MAX = 1u << 20 };

struct proof {
	struct judge *j;
	struct buf text, out;
	size_t detector;
	int failed;
};

/* Is the rule among what is found in the text? 1, 0, -1. */
static int
found(struct proof *p, const struct rule *r)
{
	struct place place = { NULL, STR("example") };
	struct stream in = { .is_whole = true };
	struct visit v = { &place, &in, 1u << p->detector, 0, NULL, false };
	struct result got;
	size_t at = 0;
	int rc = 0;

	in.whole = buf_str(&p->text);
	buf_reset(&p->out);
	p->j->emit.results = &p->out;
	if (judge_visit(p->j, &v) < 0)
		return -1;
	while (result_next(buf_str(&p->out), &at, &got))
		if (got.type == RESULT_RECORD && str_ends(got.rule, r->id) &&
		    got.rule.n > r->id.n &&
		    got.rule.p[got.rule.n - r->id.n - 1] == '/')
			rc = 1;
	return rc;
}

static int
example(struct proof *p, const struct rule *r, struct str tmpl, bool yes)
{
	const char *why = NULL;
	int rc;

	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		buf_reset(&p->text);
		if (template_expand(tmpl, seed, &p->text, &why) < 0 ||
		    buf_addc(&p->text, '\n') < 0) {
			warn("%.*s:%zu: %s", FMT(r->file), rules_line(r, tmpl),
			    why ? why : "the example is too long");
			p->failed++;
			return 0;
		}
		if ((rc = found(p, r)) < 0)
			return -1;
		if ((rc == 1) != yes) {
			warn("%.*s:%zu: rule '%.*s' %s", FMT(r->file),
			    rules_line(r, tmpl), FMT(r->id),
			    yes ? "does not find this 'yes' example" :
				  "finds this 'no' example");
			p->failed++;
			return 0;
		}
	}
	return 0;
}

static bool
asked(const struct own *own, const struct rule *r)
{
	for (size_t i = 0; i < own->n; i++)
		if (str_eq(own->v[i].file, r->file))
			return true;
	return own->n == 0;
}

static int
prove(struct proof *p, const struct rules *rs, const struct own *own)
{
	for (size_t k = 0; rs && k < rs->n; k++) {
		const struct rule *r = &rs->v[k];

		if (!asked(own, r))
			continue;
		for (size_t i = 0; i < r->yes.n; i++)
			if (example(p, r, r->yes.v[i], true) < 0)
				return -1;
		for (size_t i = 0; i < r->no.n; i++)
			if (example(p, r, r->no.v[i], false) < 0)
				return -1;
	}
	return 0;
}

int
prove_rules(const struct scan *s, const struct own *own)
{
	struct proof p = { .j = judge_new(s, NULL) };
	const struct engine *e = &s->engine;
	int rc = p.j ? 0 : -1;

	p.text.max = PROVE_BYTES_MAX;
	p.out.max = RESULTS_MAX;
	for (size_t i = 0; i < e->n && rc == 0; i++) {
		p.detector = i;
		rc = prove(&p, e->v[i]->rules(e->model[i]), own);
	}
	judge_free(p.j);
	buf_free(&p.text);
	buf_free(&p.out);
	return rc < 0 ? -1 : p.failed;
}
