#include "base.h"
#include "datamodel.h"
#include "pat.h"
#include "say.h"
#include "str.h"

static int
read_all(struct datamodel *m, const struct setup *s, struct setup_error *err)
{
	struct str name, text;

	for (size_t i = 0; s->pat && pat_file(s->pat, i, &name, &text); i++) {
		if (!str_starts(name, STR("ids/")))
			continue;
		err->file = name;
		if (ids_parse(&m->ids, name, text, true, &err->where) < 0)
			return -1;
	}
	for (size_t i = 0; i < s->nuser; i++) {
		err->file = s->user[i].file;
		if (ids_parse(&m->ids, s->user[i].file, s->user[i].text, false,
			&err->where) < 0)
			return -1;
	}
	return ids_end(&m->ids, &err->where);
}

/* "LU,FR": the kinds of other countries are off. */
static bool
in_scope(const char *countries, struct str country)
{
	struct str list = str_of(countries), one;

	if (str_eqz(country, "*"))
		return true;
	while (str_cut(&list, ',', &one))
		if (str_ieq(str_trim(one), country))
			return true;
	return false;
}

/* 0, or -1: it names no kind. */
static int
choose(struct datamodel *m, const struct setup *s, struct setup_error *err)
{
	const struct rule *only = NULL;

	if (s->only)
		only = rules_find(&m->ids.rules, str_of(s->only));
	for (size_t i = 0; i < m->ids.n; i++) {
		struct idkind *k = &m->ids.v[i];

		k->off = (s->country && !in_scope(s->country, k->country)) ||
		    (only && !str_eq(only->id, k->id));
	}
	(void)err;
	return 0;
}

struct datamodel *
datamodel_new(const struct setup *s, struct setup_error *err)
{
	struct datamodel *m = calloc(1, sizeof(*m));

	*err = (struct setup_error){ .file = STR("") };
	if (m == NULL) {
		snprintf(err->where.why, sizeof(err->where.why), "no memory");
		return NULL;
	}
	m->each = s->each;
	m->why = s->why;
	if (read_all(m, s, err) == 0 && choose(m, s, err) == 0)
		return m;
	datamodel_free(m);
	return NULL;
}

void
datamodel_free(struct datamodel *m)
{
	if (m)
		ids_free(&m->ids);
	free(m);
}
