#include "base.h"
#include "deprules.h"
#include "stanza.h"
#include "str.h"

static const char *
take_see(struct rules *rs, struct rule *r, struct str value)
{
	/* One line is all that these stanzas have. */
	if ((r->see.v = arena_new(&rs->mem, sizeof(*r->see.v))) == NULL)
		return "no memory";
	r->see.v[0] = value;
	r->see.n = 1;
	return NULL;
}

static const char *
take(struct rules *rs, struct rule *r, struct str name, struct str value)
{
	uint64_t n;

	if (str_eqz(name, "id")) {
		if (!str_starts(value, STR("deps/")))
			return "an id begins with deps/";
		r->id = str_sub(value, 5, value.n);
	} else if (str_eqz(name, "title"))
		r->title = value;
	else if (str_eqz(name, "severity"))
		return sev_parse(value, &r->severity) < 0 ? "no severity" :
							    NULL;
	else if (str_eqz(name, "cwe")) {
		if (str_num(value, 99999, &n) < 0)
			return "no number";
		r->cwe = (unsigned)n;
	} else if (str_eqz(name, "why"))
		r->why = value;
	else if (str_eqz(name, "fix"))
		r->fix = value;
	else if (str_eqz(name, "see"))
		return take_see(rs, r, value);
	else
		return "unknown field";
	return NULL;
}

static int
keep(struct rules *rs, const struct rule *r, const char **why)
{
	struct rule *v = realloc(rs->v, (rs->n + 1) * sizeof(*v));

	*why = "no memory";
	if (v == NULL)
		return -1;
	rs->v = v;
	rs->cap = rs->n + 1;
	*why = "a rule needs an id, a title and a see";
	if (r->id.n == 0 || r->title.n == 0 || r->see.n == 0)
		return -1;
	rs->v[rs->n++] = *r;
	return 0;
}

int
deprules_parse(
    struct rules *rs, struct str file, struct str text, struct where *w)
{
	struct rule r = { .line = 0 };
	struct stanza s;
	struct str name, value;
	enum stanza_got got;
	const char *why = "no memory";

	if (rs->mem.max == 0)
		rs->mem.max = 1u << 20;
	text = arena_str(&rs->mem, text);
	file = arena_str(&rs->mem, file);
	if (text.p == NULL || file.p == NULL)
		goto fail;
	stanza_init(&s, text);
	while ((got = stanza_next(&s, &name, &value, &why)) != STANZA_EOF) {
		w->line = s.line;
		if (got == STANZA_BAD)
			goto fail;
		if (got == STANZA_END) {
			if (keep(rs, &r, &why) < 0)
				goto fail;
			r.line = 0;
			continue;
		}
		if (r.line == 0)
			r = (struct rule){ .sieve = STR("deps"),
				.file = file,
				.line = s.line,
				.seq = rs->n,
				.text = text };
		if ((why = take(rs, &r, name, value)) != NULL)
			goto fail;
	}
	return rules_end(rs, w);
fail:
	snprintf(w->why, sizeof(w->why), "%s", why);
	return -1;
}
