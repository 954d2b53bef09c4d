#include "base.h"
#include "str.h"
#include "vendored.h"
#include "vendored_in.h"

enum { DEFINE_BLANKS = 64, VALUE_MAX = 256 };

struct looking {
	const struct vendored_set *set;
	const struct vendored_file *in;
	struct span *value; /* what each literal gave; from SIZE_MAX: nothing */
};

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The offset before the blanks that end at to. */
static size_t
before_blanks(struct str s, size_t to)
{
	size_t least = to > DEFINE_BLANKS ? to - DEFINE_BLANKS : 0;

	while (to > least && blank(s.p[to - 1]))
		to--;
	return to;
}

/* Does the name at from follow "#define", and end where a name may? */
static bool
defined(struct str s, size_t from, size_t to)
{
	size_t at = before_blanks(s, from);

	if (at == from || to >= s.n || vendored_wordy(s.p[to]) ||
	    s.p[to] == '(')
		return false;
	if (at < 6 || memcmp(s.p + at - 6, "define", 6) != 0)
		return false;
	at = before_blanks(s, at - 6);
	return at > 0 && s.p[at - 1] == '#';
}

/* What stands behind a macro's name: a string's inside, or a word. */
static struct span
macro_value(struct str s, size_t at)
{
	const struct span none = { SIZE_MAX, 0 };
	size_t end = at + VALUE_MAX < s.n ? at + VALUE_MAX : s.n, from;

	while (at < end && (blank(s.p[at]) || s.p[at] == '('))
		at++;
	if (at < end && s.p[at] == '"') {
		for (from = ++at; at < end && s.p[at] != '"'; at++)
			if (s.p[at] == '\n')
				return none;
		return at < end ? (struct span){ from, at } : none;
	}
	for (from = at; at < end && (vendored_wordy(s.p[at]) || s.p[at] == '.');
	     at++)
		;
	return at > from ? (struct span){ from, at } : none;
}

/* The text of a way stands at from: its version, if its tail is there. */
static struct span
way_fits(const struct way *w, struct str in, size_t from)
{
	size_t at = from + w->part[0].n, n = vendored_version(in, at);

	if (n == 0 || !str_starts(str_sub(in, at + n, in.n), w->tail))
		return (struct span){ SIZE_MAX, 0 };
	return (struct span){ at, at + n };
}

/* The first value of each literal: what #define gave, or a version. */
static void
read_values(struct looking *l)
{
	const struct vendored_set *s = l->set;

	for (size_t i = 0; i < s->nliterals; i++)
		l->value[i].from = SIZE_MAX;
	for (size_t i = 0; i < l->in->nhits; i++) {
		const struct hit *h = &l->in->hits[i];
		const struct owner *o;
		const struct way *w;
		size_t from;

		if (h->id >= s->nliterals || h->end > l->in->bytes.n ||
		    h->end < s->literal[h->id].bytes.n ||
		    l->value[h->id].from != SIZE_MAX)
			continue;
		o = &s->owner[h->id];
		w = &s->v[o->lib].way[o->way];
		from = h->end - s->literal[h->id].bytes.n;
		if (w->kind == WAY_TEXT)
			l->value[h->id] = way_fits(w, l->in->bytes, from);
		else if (defined(l->in->bytes, from, h->end))
			l->value[h->id] = macro_value(l->in->bytes, h->end);
	}
}

/* Append a part to a version; false when it has no room or is none. */
static bool
add_part(struct vendored_found *f, struct str part, bool first)
{
	size_t n = strlen(f->version);

	if (part.n == 0 || n + part.n + 2 > sizeof(f->version))
		return false;
	snprintf(f->version + n, sizeof(f->version) - n, "%s%.*s",
	    first ? "" : ".", FMT(part));
	return true;
}

static struct str
cut(struct str s, struct span at)
{
	return str_sub(s, at.from, at.to);
}

/* "3UL" is 3. */
static struct str
number_text(struct str s)
{
	while (s.n > 1 && strchr("uUlL", s.p[s.n - 1]) != NULL)
		s.n--;
	return s;
}

static bool
way_macro(
    const struct looking *l, const struct way *w, struct vendored_found *f)
{
	for (size_t i = 0; i < w->nparts; i++) {
		struct span at = l->value[w->literal + i];
		struct str part;

		if (at.from == SIZE_MAX)
			return false;
		if (w->nparts == 1)
			at = vendored_version_in(l->in->bytes, at);
		if (at.from == SIZE_MAX)
			return false;
		part = cut(l->in->bytes, at);
		if (w->nparts > 1)
			part = number_text(part);
		/* A macro of another macro says nothing. */
		if (part.n == 0 || !digit(part.p[0]) ||
		    !add_part(f, part, i == 0))
			return false;
		if (i == 0)
			f->at = at;
	}
	return true;
}

/* Of C: decimal, or hexadecimal with 0x. 0, or -1. */
static int
number(struct str s, uint64_t *v)
{
	if (!str_starts(s, STR("0x")) && !str_starts(s, STR("0X")))
		return str_num(s, UINT32_MAX, v);
	*v = 0;
	for (size_t i = 2; i < s.n; i++) {
		int d = str_hex(s.p[i]);

		if (d < 0 || *v > UINT32_MAX)
			return -1;
		*v = *v * 16 + (unsigned)d;
	}
	return 0;
}

static bool
way_number(
    const struct looking *l, const struct way *w, struct vendored_found *f)
{
	char part[24];
	uint64_t v;

	f->at = l->value[w->literal];
	if (f->at.from == SIZE_MAX ||
	    number(number_text(cut(l->in->bytes, f->at)), &v) < 0 ||
	    v < w->unit[w->nunits - 1])
		return false;
	for (size_t i = 0; i < w->nunits; v %= w->unit[i++]) {
		snprintf(part, sizeof(part), "%llu",
		    (unsigned long long)(v / w->unit[i]));
		if (!add_part(f, str_of(part), i == 0))
			return false;
	}
	return true;
}

static bool
way_text(const struct looking *l, const struct way *w, struct vendored_found *f)
{
	f->at = l->value[w->literal];
	return f->at.from != SIZE_MAX &&
	    add_part(f, cut(l->in->bytes, f->at), true);
}

static size_t
base_at(struct str path)
{
	size_t slash = str_rchr(path, '/');

	return slash == STR_NONE ? 0 : slash + 1;
}

static bool
way_name(const struct looking *l, const struct way *w, struct vendored_found *f)
{
	size_t at = base_at(l->in->path);

	if (!str_starts(str_sub(l->in->path, at, l->in->path.n), w->part[0]))
		return false;
	f->in_name = true;
	f->at = way_fits(w, l->in->path, at);
	return f->at.from != SIZE_MAX &&
	    add_part(f, cut(l->in->path, f->at), true);
}

static bool
with(const struct looking *l, const struct vendored *v)
{
	for (size_t i = 0; i < v->nwith; i++)
		if (str_find(l->in->bytes, v->with[i], 0) != STR_NONE)
			return true;
	return v->nwith == 0;
}

static bool
look(
    const struct looking *l, const struct vendored *v, struct vendored_found *f)
{
	bool got = false;

	for (size_t i = 0; i < v->nways && !got; i++) {
		const struct way *w = &v->way[i];

		*f = (struct vendored_found){ .lib = v };
		switch (w->kind) {
		case WAY_MACRO: got = way_macro(l, w, f); break;
		case WAY_NUMBER: got = way_number(l, w, f); break;
		case WAY_TEXT: got = way_text(l, w, f); break;
		case WAY_NAME: got = way_name(l, w, f); break;
		}
	}
	return got && (f->in_name || with(l, v));
}

unsigned
vendored_wants(struct str path)
{
	/* A template lies beside what is made of it: expat_config.h.in. */
	if (str_ends(path, STR(".in")))
		path.n -= 3;
	switch (kind_of(path)) {
	case KIND_C:
	case KIND_CPP:
	case KIND_OBJC: return VENDORED_C;
	case KIND_JAVASCRIPT: return VENDORED_JS;
	case KIND_CSS: return VENDORED_CSS;
	default: return 0;
	}
}

bool
vendored_named(const struct vendored_set *s, struct str path)
{
	struct str base = str_sub(path, base_at(path), path.n);
	unsigned in = vendored_wants(path);

	for (size_t i = 0; in && i < s->n; i++)
		for (size_t k = 0; k < s->v[i].nways; k++)
			if (s->v[i].way[k].kind == WAY_NAME &&
			    (s->v[i].in & in) &&
			    str_starts(base, s->v[i].way[k].part[0]))
				return true;
	return false;
}

int
vendored_find(const struct vendored_set *s, const struct vendored_file *in,
    vendored_take *take, void *arg)
{
	struct looking l = { s, in,
		calloc(s->nliterals + 1, sizeof(*l.value)) };
	unsigned kinds = vendored_wants(in->path);
	struct vendored_found f;
	int rc = 0;

	if (l.value == NULL)
		return -1;
	read_values(&l);
	for (size_t i = 0; i < s->n && rc == 0; i++)
		if ((s->v[i].in & kinds) && look(&l, &s->v[i], &f))
			rc = take(&f, arg);
	free(l.value);
	return rc;
}
