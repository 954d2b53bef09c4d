#include "base.h"
#include "stanza.h"
#include "str.h"

#include "../t.h"

static struct stanza s;
static struct str name, value;
static const char *why;

static bool
field(const char *n, const char *v, size_t line)
{
	return stanza_next(&s, &name, &value, &why) == STANZA_FIELD &&
	    str_eqz(name, n) && str_eqz(value, v) && s.line == line;
}

static enum stanza_got
got(void)
{
	return stanza_next(&s, &name, &value, &why);
}

static enum stanza_got
first_of(struct str text)
{
	why = NULL;
	stanza_init(&s, text);
	return got();
}

int
main(void)
{
	stanza_init(&s,
	    STR("\xef\xbb\xbf# head\n\n\nid: a\n  match :\tx: y # z \r\n# c\n"
		"empty:\n \t\n\n\nid: b"));
	T(field("id", "a", 4));
	T(field("match", "x: y # z", 5));
	T(field("empty", "", 7));
	T(got() == STANZA_END);
	T(field("id", "b", 11));
	T(got() == STANZA_END);
	T(got() == STANZA_EOF);
	T(got() == STANZA_EOF);

	T(first_of(STR("")) == STANZA_EOF);
	T(first_of(STR("\n\n# x")) == STANZA_EOF);
	T(first_of(STR("id a\n")) == STANZA_BAD && why && s.line == 1);
	T(first_of(STR(": a\n")) == STANZA_BAD && why);
	T(first_of(STR("a: b\0c\n")) == STANZA_BAD && why);
	T(first_of(STR("a: b\033[1m\n")) == STANZA_BAD && why);
	T(first_of(STR("a: \xc3\xa9\n")) == STANZA_FIELD && value.n == 2);
	return T_END();
}
