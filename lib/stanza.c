#include "base.h"
#include "stanza.h"
#include "str.h"

void
stanza_init(struct stanza *s, struct str text)
{
	/* Editors of one system begin a UTF-8 file with a mark. */
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_sub(text, 3, text.n);
	*s = (struct stanza){ .text = text };
}

static bool
has_control(struct str line)
{
	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return true;
	}
	return false;
}

static enum stanza_got
field(struct str line, struct str *name, struct str *value, const char **why)
{
	size_t colon = str_chr(line, ':', 0);

	if (has_control(line)) {
		*why = "control byte";
		return STANZA_BAD;
	}
	if (colon == STR_NONE) {
		*why = "no ':' after a field's name";
		return STANZA_BAD;
	}
	*name = str_trim(str_sub(line, 0, colon));
	*value = str_trim(str_sub(line, colon + 1, line.n));
	if (name->n == 0) {
		*why = "no field's name before ':'";
		return STANZA_BAD;
	}
	return STANZA_FIELD;
}

enum stanza_got
stanza_next(
    struct stanza *s, struct str *name, struct str *value, const char **why)
{
	struct str line;

	while (str_cut(&s->text, '\n', &line)) {
		s->line++;
		line = str_trim(line); /* also takes the CR of a CR LF */
		if (line.n && line.p[0] == '#')
			continue;
		if (line.n) {
			s->open = true;
			return field(line, name, value, why);
		}
		if (s->open) {
			s->open = false;
			return STANZA_END;
		}
	}
	if (s->open) {
		s->open = false;
		return STANZA_END;
	}
	return STANZA_EOF;
}
