#include "base.h"
#include "assign.h"
#include "chance.h"
#include "generic.h"
#include "placeholder.h"
#include "str.h"

enum { PASSWORD_MIN = 4, PASSWORD_MAX = 128, TOKEN_MIN = 8, TOKEN_MAX = 512 };

/* What the tests below look at. */
struct value {
	struct str v, name;
	struct shape h;
	const struct assign *a;
	enum name_class class;
	size_t nwords;
};

static bool
is_path(struct str v)
{
	size_t i, slashes = 0;

	for (i = 0; i < v.n; i++)
		slashes += v.p[i] == '/';
	if (slashes > 3 && v.n < 24 * slashes && slashes * 24 > v.n * 2)
		return true;
	if (v.p[0] == '/' || str_starts(v, STR("./")) ||
	    str_starts(v, STR("../")) || str_starts(v, STR("~/")))
		return true;
	if (v.n > 2 && v.p[1] == ':' && (v.p[2] == '\\' || v.p[2] == '/'))
		return true;
	return str_find(v, STR("://"), 0) != STR_NONE ||
	    str_starts(v, STR("file:")) || str_starts(v, STR("mailto:")) ||
	    str_starts(v, STR("data:")) || str_starts(v, STR("urn:"));
}

/* "5.20140120", "2024-01-02": numbers and what stands between them. */
static bool
is_version(const struct value *x)
{
	size_t i, between = 0;

	for (i = 0; i < x->v.n; i++) {
		if (strchr("._-:/+ ", x->v.p[i]) != NULL && x->v.p[i] != '\0')
			between++;
		else if (x->v.p[i] < '0' || x->v.p[i] > '9')
			return false;
	}
	return between > 0;
}

/* A file's or a module's or a key's name: "a.b.c", "server.key". */
static bool
is_dotted(const struct value *x)
{
	size_t i, dots = 0;
	char last = '.';

	for (i = 0; i < x->v.n; i++) {
		char c = x->v.p[i];

		if (c == '.' && last == '.')
			return false;
		dots += c == '.';
		if (c != '.' && c != '_' && c != '-' && c != '/' &&
		    !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9'))
			return false;
		last = c;
	}
	return dots > 0 && last != '.' && x->h.digit * 4 < x->v.n &&
	    chance_words(x->v) >= 0;
}

/* Regexes, selectors, markup, code, formats: text for a machine. */
static bool
is_syntax(struct str v)
{
	static const char *const signs[] = { "\\w", "\\d", "\\s", "\\S", "[a-z",
		"[A-Z", "[^", ".*", "(?", "</", "/>", "=>", "->", "()",
		"::", "&&", "||", "==", "%s", "%d", "%v", "\\x", "\\u", "\\n",
		"input[", "&nbsp;", "&#", ")(", NULL };
	size_t i;

	for (i = 0; signs[i] != NULL; i++)
		if (str_find(v, str_of(signs[i]), 0) != STR_NONE)
			return true;
	if ((v.p[0] == '#' || v.p[0] == '.' || v.p[0] == '^') && v.n > 1 &&
	    (v.p[v.n - 1] == '$' || word_label(v)))
		return true;
	return false;
}

/* A value that is its own name, or a piece of it. */
static bool
is_own_name(const struct value *x)
{
	if (str_ieq(x->v, x->name))
		return true;
	return x->v.n >= 4 && str_ifind(x->name, x->v, 0) != STR_NONE;
}

/* Letters and separators only: an identifier, a label, a type. */
static bool
is_wordy(const struct value *x)
{
	size_t i;

	if (x->h.digit > 0)
		return false;
	for (i = 0; i < x->v.n; i++) {
		char c = x->v.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    strchr("_-.:/ ,?!'", c) == NULL && !(c & 0x80))
			return false;
	}
	return true;
}

static size_t
blanks(struct str v)
{
	size_t i, n = 0;

	for (i = 0; i < v.n; i++)
		n += v.p[i] == ' ' || v.p[i] == '\t';
	return n;
}

/* "git2-token": what programmers call things. */
static bool
is_identifier(struct str v)
{
	size_t i;

	for (i = 0; i < v.n; i++) {
		char c = v.p[i];

		if (c != '_' && c != '-' && !(c >= '0' && c <= '9') &&
		    !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'))
			return false;
	}
	return chance_words(v) >= 0;
}

/* Why the value is no literal secret whatever its name; NULL: may be. */
static const char *
no_secret(const struct value *x)
{
	const char *why;

	if (is_path(x->v))
		return "a path or URL";
	if (is_own_name(x) || word_label(x->v))
		return "a name";
	if (x->h.classes & CLASS_OTHER && x->v.n > 64)
		return "a text";
	if (is_syntax(x->v) || is_dotted(x) || is_version(x))
		return "code";
	if (x->a->listed && is_identifier(x->v))
		return "an item of a list";
	if ((why = placeholder_why(x->v, true)) != NULL)
		return why;
	return NULL;
}

static unsigned
count_classes(const struct shape *h)
{
	return (unsigned)__builtin_popcount(h->classes &
	    (CLASS_LOWER | CLASS_UPPER | CLASS_DIGIT | CLASS_PUNCT));
}

/* A generated value: API keys, tokens. */
static bool
token(const struct value *x, struct generic *g)
{
	if (x->v.n < TOKEN_MIN || x->v.n > TOKEN_MAX)
		return false;
	if (x->h.classes & (CLASS_BLANK | CLASS_OTHER))
		return false;
	if (x->h.classes & CLASS_PUNCT) {
		/* base64 and its kin; the rest is text for a machine */
		size_t i, odd = 0;

		for (i = 0; i < x->v.n; i++)
			odd += x->v.p[i] > ' ' &&
			    strchr("{}()[]<>\\,;'\"`|*&?", x->v.p[i]) != NULL;
		if (odd > 0)
			return false;
	}
	if (!chance_random(x->v, &x->h))
		return false;
	g->reason = "drawn by chance";
	g->shift = x->v.n >= 20 ? 0 : -1;
	return true;
}

/* A chosen value: words are allowed, labels are not. */
static bool
password(const struct value *x, struct generic *g)
{
	unsigned classes = count_classes(&x->h);
	size_t gaps = blanks(x->v);

	if (x->v.n < PASSWORD_MIN || x->v.n > PASSWORD_MAX)
		return false;
	if (gaps > 0 &&
	    (gaps < 3 || !is_wordy(x) || x->a->quote == 0 || x->h.upper > 0 ||
		x->h.punct > 0 || word_split(x->name).n == 0 ||
		str_ifind(x->name, STR("phrase"), 0) == STR_NONE))
		return false;
	g->reason = "chosen by a person";
	if (is_wordy(x)) {
		/* "hidden", "userPassword", "Enter it": rather a label. */
		if (x->nwords > 1 && gaps == 0 && x->nwords < 3)
			return false;
		if (x->v.n < 6 || x->a->doubtful || x->a->setter ||
		    x->a->listed || x->h.upper == x->v.n || x->a->compared ||
		    x->h.flips > 0 || !x->a->quote)
			return false;
		g->shift = -1;
		return true;
	}
	if (x->h.digit == x->v.n) {
		g->shift = -1;
		return x->v.n >= 6 && !x->a->doubtful;
	}
	if (x->a->doubtful && (x->v.n < 8 || classes < 3))
		return false;
	if (x->v.n < 8 || classes < 2)
		g->shift = x->v.n < 6 ? -1 : 0;
	return true;
}

static bool
judge_value(const struct value *x, struct generic *g)
{
	const char *weak = placeholder_weak(x->v);
	bool found = false;

	if (no_secret(x) != NULL)
		return false;
	switch (x->class) {
	case NAME_PASSWORD: found = password(x, g); break;
	case NAME_SECRET:
		found = token(x, g) ||
		    (x->v.n >= TOKEN_MIN && !is_wordy(x) && password(x, g));
		if (found && !chance_random(x->v, &x->h) && is_identifier(x->v))
			g->shift = -1;
		break;
	case NAME_TOKEN:
	case NAME_KEY:
	default: found = token(x, g); break;
	}
	if (found && weak != NULL) {
		g->reason = weak;
		g->shift = -1;
	}
	if (found && (x->a->compared || x->a->doubtful))
		g->shift--;
	return found;
}

/* Function calls that read, show or translate: their argument is a name. */
static bool
is_getter(struct str name)
{
	struct words w = word_split(name);

	return w.n == 0 ||
	    !(word_in(w.v[0],
		" set with use add put password passwd "
		"passphrase secret token pass apikey credential "
		"api access auth db user store key basic "));
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
	if (before == '.' || before == '>')
		return true;
	return w.n > 1 && word_in(w.v[0], " set with use add put ");
}

bool
generic_judge(struct str text, enum kind kind, enum name_class want,
    struct span part, bool lenient, struct generic *g)
{
	struct assign a = { .quote = 0 };
	struct value x;

	*g = (struct generic){ .looked = part.to };
	if (kind == KIND_LOCK || !assign_name(text, part, &a.name))
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
	if (x.v.n < PASSWORD_MIN || (x.class = word_class(x.name)) != want)
		return false;
	if (a.setter && !setter_is_one(text, &a))
		return false;
	x.h = chance_shape(x.v);
	x.nwords = word_split(x.v).n;
	g->value = a.value;
	return judge_value(&x, g);
}
