#include "base.h"
#include "stanza.h"
#include "str.h"
#include "vec.h"
#include "vendored_in.h"

#define HOLE STR("{version}")

enum { SAMPLES_MAX = 32, PLAIN_MIN = 3 };

/* A stanza being read: its lists grow to what they may at most be. */
struct draft {
	struct vendored v;
	struct str yes[SAMPLES_MAX], no[SAMPLES_MAX];
	bool open;
};

static const char *
take_in(struct draft *d, struct str value)
{
	static const char *const names[] = { "c", "js", "css" };
	struct str word;
	size_t i;

	while (str_word(&value, &word)) {
		for (i = 0; i < LEN(names) && !str_eqz(word, names[i]); i++)
			;
		if (i == LEN(names))
			return "must be words of c, js and css";
		d->v.in |= 1u << i;
	}
	return NULL;
}

static const char *
new_way(struct draft *d, enum way_kind kind, struct way **w)
{
	if (d->v.nways == VENDORED_WAYS)
		return "is one way too many";
	*w = &d->v.way[d->v.nways++];
	(*w)->kind = kind;
	return NULL;
}

static const char *
take_macro(struct draft *d, struct str value)
{
	struct way *w;
	struct str word;
	const char *why = new_way(d, WAY_MACRO, &w);

	while (why == NULL && str_word(&value, &word)) {
		if (w->nparts == VENDORED_PARTS)
			why = "has too many macros";
		else
			w->part[w->nparts++] = word;
	}
	return why;
}

static const char *
take_number(struct draft *d, struct str value)
{
	struct way *w;
	struct str word;
	const char *why = new_way(d, WAY_NUMBER, &w);

	if (why)
		return why;
	if (str_word(&value, &w->part[0]))
		w->nparts = 1;
	for (; str_word(&value, &word); w->nunits++)
		if (w->nunits == VENDORED_PARTS ||
		    str_num(word, UINT32_MAX, &w->unit[w->nunits]) < 0 ||
		    w->unit[w->nunits] == 0 ||
		    (w->nunits > 0 &&
			w->unit[w->nunits] >= w->unit[w->nunits - 1]))
			return "must have units that fall";
	return w->nunits >= 2 ? NULL : "must be a macro and its units";
}

static const char *
take_text(struct draft *d, enum way_kind kind, struct str value)
{
	struct way *w;
	const char *why = new_way(d, kind, &w);
	size_t at = str_find(value, HOLE, 0);

	if (why)
		return why;
	if (at == STR_NONE)
		return "has no {version}";
	w->part[0] = str_sub(value, 0, at);
	w->tail = str_sub(value, at + HOLE.n, value.n);
	w->nparts = 1;
	if (at < PLAIN_MIN || at > LITERAL_MAX)
		return "must have 3 to 64 bytes before {version}";
	return NULL;
}

static const char *
take_sample(struct str *v, size_t *n, struct str value)
{
	if (*n == SAMPLES_MAX)
		return "is given too often";
	v[(*n)++] = value;
	return NULL;
}

static const char *
take_once(struct str *to, struct str value)
{
	if (to->n > 0)
		return "is given twice";
	*to = value;
	return NULL;
}

static const char *
take_field(struct draft *d, struct str name, struct str value)
{
	const struct {
		const char *name;
		struct str *to;
	} once[] = {
		{ "id", &d->v.id },
		{ "title", &d->v.title },
		{ "ecosystem", &d->v.ecosystem },
		{ "package", &d->v.package },
		{ "product", &d->v.product },
		{ "see", &d->v.see },
	};

	for (size_t i = 0; i < LEN(once); i++)
		if (str_eqz(name, once[i].name))
			return take_once(once[i].to, value);
	if (str_eqz(name, "with")) {
		if (d->v.nwith == VENDORED_WITH)
			return "is given too often";
		d->v.with[d->v.nwith++] = value;
		return NULL;
	}
	if (str_eqz(name, "in"))
		return take_in(d, value);
	if (str_eqz(name, "macro"))
		return take_macro(d, value);
	if (str_eqz(name, "number"))
		return take_number(d, value);
	if (str_eqz(name, "text"))
		return take_text(d, WAY_TEXT, value);
	if (str_eqz(name, "name"))
		return take_text(d, WAY_NAME, value);
	if (str_eqz(name, "yes"))
		return take_sample(d->yes, &d->v.nyes, value);
	if (str_eqz(name, "no"))
		return take_sample(d->no, &d->v.nno, value);
	return "is none of a vendored library";
}

static int
add_literal(struct vendored_set *s, struct str bytes, size_t way)
{
	if (vec_room(&s->literal, &s->literal_cap, s->nliterals + 1,
		sizeof(*s->literal)) < 0 ||
	    vec_room(&s->owner, &s->owner_cap, s->nliterals + 1,
		sizeof(*s->owner)) < 0)
		return -1;
	s->literal[s->nliterals] = (struct literal){
		.bytes = bytes,
		.id = (uint32_t)s->nliterals,
	};
	s->owner[s->nliterals++] =
	    (struct owner){ (uint16_t)s->n, (uint16_t)way };
	return 0;
}

static int
add_literals(struct vendored_set *s, struct vendored *v)
{
	for (size_t i = 0; i < v->nways; i++) {
		struct way *w = &v->way[i];

		w->literal = s->nliterals;
		for (size_t k = 0; k < w->nparts && w->kind != WAY_NAME; k++)
			if (add_literal(s, w->part[k], i) < 0)
				return -1;
	}
	return 0;
}

static struct str *
samples(struct vendored_set *s, const struct str *v, size_t n)
{
	struct str *all = arena_new(&s->mem, (n + 1) * sizeof(*all));

	for (size_t i = 0; all && i < n; i++)
		all[i] = v[i];
	return all;
}

/* NULL, or what the stanza lacks. */
static const char *
end_stanza(struct vendored_set *s, struct draft *d)
{
	struct vendored *v = &d->v;

	if (v->id.n == 0 || v->title.n == 0 || v->in == 0 || v->nways == 0)
		return "a stanza needs id, title, in, and a way to a version";
	if (s->n == VENDORED_MAX)
		return "too many stanzas";
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->v[i].id, v->id))
			return "an id is given twice";
	if (v->package.n == 0)
		v->package = v->id;
	v->yes = samples(s, d->yes, v->nyes);
	v->no = samples(s, d->no, v->nno);
	if (v->yes == NULL || v->no == NULL ||
	    vec_room(&s->v, &s->cap, s->n + 1, sizeof(*s->v)) < 0 ||
	    add_literals(s, v) < 0)
		return "no memory";
	s->v[s->n++] = *v;
	*d = (struct draft){ 0 };
	return NULL;
}

struct vendored_set *
vendored_new(void)
{
	struct vendored_set *s = calloc(1, sizeof(*s));

	if (s)
		s->mem.max = 16u << 20;
	return s;
}

int
vendored_add(struct vendored_set *s, struct str text, struct where *w)
{
	struct draft d = { 0 };
	struct stanza in;
	struct str name = { 0 }, value;
	const char *why = NULL;
	enum stanza_got got;

	stanza_init(&in, text);
	while (why == NULL &&
	    (got = stanza_next(&in, &name, &value, &why)) > STANZA_EOF) {
		if (got == STANZA_END) {
			name = STR("id");
			why = end_stanza(s, &d);
			continue;
		}
		if (d.v.line == 0)
			d.v.line = in.line;
		why =
		    value.n > 0 ? take_field(&d, name, value) : "has no value";
	}
	if (why == NULL)
		return 0;
	w->line = in.line;
	snprintf(w->why, sizeof(w->why), "field '%.*s': %s",
	    FMT(str_sub(name, 0, 40)), why);
	return -1;
}

void
vendored_free(struct vendored_set *s)
{
	if (s == NULL)
		return;
	free(s->v);
	free(s->literal);
	free(s->owner);
	arena_free(&s->mem);
	free(s);
}

const struct literal *
vendored_literals(const struct vendored_set *s, size_t *n)
{
	*n = s->nliterals;
	return s->literal;
}

const struct vendored *
vendored_at(const struct vendored_set *s, size_t i)
{
	return i < s->n ? &s->v[i] : NULL;
}
