#include "base.h"
#include "cquote.h"

/* The letters after a backslash, and the bytes they stand for. */
static const char letters[] = "abtnvfr\"\\";
static const char meant[] = "\a\b\t\n\v\f\r\"\\";

/* Three octal digits, as git writes them: a byte, or -1. */
static int
octal(struct str s, size_t at)
{
	int c = 0;

	if (s.n - at < 3 || s.p[at] > '3')
		return -1;
	for (size_t i = at; i < at + 3; i++) {
		if (s.p[i] < '0' || s.p[i] > '7')
			return -1;
		c = c * 8 + (s.p[i] - '0');
	}
	return c;
}

int
cquote_undo(struct str s, struct buf *out, size_t *used)
{
	size_t i;

	if (s.n == 0 || s.p[0] != '"')
		return -1;
	for (i = 1; i < s.n && s.p[i] != '"'; i++) {
		const char *letter;
		int c = (unsigned char)s.p[i];

		if (c == '\\') {
			if (++i == s.n || s.p[i] == '\0')
				return -1;
			if ((letter = strchr(letters, s.p[i])) != NULL)
				c = (unsigned char)meant[letter - letters];
			else if ((c = octal(s, i)) >= 0)
				i += 2;
			else
				return -1;
		}
		if (buf_addc(out, (char)c) < 0)
			return -1;
	}
	if (i == s.n)
		return -1;
	*used = i + 1;
	return 0;
}
