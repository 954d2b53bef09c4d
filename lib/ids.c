#include "base.h"
#include "ids.h"
#include "idword.h"
#include "stanza.h"
#include "str.h"

#include <math.h>

enum { SHAPES_MAX = 8, CHECKS_MAX = 8 };
#define IDS_MEM ((size_t)16 << 20)
#define CWE_PRIVATE 359 /* exposure of private personal information */

static const char *const class_names[] = { "decoy", "code", "org", "device",
	"contact", "person", "finance", "health" };
static const char no_memory[] = "no memory";

/* A stanza being read. */
struct draft {
	struct idkind kind;
	struct rule rule;
	struct idshape shape[SHAPES_MAX];
	const struct idcheck *check[CHECKS_MAX];
	uint64_t seen;
	bool open, foreign; /* of another sieve */
};

static const char *
list_add(struct arena *mem, struct list *l, struct str value)
{
	/* The array doubles whenever its length is a power of two. */
	if ((l->n & (l->n - 1)) == 0) {
		size_t cap = l->n ? l->n * 2 : 1;
		struct str *v = arena_new(mem, cap * sizeof(*v));

		if (v == NULL)
			return no_memory;
		if (l->n)
			memcpy(v, l->v, l->n * sizeof(*v));
		l->v = v;
	}
	l->v[l->n++] = value;
	return NULL;
}

static const char *
words_add(struct ids *s, struct list *l, struct str value)
{
	const char *why = NULL;
	struct str word;

	while (why == NULL && str_word(&value, &word))
		why = list_add(&s->mem, l, word);
	return why;
}

static const char *
take_class(struct draft *d, struct str value)
{
	for (size_t i = 0; i < LEN(class_names); i++)
		if (str_eqz(value, class_names[i])) {
			d->kind.class = (enum idclass)i;
			return NULL;
		}
	return "names no class";
}

static const char *
take_shape(struct draft *d, struct str value)
{
	if (d->kind.nshape == SHAPES_MAX)
		return "is given too often";
	return idshape_parse(&d->shape[d->kind.nshape++], value);
}

static const char *
take_check(struct ids *s, struct draft *d, struct str value)
{
	const char *why = NULL;

	if (d->kind.ncheck == CHECKS_MAX)
		return "is given too often";
	d->check[d->kind.ncheck++] = idcheck_parse(&s->mem, value, &why);
	return why ? why : list_add(&s->mem, &d->rule.check, value);
}

/* "0.00029"; strtod would take the locale's comma. */
static const char *
take_pass(struct draft *d, struct str value)
{
	struct str whole;
	uint64_t n = 0, part = 0;
	double scale = 1;

	if (!str_cut(&value, '.', &whole) || str_num(whole, 1, &n) < 0 ||
	    value.n > 15 || (value.n && str_num(value, UINT64_MAX, &part) < 0))
		return "must be a share of 1, as 0.0003";
	for (size_t i = 0; i < value.n; i++)
		scale *= 10;
	d->kind.pass = (double)n + (double)part / scale;
	if (d->kind.pass <= 0 || d->kind.pass > 1)
		return "must be a share of 1, as 0.0003";
	return NULL;
}

static const char *
take_id(struct draft *d, struct str value)
{
	struct str sieve;

	if (str_chr(value, '/', 0) != STR_NONE) {
		(void)str_cut(&value, '/', &sieve);
		d->foreign = !str_eqz(sieve, "data");
	}
	if (d->foreign)
		return NULL;
	d->kind.id = value;
	return value.n && value.n <= 64 ? NULL : "must be a name";
}

static const char *
take_value(struct draft *d, struct str value)
{
	d->kind.value = idvalue_find(value);
	return d->kind.value ? NULL : "names no test";
}

static const char *
take_public(struct draft *d, struct str value)
{
	uint64_t n;

	if (str_num(value, 8, &n) < 0)
		return "must be at most 8";
	d->kind.public = n;
	return NULL;
}

enum field {
	F_CHECK,
	F_CLASS,
	F_COLUMNS,
	F_CONTEXT,
	F_COUNTRY,
	F_FIX,
	F_FORM,
	F_ID,
	F_NO,
	F_PASS,
	F_PUBLIC,
	F_RAW,
	F_SEE,
	F_SEVERITY,
	F_SHAPE,
	F_TEST,
	F_TITLE,
	F_VALUE,
	F_WEAK,
	F_WHY,
	F_YES,
	F_COUNT
};

static const char *const field_names[F_COUNT] = { "check", "class", "columns",
	"context", "country", "fix", "form", "id", "no", "pass", "public",
	"raw", "see", "severity", "shape", "test", "title", "value", "weak",
	"why", "yes" };

static const char *
take_text(struct ids *s, struct draft *d, enum field f, struct str v)
{
	switch (f) {
	case F_COLUMNS: return words_add(s, &d->kind.columns, v);
	case F_CONTEXT: return words_add(s, &d->kind.context, v);
	case F_TEST: return words_add(s, &d->kind.test, v);
	case F_WEAK: return words_add(s, &d->kind.weak, v);
	case F_FORM: return list_add(&s->mem, &d->kind.form, v);
	case F_NO: return list_add(&s->mem, &d->rule.no, v);
	case F_SEE: return list_add(&s->mem, &d->rule.see, v);
	case F_YES: return list_add(&s->mem, &d->rule.yes, v);
	case F_COUNTRY: d->kind.country = v; return NULL;
	case F_FIX: d->rule.fix = v; return NULL;
	case F_TITLE: d->kind.title = v; return NULL;
	default: d->rule.why = v; return NULL;
	}
}

static const char *
take(struct ids *s, struct draft *d, enum field f, struct str v)
{
	switch (f) {
	case F_CHECK: return take_check(s, d, v);
	case F_CLASS: return take_class(d, v);
	case F_ID: return take_id(d, v);
	case F_PASS: return take_pass(d, v);
	case F_PUBLIC: return take_public(d, v);
	case F_RAW:
		d->kind.raw = str_eqz(v, "yes");
		return d->kind.raw ? NULL : "must be yes";
	case F_SEVERITY:
		return sev_parse(v, &d->kind.severity) < 0 ?
		    "must be critical, high, medium, low or info" :
		    NULL;
	case F_SHAPE: return take_shape(d, v);
	case F_VALUE: return take_value(d, v);
	default: return take_text(s, d, f, v);
	}
}

static const char *
add_field(struct ids *s, struct draft *d, struct str name, struct str value)
{
	static const uint64_t repeat = UINT64_C(1) << F_CHECK |
	    UINT64_C(1) << F_COLUMNS | UINT64_C(1) << F_CONTEXT |
	    UINT64_C(1) << F_FORM | UINT64_C(1) << F_NO | UINT64_C(1) << F_SEE |
	    UINT64_C(1) << F_SHAPE | UINT64_C(1) << F_TEST |
	    UINT64_C(1) << F_WEAK | UINT64_C(1) << F_YES;

	if (d->foreign && !str_eqz(name, "id"))
		return NULL;
	for (size_t i = 0; i < F_COUNT; i++) {
		uint64_t bit = UINT64_C(1) << i;

		if (!str_eqz(name, field_names[i]))
			continue;
		if (d->seen & bit & ~repeat)
			return "is given twice";
		d->seen |= bit;
		return value.n ? take(s, d, (enum field)i, value) :
				 "has no value";
	}
	return "is no field of tamis-ids(5)";
}

/* What all its shapes have in common. */
static void
sum_up(struct idkind *k, const struct idshape *shape)
{
	const uint64_t digits = 0x3ff;

	k->digits = k->letters = k->nshape > 0;
	for (size_t i = 0; i < k->nshape; i++) {
		bool letter = false;

		for (size_t j = 0; j < shape[i].max; j++) {
			k->digits &= (shape[i].set[j] & ~digits) == 0;
			letter |=
			    j < shape[i].min && (shape[i].set[j] & digits) == 0;
		}
		k->letters &= letter;
	}
}

static const char *
keep_arrays(struct ids *s, struct draft *d)
{
	struct idkind *k = &d->kind;

	k->shape = arena_new(&s->mem, (k->nshape + 1) * sizeof(*k->shape));
	k->check = arena_new(&s->mem, (k->ncheck + 1) * sizeof(void *));
	if (k->shape == NULL || k->check == NULL)
		return no_memory;
	sum_up(k, d->shape);
	memcpy(k->shape, d->shape, k->nshape * sizeof(*k->shape));
	memcpy(k->check, d->check, k->ncheck * sizeof(void *));
	return NULL;
}

static int
keep(struct ids *s, const struct draft *d)
{
	if (s->n == s->cap) {
		size_t cap = s->cap ? s->cap * 2 : 64;
		struct idkind *v = realloc(s->v, cap * sizeof(*v));
		struct rule *r;

		if (v == NULL)
			return -1;
		s->v = v;
		if ((r = realloc(s->rules.v, cap * sizeof(*r))) == NULL)
			return -1;
		s->rules.v = r;
		s->cap = cap;
	}
	s->v[s->n++] = d->kind;
	s->rules.v[s->rules.n++] = d->rule;
	return 0;
}

static const char *
end_stanza(struct ids *s, struct draft *d)
{
	struct idkind *k = &d->kind;
	struct rule *r = &d->rule;

	d->open = false;
	if (d->foreign)
		return NULL;
	if (k->id.n == 0 || k->title.n == 0)
		return "a stanza needs id and title";
	if (k->nshape == 0 && k->value == NULL)
		return "a stanza needs a shape or a value";
	if (k->ncheck && k->nshape == 0)
		return "a check needs a shape";
	if (s->n == IDS_MAX)
		return "too many kinds";
	k->weight = -log10(k->pass);
	if (k->weight > IDS_WEIGHT_MAX)
		k->weight = IDS_WEIGHT_MAX;
	r->id = k->id;
	r->sieve = STR("data");
	r->title = k->title;
	r->severity = k->severity;
	r->seq = s->n;
	if (keep_arrays(s, d) != NULL || keep(s, d) < 0)
		return no_memory;
	return NULL;
}

static void
begin(
    struct draft *d, struct str file, const struct stanza *st, const char *from)
{
	*d = (struct draft){ .open = true };
	d->kind.class = IDCLASS_PERSON;
	d->kind.severity = SEV_HIGH;
	d->kind.country = STR("*");
	d->kind.pass = 1;
	d->rule.file = file;
	d->rule.line = st->line;
	d->rule.cwe = CWE_PRIVATE;
	d->rule.text.p = from;
}

int
ids_parse(
    struct ids *s, struct str file, struct str text, bool own, struct where *w)
{
	struct draft d = { .open = false };
	struct stanza st;
	struct str name, value;
	enum stanza_got got;
	const char *why = NULL;

	s->mem.max = IDS_MEM;
	file = arena_str(&s->mem, file);
	text = arena_str(&s->mem, text);
	if (file.p == NULL || text.p == NULL)
		why = no_memory;
	stanza_init(&st, text);
	while (why == NULL &&
	    (got = stanza_next(&st, &name, &value, &why)) != STANZA_EOF) {
		w->line = st.line;
		if (got == STANZA_FIELD) {
			if (!d.open) {
				begin(&d, file, &st, name.p);
				d.foreign = !own;
			}
			d.rule.text.n =
			    (size_t)(value.p + value.n - d.rule.text.p);
			why = add_field(s, &d, name, value);
			if (why) {
				snprintf(w->why, sizeof(w->why),
				    "field '%.*s' %s",
				    FMT(str_sub(name, 0, 40)), why);
				return -1;
			}
		} else if (got == STANZA_END) {
			w->line = d.rule.line;
			why = end_stanza(s, &d);
		}
	}
	if (why)
		snprintf(w->why, sizeof(w->why), "%s", why);
	return why ? -1 : 0;
}

/* Kinds with a structure, by how long they may be. */
static int
index_lengths(struct ids *s)
{
	for (size_t n = 0; n <= IDSHAPE_MAX; n++) {
		uint16_t *v = arena_new(&s->mem, (s->n + 1) * sizeof(*v));

		if ((s->by_length[n] = v) == NULL)
			return -1;
		s->nby_length[n] = 0;
		for (size_t i = 0; i < s->n; i++) {
			const struct idkind *k = &s->v[i];
			bool fits = false;

			for (size_t j = 0; j < k->nshape; j++)
				fits |= n >= k->shape[j].min &&
				    n <= k->shape[j].max;
			if (fits)
				v[s->nby_length[n]++] = (uint16_t)i;
		}
	}
	return 0;
}

static size_t
separator(char c)
{
	static const char seps[IDFORM_SEPARATORS] = { ' ', '-', '.', '/', '+' };
	size_t i;

	for (i = 0; i < IDFORM_SEPARATORS && seps[i] != c; i++)
		;
	return i;
}

static int
index_forms(struct ids *s)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < s->v[i].form.n; k++) {
			struct str text = s->v[i].form.v[k];
			struct idform *f = arena_new(&s->mem, sizeof(*f));
			size_t n = 0, sep;

			if (f == NULL)
				return -1;
			while (n < text.n &&
			    (sep = separator(text.p[n])) == IDFORM_SEPARATORS)
				n++;
			if (n == text.n || n >= IDFORM_GROUP)
				continue;
			*f = (struct idform){ text, (uint16_t)i,
				s->form[n][sep] };
			s->form[n][sep] = f;
		}
	return 0;
}

const struct idform *
ids_forms(const struct ids *s, size_t group, char sep)
{
	size_t i = separator(sep);

	return group < IDFORM_GROUP && i < IDFORM_SEPARATORS ?
	    s->form[group][i] :
	    NULL;
}

static bool
twice(struct ids *s, struct where *w)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < i; k++)
			if (str_eq(s->v[i].id, s->v[k].id)) {
				s->rules.twice = &s->rules.v[i];
				w->line = s->rules.v[i].line;
				snprintf(w->why, sizeof(w->why),
				    "id '%.*s' is given twice",
				    FMT(s->v[i].id));
				return true;
			}
	return false;
}

static int
by_id(const void *a, const void *b)
{
	return str_cmp(
	    ((const struct rule *)a)->id, ((const struct rule *)b)->id);
}

static int
kind_by_id(const void *a, const void *b)
{
	return str_cmp(
	    ((const struct idkind *)a)->id, ((const struct idkind *)b)->id);
}

int
ids_end(struct ids *s, struct where *w)
{
	if (twice(s, w))
		return -1;
	if (s->n) {
		qsort(s->v, s->n, sizeof(*s->v), kind_by_id);
		qsort(s->rules.v, s->n, sizeof(*s->rules.v), by_id);
	}
	if (index_lengths(s) == 0 && index_forms(s) == 0 &&
	    idword_index(s) == 0)
		return 0;
	w->line = 0;
	snprintf(w->why, sizeof(w->why), "%s", no_memory);
	return -1;
}

void
ids_free(struct ids *s)
{
	free(s->v);
	free(s->word);
	rules_free(&s->rules);
	arena_free(&s->mem);
	*s = (struct ids){ .n = 0 };
}
