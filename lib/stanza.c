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
bad_byte(char c)
{
	return ((unsigned char)c < 0x20 && c != '\t') || c == 0x7f;
}

/* Has any of eight bytes a value below 0x20, or is it 0x7f? May say so of
   a byte above 0x7f next to one; never misses one. */
static bool
suspect(uint64_t w)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), top = ones << 7;
	uint64_t del = w ^ ones * 0x7f;

	return (((w - ones * 0x20) & ~w) | ((del - ones) & ~del)) & top;
}

/* Every byte of every rule passes here at each start: eight at a time. */
static bool
has_control(struct str line)
{
	size_t i = 0;
	uint64_t w;

	while (i < line.n) {
		size_t end = i + 8;

		if (end <= line.n) {
			memcpy(&w, line.p + i, sizeof(w));
			if (!suspect(w)) {
				i = end;
				continue;
			}
		}
		for (; i < end && i < line.n; i++)
			if (bad_byte(line.p[i]))
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
