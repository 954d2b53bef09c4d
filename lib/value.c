#include "base.h"
#include "placeholder.h"
#include "str.h"
#include "value.h"

enum { PASSWORD_MAX = 128, TOKEN_MIN = 8, TOKEN_MAX = 512 };

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
	return dots > 0 && last != '.' && x->h.digit * 4 < x->v.n && !x->drawn;
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

	while (v.n > 1 && v.p[v.n - 1] == '=') /* as base64 ends */
		v.n--;
	for (i = 0; signs[i] != NULL; i++)
		if (str_find(v, str_of(signs[i]), 0) != STR_NONE)
			return true;
	if ((v.p[0] == '#' || v.p[0] == '.' || v.p[0] == '^') && v.n > 1 &&
	    (v.p[v.n - 1] == '$' || word_label(v)))
		return true;
	return false;
}

/* A value that is its own name, a piece of it, or has it inside. */
static bool
is_own_name(const struct value *x)
{
	if (str_ieq(x->v, x->name))
		return true;
	if (x->v.n >= 4 && str_ifind(x->name, x->v, 0) != STR_NONE)
		return true;
	return x->name.n >= 6 && str_ifind(x->v, x->name, 0) != STR_NONE;
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

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
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
is_identifier(const struct value *x)
{
	size_t i;

	for (i = 0; i < x->v.n; i++) {
		char c = x->v.p[i];

		if (c != '_' && c != '-' && !(c >= '0' && c <= '9') &&
		    !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'))
			return false;
	}
	return !x->drawn;
}

/* "a$b" in double quotes, where the language fills that in. */
static bool
interpolates(const struct value *x)
{
	size_t i = 0;

	if (!x->a->fills)
		return false;
	while ((i = str_chr(x->v, '$', i)) != STR_NONE && ++i < x->v.n)
		if (is_letter(x->v.p[i]) || x->v.p[i] == '{' ||
		    x->v.p[i] == '(')
			return true;
	return false;
}

/* 8-4-4-4-12 digits of hex. */
static bool
is_uuid(struct str v)
{
	size_t i;

	for (i = 0; i < v.n && v.n == 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? v.p[i] != '-' : str_hex(v.p[i]) < 0)
			return false;
	}
	return v.n == 36;
}

const char *
value_placeholder(const struct value *x)
{
	if (is_path(x->v))
		return "a path or URL";
	if (is_own_name(x) ||
	    (word_label(x->v) && !tables_has(LIST_WEAK, x->v)))
		return "a name";
	if (interpolates(x))
		return "an interpolation";
	if (x->h.classes & CLASS_OTHER && x->v.n > 64)
		return "a text";
	if (is_syntax(x->v) || is_dotted(x) || is_version(x))
		return "code";
	if ((x->a->listed || x->a->argument) && is_identifier(x))
		return "an item of a list";
	return placeholder_hard(x->v, x->drawn);
}

static unsigned
count_classes(const struct shape *h)
{
	return (unsigned)__builtin_popcount(h->classes &
	    (CLASS_LOWER | CLASS_UPPER | CLASS_DIGIT | CLASS_PUNCT));
}

/* Signs that no generator of tokens uses: a text for a machine. */
static bool
has_odd_signs(struct str v)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] > ' ' &&
		    strchr("{}()[]<>\\,;'\"`|*&?", v.p[i]) != NULL)
			return true;
	return false;
}

/* A generated value: API keys, tokens. */
static bool
is_token(const struct value *x)
{
	return x->v.n >= TOKEN_MIN && x->v.n <= TOKEN_MAX && x->drawn &&
	    !has_odd_signs(x->v);
}

static void
weigh_token(const struct value *x, struct score *s)
{
	if (is_uuid(x->v)) {
		score_add(s, REASON_RANDOM_SHORT);
		score_add(s, REASON_UUID);
	} else if (is_token(x) && placeholder_soft(x->v) == NULL) {
		score_add(
		    s, x->v.n >= 20 ? REASON_RANDOM : REASON_RANDOM_SHORT);
	} else {
		score_add(s, REASON_PLAIN_TOKEN);
	}
}

/* "Password", "Kennwort vergessen?": a label begins so. */
static bool
is_title(const struct value *x)
{
	return x->v.p[0] >= 'A' && x->v.p[0] <= 'Z' && x->h.upper == 1 &&
	    x->h.lower > 0;
}

/* Letters, and what stands between words. */
static void
weigh_words(const struct value *x, struct score *s)
{
	size_t gaps = blanks(x->v);

	if (x->h.classes & CLASS_OTHER)
		score_add(s, REASON_TEXT);
	if (gaps > 0) {
		bool phrase = gaps >= 3 && gaps < 10 && x->h.upper == 0 &&
		    x->h.punct == 0 && x->a->quote != 0 &&
		    str_ifind(x->name, STR("phrase"), 0) != STR_NONE;

		score_add(s, phrase ? REASON_PHRASE : REASON_TEXT);
		return;
	}
	if (x->nwords > 1) {
		score_add(s, REASON_IDENTIFIER);
		return;
	}
	if (tables_has(LIST_WEAK, x->v)) /* that says it all */
		return;
	score_add(s, x->h.upper == x->v.n ? REASON_IDENTIFIER : REASON_WORD);
	if (is_title(x))
		score_add(s, REASON_TITLE);
}

/* A chosen value: words are allowed, labels are not. */
static void
weigh_password(const struct value *x, struct score *s)
{
	unsigned classes = count_classes(&x->h);
	bool unlike = chance_gain(x->v, &x->h) >= chance_cut(&x->h) / 2;

	if (x->v.n < VALUE_MIN || x->v.n > PASSWORD_MAX)
		score_add(s, REASON_TEXT);
	if (x->v.n < 6)
		score_add(s, REASON_SHORT);
	if (x->drawn && !has_odd_signs(x->v))
		score_add(
		    s, x->v.n >= 12 ? REASON_RANDOM : REASON_RANDOM_SHORT);
	else if (unlike)
		score_add(s, REASON_UNLIKE_WORDS);
	if (is_wordy(x) && !x->drawn) {
		weigh_words(x, s);
	} else if (x->h.digit == x->v.n) {
		score_add(s, REASON_DIGITS);
	} else if (blanks(x->v) > 0) {
		score_add(s, blanks(x->v) > 3 ? REASON_TEXT : REASON_PHRASE);
	} else if (x->h.classes & CLASS_OTHER && x->h.digit == 0) {
		score_add(s, REASON_TEXT);
	} else {
		if (is_identifier(x) && x->nwords > 2)
			score_add(s, REASON_IDENTIFIER);
		score_add(s, classes > 2 ? REASON_MIXED_MORE : REASON_MIXED);
	}
	if (placeholder_soft(x->v) != NULL)
		score_add(s, REASON_KNOWN);
}

static void
weigh_weakness(const struct value *x, struct score *s)
{
	switch (placeholder_weakness(x->v)) {
	case WEAK_KNOWN: score_add(s, REASON_KNOWN); break;
	case WEAK_TEST: score_add(s, REASON_TEST_WORD); break;
	case WEAK_SPELLING: score_add(s, REASON_OWN_KIND); break;
	case WEAK_NOT:
	default: break;
	}
}

void
value_weigh(const struct value *x, struct score *s)
{
	switch (x->class) {
	case NAME_PASSWORD: weigh_password(x, s); break;
	case NAME_SECRET:
		if (is_token(x) || is_uuid(x->v))
			weigh_token(x, s);
		else
			weigh_password(x, s);
		break;
	default: weigh_token(x, s); break;
	}
	weigh_weakness(x, s);
}

void
value_look(struct value *x)
{
	x->h = chance_shape(x->v);
	x->drawn = chance_random(x->v, &x->h);
	x->nwords = word_split(x->v).n;
}
