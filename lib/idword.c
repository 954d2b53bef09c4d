#include "base.h"
#include "idword.h"
#include "str.h"

/* As many words of a field's name make one word of a list. */
enum { JOINED_MAX = 5 };

struct idword {
	struct str text; /* joined: "numerosecu" */
	uint16_t kind;
	bool weak;
};

static size_t
hash(struct str s)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return h ^ h >> 15;
}

static void
insert(struct ids *s, struct idword w)
{
	size_t i = hash(w.text) & (s->nword - 1);

	while (s->word[i].text.n)
		i = (i + 1) & (s->nword - 1);
	s->word[i] = w;
}

static int
add_words(struct ids *s, size_t kind, const struct list *l, bool weak)
{
	for (size_t i = 0; i < l->n; i++) {
		struct idname n;
		struct str text;

		idname_make(&n, l->v[i]);
		text = arena_str(&s->mem, idname_words(&n, 0, n.n));
		if (text.p == NULL)
			return -1;
		if (text.n)
			insert(
			    s, (struct idword){ text, (uint16_t)kind, weak });
	}
	return 0;
}

int
idword_index(struct ids *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->v[i].columns.n + s->v[i].weak.n + 1;
	for (s->nword = 64; s->nword < n * 2; s->nword *= 2)
		;
	if ((s->word = calloc(s->nword, sizeof(*s->word))) == NULL)
		return -1;
	for (size_t i = 0; i < s->n; i++) {
		const struct list own = { &s->v[i].id, 1 };

		if (add_words(s, i, &s->v[i].columns, false) < 0 ||
		    add_words(s, i, &s->v[i].weak, true) < 0 ||
		    (s->v[i].weak.n == 0 && add_words(s, i, &own, false) < 0))
			return -1;
	}
	return 0;
}

static size_t
add_hint(struct idhint *v, size_t n, const struct idword *w)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].kind == w->kind) {
			v[i].weak &= w->weak;
			return n;
		}
	if (n == IDS_HINTS)
		return n;
	v[n] = (struct idhint){ w->kind, w->weak };
	return n + 1;
}

/* Those of one word of the lists. */
static size_t
hints_of(const struct ids *s, struct str text, struct idhint *v, size_t n)
{
	size_t i = hash(text) & (s->nword - 1);

	for (; s->word[i].text.n; i = (i + 1) & (s->nword - 1))
		if (str_eq(s->word[i].text, text) && !s->v[s->word[i].kind].off)
			n = add_hint(v, n, &s->word[i]);
	return n;
}

size_t
ids_hints(
    const struct ids *s, const struct idname *name, struct idhint v[IDS_HINTS])
{
	size_t n = 0;

	for (size_t from = 0; from < name->n && s->nword; from++)
		for (size_t to = from + 1;
		     to <= name->n && to - from <= JOINED_MAX; to++)
			n = hints_of(s, idname_words(name, from, to), v, n);
	return n;
}

size_t
ids_hints_whole(
    const struct ids *s, const struct idname *name, struct idhint v[IDS_HINTS])
{
	return name->n && s->nword ?
	    hints_of(s, idname_words(name, 0, name->n), v, 0) :
	    0;
}
