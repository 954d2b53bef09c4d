#include "base.h"
#include "age_stanza.h"
#include "b64.h"
#include "str.h"

enum { COLUMNS = 64, LINE_BYTES = 48 };

/* A line without its LF; false when none is there. */
static bool
cut_line(struct str *rest, struct str *line)
{
	size_t at = str_chr(*rest, '\n', 0);

	if (at == STR_NONE)
		return false;
	*line = str_sub(*rest, 0, at);
	*rest = str_sub(*rest, at + 1, rest->n);
	return true;
}

/* Words of visible ASCII with one blank between: nothing else is an arg. */
static bool
are_args(struct str s)
{
	bool blank = true;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ' ' ? blank : s.p[i] < 0x21 || s.p[i] > 0x7e)
			return false;
		blank = s.p[i] == ' ';
	}
	return !blank;
}

static int
fail(const char **why, const char *what)
{
	*why = what;
	return -1;
}

int
age_stanza_next(struct str *rest, struct age_stanza *st, const char **why)
{
	unsigned char scratch[LINE_BYTES];
	struct str line;
	const char *body;
	size_t n;

	if (!str_starts(*rest, STR("->")))
		return 0;
	if (!cut_line(rest, &line) || !str_starts(line, STR("-> ")))
		return fail(why, "malformed stanza");
	st->args = str_sub(line, 3, line.n);
	if (!are_args(st->args))
		return fail(why, "malformed arguments of a stanza");
	if (!str_cut(&st->args, ' ', &st->type))
		return fail(why, "a stanza without a type");
	body = rest->p;
	do {
		if (!cut_line(rest, &line) || line.n > COLUMNS ||
		    b64_decode(line, 0, scratch, sizeof(scratch), &n) < 0)
			return fail(why, "malformed body of a stanza");
	} while (line.n == COLUMNS);
	st->body = (struct str){ body, (size_t)(rest->p - body) };
	return 1;
}

int
age_stanza_args(const struct age_stanza *st, struct str *v, size_t n)
{
	struct str rest = st->args;

	for (size_t i = 0; i < n; i++)
		if (!str_cut(&rest, ' ', &v[i]))
			return -1;
	return rest.n == 0 ? 0 : -1;
}

size_t
age_stanza_body_len(const struct age_stanza *st)
{
	size_t full = st->body.n / (COLUMNS + 1);
	size_t tail = st->body.n % (COLUMNS + 1);

	return full * LINE_BYTES + (tail ? (tail - 1) * 3 / 4 : 0);
}

int
age_stanza_body(const struct age_stanza *st, unsigned char *out, size_t n)
{
	struct str rest = st->body, line;
	size_t got, used = 0;

	if (age_stanza_body_len(st) != n)
		return -1;
	while (cut_line(&rest, &line)) {
		if (b64_decode(line, 0, out + used, n - used, &got) < 0)
			return -1;
		used += got;
	}
	return used == n ? 0 : -1;
}

int
age_stanza_put(struct buf *b, struct str head, struct str body)
{
	int rc = buf_addz(b, "-> ") | buf_adds(b, head) | buf_addc(b, '\n');
	size_t n;

	do {
		n = body.n < LINE_BYTES ? body.n : LINE_BYTES;
		rc |= b64_put(b, str_sub(body, 0, n), 0) | buf_addc(b, '\n');
		body = str_sub(body, n, body.n);
	} while (n == LINE_BYTES);
	return rc;
}
