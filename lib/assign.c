#include "base.h"
#include "assign.h"
#include "fallback.h"
#include "literal.h"
#include "tables.h"
#include "word.h"

static enum grammar
grammar_of(enum kind kind)
{
	switch (kind) {
	case KIND_ENV:
	case KIND_INI:
	case KIND_PROPERTIES:
	case KIND_YAML: return BARE;
	case KIND_BASH:
	case KIND_BATCH:
	case KIND_DOCKERFILE:
	case KIND_MAKE: return SHELL;
	case KIND_XML:
	case KIND_HTML: return MARKUP;
	case KIND_OTHER:
	case KIND_TEXT:
	case KIND_MARKDOWN:
	case KIND_LOG:
	case KIND_DIFF:
	case KIND_CSV: return PROSE;
	default: return CODE;
	}
}

/* Blanks and at most one line's end. */
static void
skip_line(struct lexer *r)
{
	skip_blanks(r);
	if (peek(r, 0) == '\r')
		r->at++;
	if (peek(r, 0) == '\n') {
		r->at++;
		skip_blanks(r);
	}
}

/* "]", "[]", "[64]" after a name, and the quote that closed it. */
static void
close_name(struct lexer *r)
{
	size_t i = r->a->name.from;
	char before;

	/* "spring.datasource.password": the quote stands further back. */
	while (i > 0 && r->a->name.from - i < ASSIGN_NAME &&
	    (is_word(r->s.p[i - 1]) || strchr(".-:/", r->s.p[i - 1]) != NULL))
		i--;
	before = (char)(i > 0 ? r->s.p[i - 1] : 0);
	if (peek(r, 0) == '\\' && is_quote(peek(r, 1))) {
		r->escaped = true;
		r->at++;
	}
	if (is_quote(peek(r, 0)) && peek(r, 0) == before) {
		r->a->named = true;
		r->at++;
	}
	skip_blanks(r);
	if (peek(r, 0) == ']') {
		r->at++;
	} else if (peek(r, 0) == '[') {
		for (i = 1; i < 32 && peek(r, i) != ']'; i++)
			if (!is_word(peek(r, i)) && peek(r, i) != ' ')
				return;
		if (i < 32)
			r->at += i + 1;
	}
	skip_blanks(r);
}

/* "name: Type = ", "name string = ", "name As String = ": pass the type. */
static bool
skip_type(struct lexer *r)
{
	size_t i, at = r->at;

	for (i = 0; i < 48 && at < r->s.n; i++, at++) {
		char c = r->s.p[at];

		if (c == '=')
			break;
		if (!is_word(c) && strchr(" .*&<>[]?|,:'", c) == NULL)
			return false;
	}
	if (i == 0 || i == 48 || at >= r->s.n || r->s.p[at] != '=')
		return false;
	if (at + 1 < r->s.n && strchr("=>~", r->s.p[at + 1]) != NULL)
		return false;
	r->at = at + 1;
	return true;
}

/* The line up to the name begins with "#define" or ends in an option's
   dashes: then a blank is the operator. */
static bool
blank_is_operator(struct lexer *r)
{
	size_t from = r->a->name.from, line = from;
	struct str head;

	if (peek(r, 0) == '\0' || r->at == r->a->name.to)
		return false;
	if (from >= 2 && r->s.p[from - 1] == '-' && r->s.p[from - 2] == '-')
		return r->a->named = true;
	if (r->kind == KIND_GRADLE || r->kind == KIND_GROOVY ||
	    r->kind == KIND_RUBY || r->kind == KIND_CMAKE)
		return is_quote(peek(r, 0));
	while (line > 0 && from - line < 32 && r->s.p[line - 1] != '\n')
		line--;
	head = str_trim(str_sub(r->s, line, from));
	if (str_eqz(head, "#define") || str_eqz(head, "# define"))
		return is_quote(peek(r, 0));
	return r->kind == KIND_DOCKERFILE &&
	    (str_ieq(head, STR("ENV")) || str_ieq(head, STR("ARG")));
}

/* A colon was read: what follows may be a type and then the value. */
static bool
after_colon(struct lexer *r)
{
	if (take(r, STR(":")))
		return false;
	if (take(r, STR("=")))
		return true;
	if (take(r, STR("-"))) /* ${NAME:-default} */
		return r->g != CODE || peek(r, 0) != '-';
	skip_blanks(r);
	if (r->g == CODE && !is_quote(peek(r, 0)) && !r->a->named)
		(void)skip_type(r);
	return true;
}

static bool
after_equals(struct lexer *r)
{
	if (take(r, STR("=")))
		r->a->compared = true;
	(void)take(r, STR("=")); /* === */
	if (peek(r, 0) == '~')
		return false;
	(void)take(r, STR(">"));
	return true;
}

/* "value=" of an attribute pair, or "value:" on the next line. */
static bool
value_field(struct lexer *r)
{
	size_t was = r->at;

	skip_line(r);
	if (take(r, STR(",")))
		skip_line(r);
	(void)(take(r, STR("\"")) || take(r, STR("'")));
	if (take(r, STR("value")) || take(r, STR("Value")) ||
	    take(r, STR("VALUE"))) {
		(void)(take(r, STR("\"")) || take(r, STR("'")));
		skip_blanks(r);
		if (take(r, STR("=")) || take(r, STR(":")))
			return true;
	}
	r->at = was;
	return false;
}

static bool
opens_element(const struct lexer *r)
{
	size_t i = r->a->name.from;

	if (r->a->named)
		return true;
	/* "<ns:password>": the prefix belongs to the tag. */
	while (i > 0 &&
	    (is_word(r->s.p[i - 1]) || strchr(":.-", r->s.p[i - 1]) != NULL))
		i--;
	return i > 0 && r->s.p[i - 1] == '<';
}

/* "DB_PASSWORD || 'x'", "?? 'x'", "?: 'x'", "or 'x'". */
static bool
default_operator(struct lexer *r)
{
	if (r->g == CODE && peek(r, 0) == ')')
		r->at++;
	skip_blanks(r);
	return take(r, STR("||")) || take(r, STR("??")) || take(r, STR("?:")) ||
	    take(r, STR("or "));
}

/* CURLOPT_PASSWORD: a constant that says what the next argument is. */
static bool
is_constant(const struct lexer *r)
{
	size_t i;
	bool under = false;

	for (i = r->a->name.from; i < r->a->name.to; i++) {
		under |= r->s.p[i] == '_';
		if (r->s.p[i] >= 'a' && r->s.p[i] <= 'z')
			return false;
	}
	return under;
}

/*
 * "name=value" without blanks, what stands before the name being what
 * parts such pairs in a string: a query, a connection's parameters, an
 * option, a list of variables.
 */
static bool
begins_inside(struct lexer *r)
{
	char before =
	    (char)(r->a->name.from > 0 ? r->s.p[r->a->name.from - 1] : 0);
	char next = peek(r, 1);

	if (r->at != r->a->name.to || r->a->named || peek(r, 0) != '=')
		return false;
	if (before == '\0' || strchr("?&;\"'` ,-", before) == NULL)
		return false;
	if (next <= ' ' || strchr("=\"'`>~", next) != NULL)
		return false;
	if (strchr("?&", before) != NULL)
		return true;
	return r->g == CODE ? assign_in_string(r->s, r->a) : is_quote(before);
}

/* "setProperty", "define", "put" before a bracket: what follows is set. */
static bool
sets_what_follows(struct str text, size_t bracket)
{
	size_t from = bracket;
	struct words w;

	while (from > 0 && bracket - from < ASSIGN_NAME &&
	    is_word(text.p[from - 1]))
		from--;
	w = word_split(str_sub(text, from, bracket));
	for (size_t i = 0; i < w.n; i++)
		if (tables_has(LIST_SETTER_VERB, w.v[i]))
			return true;
	return false;
}

/* f("name", "literal"), {name, "literal"}, or one item after another. */
static bool
after_comma(struct lexer *r)
{
	size_t i = r->a->path;
	char before;

	while (i > 0 && (is_quote(r->s.p[i - 1]) || r->s.p[i - 1] == ':'))
		i--;
	before = (char)(i > 0 ? r->s.p[i - 1] : 0);
	r->at++;
	if (before == '{' && (r->kind == KIND_ERLANG || r->kind == KIND_ELIXIR))
		return true;
	if (!r->a->named && !is_constant(r))
		return false;
	r->a->argument =
	    !r->a->named || (before == '(' && sets_what_follows(r->s, i - 1));
	r->a->listed = !r->a->argument;
	return true;
}

static bool
operator(struct lexer *r)
{
	if (begins_inside(r)) {
		r->at++;
		return r->a->inside = true;
	}
	if (take(r, STR("=")))
		return after_equals(r);
	if (take(r, STR(":=")) || take(r, STR("?=")) || take(r, STR("<-")))
		return true;
	if (take(r, STR(":")))
		return after_colon(r);
	if (take(r, STR("!=")))
		return r->a->compared = true;
	if ((r->a->named || r->kind == KIND_YAML) && value_field(r))
		return true;
	if (peek(r, 0) == ',')
		return after_comma(r);
	if (peek(r, 0) == '(' || (peek(r, 0) == '{' && r->kind == KIND_CPP)) {
		r->a->setter = peek(r, 0) == '(';
		r->at++;
		return true;
	}
	if (peek(r, 0) == '>' && (r->g == MARKUP || r->g == PROSE) &&
	    opens_element(r)) {
		r->at++;
		r->g = MARKUP;
		return true;
	}
	if (blank_is_operator(r))
		return true;
	if (r->kind == KIND_SQL && r->at > r->a->name.to &&
	    is_quote(peek(r, 0)))
		return true;
	if ((r->kind == KIND_GO || r->kind == KIND_VB || r->kind == KIND_SQL) &&
	    r->at > r->a->name.to && is_word(peek(r, 0)))
		return skip_type(r);
	return default_operator(r);
}

bool
assign_value(struct str text, enum kind kind, bool lenient, struct assign *a)
{
	struct lexer r = { .s = text,
		.at = a->name.to,
		.kind = kind,
		.g = grammar_of(kind),
		.lenient = lenient,
		.a = a };

	a->code = r.g == CODE && kind != KIND_HCL && kind != KIND_TOML;
	close_name(&r);
	if (!operator(&r))
		return false;
	if (a->inside)
		return literal_inside(&r);
	if (r.g == MARKUP || r.g == CODE)
		skip_line(&r);
	else
		skip_blanks(&r);
	if (literal_opens(&r))
		return literal_quoted(&r) && fallback_inside(&r);
	if (a->setter || a->compared || a->listed || a->argument)
		return false;
	if ((r.g == CODE || r.g == PROSE) && fallback_of(&r))
		return literal_quoted(&r);
	return literal_bare(&r) && fallback_inside(&r);
}
