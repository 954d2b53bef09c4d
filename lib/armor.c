#include "base.h"
#include "armor.h"
#include "b64.h"
#include "str.h"

#define BEGIN STR("-----BEGIN AGE ENCRYPTED FILE-----")
#define FINIS STR("-----END AGE ENCRYPTED FILE-----")

static bool
blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

int
armor_is(struct str s)
{
	struct str begin = BEGIN;

	while (s.n && blank(s.p[0]))
		s = str_sub(s, 1, s.n);
	if (s.n >= begin.n)
		return str_starts(s, begin);
	return str_starts(begin, s) ? -1 : 0;
}

/* One line, its end of line off it. */
static int
take_line(struct armor *a, struct str line, unsigned char *out, size_t *n)
{
	size_t got;

	switch (a->at) {
	case ARMOR_BEFORE:
		if (!str_eq(line, BEGIN))
			return -1;
		a->at = ARMOR_BODY;
		return 0;
	case ARMOR_BODY:
	case ARMOR_SHORT:
		if (str_eq(line, FINIS)) {
			a->at = ARMOR_AFTER;
			return 0;
		}
		if (a->at == ARMOR_SHORT || line.n == 0 ||
		    line.n > ARMOR_LINE ||
		    b64_decode(line, B64_PAD, out + *n, ARMOR_BYTES, &got) < 0)
			return -1;
		*n += got;
		if (got < ARMOR_BYTES)
			a->at = ARMOR_SHORT;
		return 0;
	default: return -1;
	}
}

/* The end of line is off it, but for a CR. */
static int
end_line(struct armor *a, struct str line, unsigned char *out, size_t *n)
{
	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	a->n = 0;
	return take_line(a, line, out, n);
}

int
armor_feed(struct armor *a, struct str in, unsigned char *out, size_t *n)
{
	bool outside;
	size_t at;

	*n = 0;
	while (in.n) {
		outside = a->at == ARMOR_BEFORE || a->at == ARMOR_AFTER;
		if (a->n == 0 && outside && blank(in.p[0])) {
			in = str_sub(in, 1, in.n);
			continue;
		}
		at = str_chr(in, '\n', 0);
		if (at != STR_NONE && a->n == 0) {
			if (end_line(a, str_sub(in, 0, at), out, n) < 0)
				return -1;
			in = str_sub(in, at + 1, in.n);
			continue;
		}
		/* A line in two pieces. */
		if (at == STR_NONE)
			at = in.n;
		if (at > sizeof(a->line) - a->n)
			return -1;
		memcpy(a->line + a->n, in.p, at);
		a->n += at;
		in = str_sub(in, at, in.n);
		if (in.n) {
			if (end_line(a, (struct str){ a->line, a->n }, out, n) <
			    0)
				return -1;
			in = str_sub(in, 1, in.n);
		}
	}
	return 0;
}

int
armor_end(struct armor *a)
{
	struct str line = { a->line, a->n };

	/* The last end of line may be missing, the last line may not. */
	if (a->n && (a->at == ARMOR_BODY || a->at == ARMOR_SHORT)) {
		if (line.p[line.n - 1] == '\r')
			line.n--;
		if (str_eq(line, FINIS)) {
			a->at = ARMOR_AFTER;
			a->n = 0;
		}
	}
	return a->at == ARMOR_AFTER && a->n == 0 ? 0 : -1;
}

int
armor_begin(struct buf *b)
{
	return buf_adds(b, BEGIN) | buf_addc(b, '\n');
}

static int
put_line(struct buf *b, struct str bytes)
{
	return b64_put(b, bytes, B64_PAD) | buf_addc(b, '\n');
}

int
armor_put(struct armor_out *a, struct buf *b, struct str bytes)
{
	int rc = 0;

	while (bytes.n && rc == 0) {
		size_t n = ARMOR_BYTES - a->n;

		if (n > bytes.n)
			n = bytes.n;
		memcpy(a->hold + a->n, bytes.p, n);
		bytes = str_sub(bytes, n, bytes.n);
		if ((a->n += n) < ARMOR_BYTES)
			break;
		rc = put_line(b, (struct str){ (char *)a->hold, a->n });
		a->n = 0;
	}
	return rc;
}

int
armor_finish(struct armor_out *a, struct buf *b)
{
	int rc = 0;

	if (a->n)
		rc = put_line(b, (struct str){ (char *)a->hold, a->n });
	a->n = 0;
	return rc | buf_adds(b, FINIS) | buf_addc(b, '\n');
}
