#include "base.h"
#include "assign.h"
#include "str.h"

/* How the bytes between a name and its value are read. */
enum grammar {
	CODE,	/* literals are in quotes */
	BARE,	/* to the end of the line: ini, env, properties, yaml */
	SHELL,	/* to a blank or an operator */
	MARKUP, /* attributes, and the text of elements */
	PROSE	/* may hold anything: only what is unlike prose counts */
};

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
	case KIND_DOCKERFILE: return SHELL;
	case KIND_XML:
	case KIND_HTML: return MARKUP;
	case KIND_OTHER:
	case KIND_TEXT:
	case KIND_MARKDOWN:
	case KIND_LOG:
	case KIND_DIFF:
	case KIND_MAKE:
	case KIND_CSV: return PROSE;
	default: return CODE;
	}
}

struct reader_at {
	struct str s;
	size_t at;
	enum kind kind;
	enum grammar g;
	bool escaped; /* inside a string: quotes come as \" */
	bool lenient;
	struct assign *a;
};

static char
peek(const struct reader_at *r, size_t ahead)
{
	size_t i = r->at + ahead;

	return i < r->s.n && i >= r->at ? r->s.p[i] : '\0';
}

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || (c & 0x80);
}

static bool
is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

bool
assign_name(struct str text, struct span part, struct span *name)
{
	size_t from = part.from, to = part.to;

	while (from > 0 && part.from - from < ASSIGN_NAME &&
	    (is_word(text.p[from - 1]) || text.p[from - 1] == '-'))
		from--;
	while (to < text.n && to - part.to < ASSIGN_NAME &&
	    (is_word(text.p[to]) || text.p[to] == '-'))
		to++;
	if (part.from - from == ASSIGN_NAME || to - part.to == ASSIGN_NAME)
		return false;
	while (from < part.from && text.p[from] == '-')
		from++;
	while (to > part.to && text.p[to - 1] == '-')
		to--;
	*name = (struct span){ from, to };
	return true;
}

static void
skip_blanks(struct reader_at *r)
{
	while (r->at < r->s.n && (peek(r, 0) == ' ' || peek(r, 0) == '\t'))
		r->at++;
}

/* Blanks and at most one line's end. */
static void
skip_line(struct reader_at *r)
{
	skip_blanks(r);
	if (peek(r, 0) == '\r')
		r->at++;
	if (peek(r, 0) == '\n') {
		r->at++;
		skip_blanks(r);
	}
}

static bool
take(struct reader_at *r, struct str what)
{
	if (!str_starts(str_sub(r->s, r->at, r->at + what.n), what))
		return false;
	r->at += what.n;
	return true;
}

/* "]", "[]", "[64]" after a name, and the quote that closed it. */
static void
close_name(struct reader_at *r)
{
	size_t i = r->a->name.from;
	char before;

	/* "spring.datasource.password": the quote stands further back. */
	while (i > 0 && r->a->name.from - i < ASSIGN_NAME &&
	    (is_word(r->s.p[i - 1]) || strchr(".-:/", r->s.p[i - 1]) != NULL))
		i--;
	before = i > 0 ? r->s.p[i - 1] : '\0';
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
skip_type(struct reader_at *r)
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
blank_is_operator(struct reader_at *r)
{
	size_t from = r->a->name.from, line = from;
	struct str head;

	if (peek(r, 0) == '\0' || r->at == r->a->name.to)
		return false;
	if (from >= 2 && r->s.p[from - 1] == '-' && r->s.p[from - 2] == '-')
		return r->a->named = true;
	if (r->kind == KIND_GRADLE || r->kind == KIND_GROOVY)
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
after_colon(struct reader_at *r)
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
after_equals(struct reader_at *r)
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
value_field(struct reader_at *r)
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
opens_element(const struct reader_at *r)
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
default_operator(struct reader_at *r)
{
	if (r->g == CODE && peek(r, 0) == ')')
		r->at++;
	skip_blanks(r);
	return take(r, STR("||")) || take(r, STR("??")) || take(r, STR("?:")) ||
	    take(r, STR("or "));
}

static bool
operator(struct reader_at *r)
{
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
	if (peek(r, 0) == ',' && r->a->named) {
		r->at++;
		return r->a->listed = true;
	}
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
	if ((r->kind == KIND_GO || r->kind == KIND_VB || r->kind == KIND_SQL) &&
	    r->at > r->a->name.to && is_word(peek(r, 0)))
		return skip_type(r);
	return default_operator(r);
}

/* Wrappers that leave a literal what it is. */
static void
skip_wrapper(struct reader_at *r)
{
	static const char *const wrappers[] = { "String::from(", "String(",
		"std::string(", "new String(", "Buffer.from(", "SecretStr(",
		"SecretString(", "Some(", "str(", "bytes(", "[]byte(", "b(",
		"QString(", "QStringLiteral(", "new SecureString(", NULL };
	size_t i;

	for (i = 0; wrappers[i] != NULL; i++)
		if (take(r, str_of(wrappers[i])))
			break;
	skip_blanks(r);
}

/* b"", r"", u8"", L"", @"" and the like; f"" and $"" interpolate. */
static bool
string_prefix(struct reader_at *r)
{
	size_t i;

	for (i = 0; i < 3; i++) {
		char c = peek(r, i);

		if (is_quote(c)) {
			r->at += i;
			return true;
		}
		if (c == '\\' && is_quote(peek(r, i + 1)))
			return true;
		if (c == '\0' || strchr("bBrRuULq8@", c) == NULL)
			return false;
	}
	return false;
}

/* What stands after a literal that is only a part of the value. */
static bool
goes_on(struct reader_at *r)
{
	skip_blanks(r);
	switch (peek(r, 0)) {
	case '+':
	case '%':
	case '[': return true;
	case '.':
		return r->kind != KIND_BASH && peek(r, 1) != '\n' &&
		    (peek(r, 1) == ' ' || peek(r, 1) == '$' ||
			take(r, STR(".format")) || take(r, STR(".join")));
	case ':':
		return r->a->named && r->g == CODE &&
		    (r->kind == KIND_JSON || r->kind == KIND_PYTHON);
	case '(': return true;
	default: return false;
	}
}

static bool
quoted(struct reader_at *r)
{
	size_t from, end, step = r->escaped ? 2 : 1;
	char q;

	if (peek(r, 0) == '\\' && is_quote(peek(r, 1))) {
		r->escaped = true;
		step = 2;
	} else {
		r->escaped = false;
		step = 1;
	}
	q = peek(r, step - 1);
	r->at += step;
	if (peek(r, 0) == q && peek(r, 1) == q && step == 1)
		r->at += 2;
	else if (peek(r, 0) == q && step == 1)
		return false;
	from = end = r->at;
	for (;; end++) {
		if (end - from > ASSIGN_VALUE)
			r->a->looked = from + ASSIGN_VALUE / 4;
		if (end >= r->s.n || end - from > ASSIGN_VALUE ||
		    r->s.p[end] == '\n')
			return false;
		if (r->s.p[end] == '\\' && r->escaped && end + 1 < r->s.n &&
		    r->s.p[end + 1] == q)
			break;
		if (r->s.p[end] == q && !r->escaped)
			break;
		if (r->s.p[end] == '\\')
			end++;
	}
	r->a->quote = q;
	r->a->value = (struct span){ from, end };
	r->at = end + step;
	return !goes_on(r);
}

static bool
bare_end(const struct reader_at *r, char c, char last)
{
	if (c == '\n' || c == '\r' || c == '\0')
		return true;
	if (r->g == MARKUP)
		return c == '<';
	if (r->g == BARE && !r->a->named)
		return (c == '#' || c == ';') && (last == ' ' || last == '\t');
	if (c == ' ' || c == '\t')
		return true;
	if (r->g == SHELL || r->a->named)
		return strchr(";|&<>()\"'`}", c) != NULL;
	return strchr("\"'`,;<>(){}[]|&", c) != NULL;
}

/* A word without quotes, where the kind of file has such. */
static bool
bare(struct reader_at *r)
{
	size_t from = r->at, end = from;
	struct str v;

	if (r->g == CODE && !r->lenient && !r->a->named)
		return false;
	if (r->g == CODE && !r->lenient)
		return false;
	if (r->lenient && r->g == CODE)
		r->g = PROSE;
	while (end < r->s.n && end - from <= ASSIGN_VALUE &&
	    !bare_end(r, r->s.p[end], end > from ? r->s.p[end - 1] : '\0'))
		end++;
	r->a->looked = end - from > ASSIGN_VALUE ? end : 0;
	v = str_trim(str_sub(r->s, from, end));
	if (v.n == 0 || end - from > ASSIGN_VALUE)
		return false;
	/* YAML's and the shell's own signs, calls, holes: no literal. */
	if (strchr("$&*!|>%@`{[(<", v.p[0]) != NULL)
		return false;
	if (str_chr(v, '(', 0) != STR_NONE && str_chr(v, ')', 0) != STR_NONE)
		return false;
	r->a->doubtful = r->g == PROSE;
	r->a->value.from = (size_t)(v.p - r->s.p);
	r->a->value.to = r->a->value.from + v.n;
	return r->g != PROSE || (end < r->s.n ? r->s.p[end] != '(' : true);
}

bool
assign_value(struct str text, enum kind kind, bool lenient, struct assign *a)
{
	struct reader_at r = { .s = text,
		.at = a->name.to,
		.kind = kind,
		.g = grammar_of(kind),
		.lenient = lenient,
		.a = a };

	close_name(&r);
	if (!operator(&r))
		return false;
	if (r.g == MARKUP || r.g == CODE)
		skip_line(&r);
	else
		skip_blanks(&r);
	skip_wrapper(&r);
	if (is_quote(peek(&r, 0)) ||
	    (peek(&r, 0) == '\\' && is_quote(peek(&r, 1))) || string_prefix(&r))
		return quoted(&r);
	return !a->setter && !a->compared && !a->listed && bare(&r);
}
