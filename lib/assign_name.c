#include "base.h"
#include "assign.h"
#include "literal.h"
#include "str.h"

/* "spring.datasource." before "password", "fs.s3a.secret." before "key". */
static size_t
path_of(struct str text, size_t from)
{
	size_t at = from;

	while (at > 1 && from - at < ASSIGN_NAME && text.p[at - 1] == '.' &&
	    is_word(text.p[at - 2])) {
		at--;
		while (at > 0 && from - at < ASSIGN_NAME &&
		    (is_word(text.p[at - 1]) || text.p[at - 1] == '-'))
			at--;
	}
	return at;
}

bool
assign_name(struct str text, struct span part, struct assign *a)
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
	a->name = (struct span){ from, to };
	a->path = path_of(text, from);
	return true;
}

/* How much of a line before a name is looked at. */
enum { LINE_BACK = 256 };

static size_t
line_begin(struct str text, size_t at)
{
	size_t from = at;

	while (from > 0 && at - from < LINE_BACK && text.p[from - 1] != '\n')
		from--;
	return from;
}

bool
assign_in_string(struct str text, const struct assign *a)
{
	size_t i = line_begin(text, a->name.from);
	char quote = '\0';

	for (; i < a->name.from; i++) {
		char c = text.p[i];

		if (c == '\\')
			i++;
		else if (quote != '\0' && c == quote)
			quote = '\0';
		else if (quote == '\0' && is_quote(c))
			quote = c;
	}
	return quote != '\0';
}

bool
assign_in_comment(struct str text, const struct assign *a)
{
	struct str head = str_trim(
	    str_sub(text, line_begin(text, a->name.from), a->name.from));

	if (str_starts(head, STR("#define")) ||
	    str_starts(head, STR("# define")))
		return false;
	return str_starts(head, STR("#")) || str_starts(head, STR("//")) ||
	    str_starts(head, STR("--")) || str_starts(head, STR(";")) ||
	    str_starts(head, STR("* ")) || str_starts(head, STR("<!--"));
}
