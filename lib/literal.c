#include "base.h"
#include "literal.h"

/* Wrappers that leave a literal what it is. */
static void
skip_wrapper(struct lexer *r)
{
	static const char *const wrappers[] = { "String::from(", "String(",
		"std::string(", "new String(", "Buffer.from(", "SecretStr(",
		"SecretString(", "Some(", "str(", "bytes(", "[]byte(", "b(",
		"QString(", "QStringLiteral(", "new SecureString(",
		"Base64.decode(", "Base64.decodeBase64(",
		"Base64.getDecoder().decode(", "base64_decode(", "atob(",
		"base64.b64decode(", "b64decode(", "Base64.decode64(",
		"Convert.FromBase64String(", "bytes.fromhex(", "unhexlify(",
		"binascii.unhexlify(", "Hex.decode(", "hex2bin(",
		"Encoding.UTF8.GetBytes(", "Encoding.ASCII.GetBytes(",
		"new SecretKeySpec(", "Uri.encode(", "to_string(", "Just ", "(",
		NULL };
	size_t i;

	for (i = 0; wrappers[i] != NULL; i++)
		if (peek(r, 0) == wrappers[i][0] &&
		    take(r, str_of(wrappers[i])))
			break;
	skip_blanks(r);
}

/* b"", r"", u8"", L"", @"" and the like; f"" and $"" interpolate. */
static bool
string_prefix(struct lexer *r)
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
goes_on(struct lexer *r)
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
runs_backticks(enum kind kind)
{
	return kind == KIND_BASH || kind == KIND_MAKE || kind == KIND_PERL ||
	    kind == KIND_PHP || kind == KIND_RUBY || kind == KIND_DOCKERFILE;
}

static bool
fills_dollars(enum kind kind)
{
	switch (kind) {
	case KIND_BASH:
	case KIND_DART:
	case KIND_DOCKERFILE:
	case KIND_GRADLE:
	case KIND_GROOVY:
	case KIND_KOTLIN:
	case KIND_PERL:
	case KIND_PHP:
	case KIND_POWERSHELL: return true;
	default: return false;
	}
}

bool
literal_quoted(struct lexer *r)
{
	size_t from, end, step;
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
	/* A command's output, not a string. */
	if (q == '`' && runs_backticks(r->kind))
		return false;
	r->a->quote = q;
	r->a->fills = q == '"' && fills_dollars(r->kind);
	r->a->value = (struct span){ from, end };
	r->at = end + step;
	return !goes_on(r);
}

static bool
bare_end(const struct lexer *r, char c, char last)
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

/* "x, port: 1}" and "x}" of a YAML flow that began further left. */
static struct str
flow_end(struct str v)
{
	if (v.n == 0 || v.p[v.n - 1] != '}' || str_chr(v, '{', 0) != STR_NONE)
		return v;
	v = str_sub(v, 0, str_chr(v, '}', 0));
	return str_trim(str_sub(v, 0, str_chr(v, ',', 0)));
}

/* Behind "${NAME:-default}", which may hold what else ends a word. */
static size_t
variable_end(const struct lexer *r, size_t from)
{
	struct str line = str_sub(r->s, from, from + ASSIGN_VALUE);
	size_t end;

	line = str_sub(line, 0, str_chr(line, '\n', 0));
	end = str_chr(line, '}', 0);
	return end == STR_NONE ? from : from + end + 1;
}

/* A word without quotes, where the kind of file has such. */
bool
literal_bare(struct lexer *r)
{
	size_t from = r->at, end = from;
	struct str v;

	if (r->g == CODE && !r->lenient)
		return false;
	if (r->lenient && r->g == CODE)
		r->g = PROSE;
	if (str_starts(str_sub(r->s, from, from + 2), STR("${")))
		end = variable_end(r, from);
	while (end < r->s.n && end - from <= ASSIGN_VALUE &&
	    !bare_end(r, r->s.p[end], (char)(end > from ? r->s.p[end - 1] : 0)))
		end++;
	r->a->looked = end - from > ASSIGN_VALUE ? end : 0;
	v = str_trim(str_sub(r->s, from, end));
	if (v.n == 0 || end - from > ASSIGN_VALUE)
		return false;
	/* YAML's and the shell's own signs, calls, holes: no literal. */
	if (strchr("$&*!|>%@`{[(<", v.p[0]) != NULL &&
	    !str_starts(v, STR("${")))
		return false;
	if (str_chr(v, '(', 0) != STR_NONE && str_chr(v, ')', 0) != STR_NONE)
		return false;
	if (r->kind == KIND_YAML)
		v = flow_end(v);
	r->a->doubtful = r->g == PROSE;
	r->a->value.from = (size_t)(v.p - r->s.p);
	r->a->value.to = r->a->value.from + v.n;
	return r->g != PROSE || (end < r->s.n ? r->s.p[end] != '(' : true);
}

bool
literal_inside(struct lexer *r)
{
	size_t from = r->at, end = from;

	while (end < r->s.n && end - from <= ASSIGN_VALUE &&
	    r->s.p[end] > ' ' &&
	    strchr("&\"'`<>;,(){}\\#|", r->s.p[end]) == NULL)
		end++;
	/* "password=" + x, "password=$x": the rest is made elsewhere. */
	if (end == from || end - from > ASSIGN_VALUE ||
	    strchr("$%@[:{", r->s.p[from]) != NULL)
		return false;
	if (end < r->s.n && strchr("({", r->s.p[end]) != NULL)
		return false;
	r->a->value = (struct span){ from, end };
	return true;
}

bool
literal_opens(struct lexer *r)
{
	skip_wrapper(r);
	return is_quote(peek(r, 0)) ||
	    (peek(r, 0) == '\\' && is_quote(peek(r, 1))) || string_prefix(r);
}
