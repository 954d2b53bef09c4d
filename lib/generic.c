#include "base.h"
#include "generic.h"
#include "str.h"
#include "value.h"

static void
weigh_name(const struct value *x, struct score *s)
{
	static const enum reason names[] = {
		[NAME_PASSWORD] = REASON_NAME_PASSWORD,
		[NAME_SECRET] = REASON_NAME_SECRET,
		[NAME_TOKEN] = REASON_NAME_TOKEN,
		[NAME_KEY] = REASON_NAME_KEY,
		[NAME_SALT] = REASON_NAME_SALT,
	};

	score_add(s, names[x->class]);
	if (word_doubtful(x->name))
		score_add(s, REASON_NAME_DOUBT);
}

static void
weigh_syntax(const struct value *x, struct score *s)
{
	if (x->a->quote != 0)
		score_add(s, REASON_QUOTED);
	else if (x->a->inside)
		score_add(s, REASON_INSIDE);
	else
		score_add(s, x->a->doubtful ? REASON_PROSE : REASON_SCALAR);
	if (x->a->compared)
		score_add(s, REASON_COMPARED);
	if (x->a->listed)
		score_add(s, REASON_LISTED);
	if (x->a->argument)
		score_add(s, REASON_ARGUMENT);
	if (x->a->setter)
		score_add(s, REASON_SETTER);
}

static bool
is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || (c & 0x80);
}

/* How many lines around a value, and bytes of them, are looked at. */
enum { NEAR_LINES = 5, NEAR_BYTES = 400 };

static size_t
near_begin(struct str text, size_t at)
{
	size_t from = at, lines = 0;

	for (; from > 0 && at - from < NEAR_BYTES; from--)
		if (text.p[from - 1] == '\n' && lines++ == NEAR_LINES)
			break;
	return from;
}

static size_t
near_end(struct str text, size_t at)
{
	size_t to = at, lines = 0;

	for (; to < text.n && to - at < NEAR_BYTES; to++)
		if (text.p[to] == '\n' && lines++ == NEAR_LINES)
			break;
	return to;
}

/* Is what stands from i on a name that is given something? */
static bool
is_given(struct str s, size_t i)
{
	while (i < s.n && strchr("\"'` \t)]", s.p[i]) != NULL && s.p[i] != '\0')
		i++;
	return i < s.n &&
	    (s.p[i] == '=' || s.p[i] == ':' || s.p[i] == ',' || s.p[i] == '>');
}

/* Names of who and where in s, as bits of lists. */
static uint64_t
names_in(struct str s)
{
	uint64_t lists = 0;
	size_t i = 0, from;

	while (i < s.n) {
		if (!is_name_byte(s.p[i])) {
			i++;
			continue;
		}
		for (from = i; i < s.n && is_name_byte(s.p[i]);)
			i++;
		if (i - from < 3 || i - from > WORD_MAX || !is_given(s, i))
			continue;
		if (tables_ends_near(str_sub(s, from, i)))
			lists |= word_last_lists(str_sub(s, from, i));
	}
	return lists;
}

/* A user's name beside a password, a host beside it: somebody logs in. */
static void
weigh_neighbours(struct str text, const struct value *x, struct score *s)
{
	const struct assign *a = x->a;
	uint64_t lists;

	lists = names_in(
	    str_sub(text, near_begin(text, a->name.from), a->name.from));
	lists |=
	    names_in(str_sub(text, a->value.to, near_end(text, a->value.to)));
	if (lists >> LIST_WHO & 1)
		score_add(s, REASON_NEAR_WHO);
	if (lists >> LIST_WHERE & 1)
		score_add(s, REASON_NEAR_WHERE);
}

/* Nothing that is looked for further away can bring it over the cut. */
static bool
hopeless(const struct score *s)
{
	int most = tables_weight(REASON_NEAR_WHO) +
	    tables_weight(REASON_NEAR_WHERE) +
	    tables_weight(REASON_PATH_DEPLOY);

	return s->sum + most < tables_weight(REASON_POSSIBLE);
}

/* Function calls that read, show or translate: their argument is a name. */
static bool
is_getter(struct str name)
{
	struct words w = word_split(name);

	return w.n == 0 || !tables_has(LIST_SETTER, w.v[0]);
}

/* "setPassword(", ".password(": but "password(" alone is a call. */
static bool
setter_is_one(struct str text, const struct assign *a)
{
	struct str name = str_sub(text, a->name.from, a->name.to);
	char before = (char)(a->name.from > 0 ? text.p[a->name.from - 1] : 0);
	struct words w = word_split(name);

	if (is_getter(name))
		return false;
	if (before == '.' || before == '>' ||
	    str_ends(str_sub(text, 0, a->name.from), STR("new ")))
		return true;
	return w.n > 1 && tables_has(LIST_SETTER_VERB, w.v[0]);
}

/* The name by itself, or with what it belongs to: "aes.key". */
static enum name_class
class_of(struct str text, const struct assign *a)
{
	enum name_class c = word_class(str_sub(text, a->name.from, a->name.to));

	if (c != NAME_NONE || a->path == a->name.from)
		return c;
	c = word_class(str_sub(text, a->path, a->name.to));
	return c == NAME_KEY || c == NAME_SECRET ? c : NAME_NONE;
}

/* False: a placeholder, or nothing like a secret. */
static bool
weigh(struct str text, struct value *x, struct score *s)
{
	value_look(x);
	*s = (struct score){ 0 };
	if (value_placeholder(x) != NULL)
		return false;
	weigh_name(x, s);
	weigh_syntax(x, s);
	value_weigh(x, s);
	if (hopeless(s))
		return false;
	if (assign_in_comment(text, x->a))
		score_add(s, x->a->code ? REASON_COMMENT : REASON_DISABLED);
	weigh_neighbours(text, x, s);
	return !hopeless(s);
}

bool
generic_judge(struct str text, enum kind kind, enum name_class want,
    struct span part, bool lenient, struct generic *g)
{
	struct assign a = { .quote = 0 };
	struct value x;

	*g = (struct generic){ .looked = part.to };
	if (kind == KIND_LOCK || !assign_name(text, part, &a))
		return false;
	g->looked = a.name.to;
	g->name = a.name;
	if (!assign_value(text, kind, lenient, &a)) {
		if (a.looked > g->looked)
			g->looked = a.looked;
		return false;
	}
	x = (struct value){ .v = str_sub(text, a.value.from, a.value.to),
		.name = str_sub(text, a.name.from, a.name.to),
		.a = &a };
	if (x.v.n < VALUE_MIN || (x.class = class_of(text, &a)) != want)
		return false;
	if (a.setter && !setter_is_one(text, &a))
		return false;
	g->value = a.value;
	return weigh(text, &x, &g->score);
}

bool
generic_value(struct str text, struct span value, enum name_class class,
    struct score *score)
{
	struct assign a = {
		.name = { value.from, value.from }, .value = value, .quote = '"'
	};
	struct value x = { .v = str_sub(text, value.from, value.to),
		.name = STR(""),
		.class = class,
		.a = &a };

	return x.v.n > 0 && weigh(text, &x, score);
}
