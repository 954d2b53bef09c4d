/*
 * stanza.h - the one text format of rules, identifiers and policies:
 * "field: rest of the line", '#' comments, a blank line ends a stanza;
 * see tamis-rules(5).
 */
#ifndef TAMIS_STANZA_H
#define TAMIS_STANZA_H

struct stanza {
	struct str text; /* what is left; borrowed */
	size_t line;	 /* of the field last returned, from 1 */
	bool open;	 /* inside a stanza */
};

enum stanza_got { STANZA_BAD = -1, STANZA_EOF, STANZA_FIELD, STANZA_END };

void stanza_init(struct stanza *s, struct str text);
/*
 * The next field, with its blanks trimmed, or the end of a stanza (given
 * once for each, at the end of the text too). STANZA_BAD: no colon, a NUL
 * or another control byte; *why says which.
 */
enum stanza_got stanza_next(
    struct stanza *s, struct str *name, struct str *value, const char **why);

#endif
