#include "base.h"
#include "jsonkey.h"
#include "str.h"

enum { DEPTH_MAX = 32 };

/* The position behind a string whose opening quote is at i, or 0. */
static size_t
string_end(struct str s, size_t i)
{
	for (i++; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\\')
			i++;
		else if (c == '"')
			return i + 1;
		else if (c < 0x20)
			return 0;
	}
	return 0;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t
skip_blank(struct str s, size_t i)
{
	while (i < s.n && blank(s.p[i]))
		i++;
	return i;
}

/* The position behind a number or a word, or 0. */
static size_t
scalar_end(struct str s, size_t i)
{
	size_t from = i;

	while (i < s.n &&
	    ((s.p[i] >= '0' && s.p[i] <= '9') ||
		((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z') ||
		s.p[i] == '-' || s.p[i] == '+' || s.p[i] == '.'))
		i++;
	return i > from ? i : 0;
}

/* The position behind any value, or 0. Brackets are matched on a stack. */
static size_t
value_end(struct str s, size_t i)
{
	char stack[DEPTH_MAX];
	size_t depth = 0;

	do {
		i = skip_blank(s, i);
		if (i >= s.n)
			return 0;
		switch (s.p[i]) {
		case '{':
		case '[':
			if (depth == DEPTH_MAX)
				return 0;
			stack[depth++] = s.p[i++] == '{' ? '}' : ']';
			continue;
		case '}':
		case ']':
			if (depth == 0 || stack[--depth] != s.p[i++])
				return 0;
			continue;
		case ',':
		case ':':
			if (depth == 0)
				return 0;
			i++;
			continue;
		case '"': i = string_end(s, i); break;
		default: i = scalar_end(s, i); break;
		}
		if (i == 0)
			return 0;
	} while (depth > 0);
	return i;
}

/* Walk the top level; stop at key (NULL: never). Where it ended, or 0. */
static size_t
walk(struct str s, const char *key, struct str *value)
{
	size_t i = skip_blank(s, 0), from, end;

	if (i >= s.n || s.p[i] != '{')
		return 0;
	i = skip_blank(s, i + 1);
	if (i < s.n && s.p[i] == '}')
		return i + 1;
	for (;;) {
		struct str name;

		if (i >= s.n || s.p[i] != '"' || (end = string_end(s, i)) == 0)
			return 0;
		name = str_sub(s, i + 1, end - 1);
		i = skip_blank(s, end);
		if (i >= s.n || s.p[i] != ':')
			return 0;
		from = skip_blank(s, i + 1);
		if ((end = value_end(s, from)) == 0)
			return 0;
		if (key && value->p == NULL && str_eqz(name, key))
			*value = s.p[from] == '"' ?
			    str_sub(s, from + 1, end - 1) :
			    str_sub(s, from, end);
		i = skip_blank(s, end);
		if (i < s.n && s.p[i] == '}')
			return i + 1;
		if (i >= s.n || s.p[i] != ',')
			return 0;
		i = skip_blank(s, i + 1);
	}
}

bool
jsonkey_object(struct str s, size_t *end)
{
	size_t at = walk(s, NULL, NULL);

	if (at && end)
		*end = at;
	return at != 0;
}

bool
jsonkey_find(struct str s, const char *key, struct str *value)
{
	struct str got = { NULL, 0 };

	if (walk(s, key, &got) == 0 || got.p == NULL)
		return false;
	*value = got;
	return true;
}
