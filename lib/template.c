#include "base.h"
#include "b64.h"
#include "crc.h"
#include "maker.h"
#include "str.h"
#include "template.h"

enum { DEPTH_MAX = 4, RUN_MAX = 65536, TRIES = 100 };

static int expand(struct maker *m, struct str t, int depth);

/* The byte at *at, which moves past it. What is no escape stands for
   itself, backslash and all, so that "C:\dir" is what it looks like. */
static char
unescape(struct str s, size_t *at)
{
	static const char from[] = "ntrs{}\\-:", to[] = "\n\t\r {}\\-:";
	char c = s.p[(*at)++];
	const char *k;

	if (c != '\\' || *at == s.n)
		return c;
	if (s.n - *at >= 3 && s.p[*at] == 'x' && str_hex(s.p[*at + 1]) >= 0 &&
	    str_hex(s.p[*at + 2]) >= 0) {
		*at += 3;
		return (
		    char)(str_hex(s.p[*at - 2]) * 16 + str_hex(s.p[*at - 1]));
	}
	k = s.p[*at] ? strchr(from, s.p[*at]) : NULL;
	if (k == NULL)
		return c;
	(*at)++;
	return to[k - from];
}

/* ---- {CLASS:N} -------------------------------------------------------- */

struct class
{
	unsigned char v[256];
	size_t n;
	bool kind[3]; /* has upper, lower, digits */
};

static int
kind_of_byte(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return 0;
	if (c >= 'a' && c <= 'z')
		return 1;
	return c >= '0' && c <= '9' ? 2 : -1;
}

static void
class_add(struct class *c, unsigned char b)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i] == b)
			return;
	c->v[c->n++] = b;
	if (kind_of_byte(b) >= 0)
		c->kind[kind_of_byte(b)] = true;
}

static const struct {
	const char *name, *class;
} named[] = {
	{ "HEX", "0-9A-F" },
	{ "alnum", "0-9A-Za-z" },
	{ "base32", "A-Z2-7" },
	{ "base36", "0-9a-z" },
	{ "base58", "1-9A-HJ-NP-Za-km-z" },
	{ "base62", "0-9A-Za-z" },
	{ "base64", "0-9A-Za-z+/" },
	{ "base64url", "0-9A-Za-z_\\-" },
	{ "digit", "0-9" },
	{ "hex", "0-9a-f" },
};

/* A name that is no class: "crc32-b62" is a slip, "aeimquy4" is not. */
static bool
slip(struct str s)
{
	size_t i = 0;

	while (i < s.n && s.p[i] >= 'a' && s.p[i] <= 'z')
		i++;
	if (i < 2)
		return false;
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i + 1 < s.n && s.p[i] == '-' && s.p[i + 1] >= 'a' &&
	    s.p[i + 1] <= 'z';
}

static bool
class_parse(struct str s, struct class *c)
{
	for (size_t i = 0; i < LEN(named); i++)
		if (str_eqz(s, named[i].name))
			s = str_of(named[i].class);
	for (size_t at = 0; at < s.n;) {
		unsigned from, to;

		/* Braces of JSON and of shells are no class. */
		if (strchr(" \t\"'`$", s.p[at]))
			return false;
		from = to = (unsigned char)unescape(s, &at);
		if (at + 1 < s.n && s.p[at] == '-') {
			at++;
			to = (unsigned char)unescape(s, &at);
		}
		for (; from <= to; from++)
			class_add(c, (unsigned char)from);
	}
	return c->n > 0;
}

/* "16" or "16-20" */
static int
run_length(struct maker *m, struct str s, size_t *n)
{
	size_t dash = str_chr(s, '-', 0);
	uint64_t lo, hi;

	if (str_num(str_sub(s, 0, dash), RUN_MAX, &lo) < 0)
		return -1;
	hi = lo;
	if (dash != STR_NONE &&
	    (str_num(str_sub(s, dash + 1, s.n), RUN_MAX, &hi) < 0 || hi < lo))
		return -1;
	*n = lo + maker_below(m, hi - lo + 1);
	return 0;
}

/*
 * Every kind of character that the class has comes in a run that is long
 * enough, and none three times in a row: an issuer's token has neither
 * flaw, and rules may ask for that.
 */
static bool
good_run(const struct class *c, struct str run)
{
	bool seen[3] = { false, false, false };

	if (run.n < 8)
		return true;
	for (size_t i = 0; i < run.n; i++) {
		int k = kind_of_byte((unsigned char)run.p[i]);

		if (k >= 0)
			seen[k] = true;
		if (c->n > 8 && i > 1 && run.p[i] == run.p[i - 1] &&
		    run.p[i] == run.p[i - 2])
			return false;
	}
	for (size_t k = 0; k < 3; k++)
		if (c->kind[k] && !seen[k])
			return false;
	return true;
}

static int
put_run(struct maker *m, const struct class *c, size_t n)
{
	size_t from = m->out->n;

	for (int try = 0; try < TRIES; try++) {
		m->out->n = from;
		for (size_t i = 0; i < n; i++)
			if (buf_addc(m->out, (char)c->v[maker_below(m, c->n)]) <
			    0)
				return -1;
		if (good_run(c, str_sub(buf_str(m->out), from, m->out->n)))
			break;
	}
	return 0;
}

/* ---- a generator, or a brace ------------------------------------------ */

static int
encoded(struct maker *m, struct str inner, unsigned how, int depth)
{
	struct buf b = { .max = 1u << 20 };
	struct maker sub = { .out = &b, .mark = SIZE_MAX };
	int rc = -1;

	sub.rng = maker_random(m);
	if (expand(&sub, inner, depth + 1) == 0)
		rc = b64_put(m->out, buf_str(&b), how);
	m->why = sub.why;
	buf_free(&b);
	return rc;
}

/* 1 done, 0 it is none, -1. */
static int
generate(struct maker *m, struct str in, int depth)
{
	struct class class = { .n = 0 };
	size_t colon = str_chr(in, ':', 0), last = str_rchr(in, ':'), n;
	struct str name = str_sub(in, 0, colon);
	struct str args =
	    colon == STR_NONE ? STR("") : str_sub(in, colon + 1, in.n);
	const struct make *make = maker_find(name);

	if (make)
		return make->fn(m, args) < 0 ? -1 : 1;
	if (str_eqz(name, "b64"))
		return encoded(m, args, B64_PAD, depth) < 0 ? -1 : 1;
	if (str_eqz(name, "b64url"))
		return encoded(m, args, B64_URL, depth) < 0 ? -1 : 1;
	if (last == STR_NONE || last == 0 ||
	    run_length(m, str_sub(in, last + 1, in.n), &n) < 0)
		return 0;
	if (slip(str_sub(in, 0, last))) {
		m->why = "unknown generator";
		return -1;
	}
	if (!class_parse(str_sub(in, 0, last), &class))
		return 0;
	return put_run(m, &class, n) < 0 ? -1 : 1;
}

/* Where the brace at from closes; STR_NONE when it does not. */
static size_t
closing(struct str t, size_t from)
{
	size_t depth = 0;

	for (size_t i = from; i < t.n; i++) {
		if (t.p[i] == '\\')
			i++;
		else if (t.p[i] == '{')
			depth++;
		else if (t.p[i] == '}' && --depth == 0)
			return i;
	}
	return STR_NONE;
}

/* At a '{': 0 with *at behind what it made, or -1. */
static int
brace(struct maker *m, struct str t, size_t *at, int depth)
{
	size_t end;
	int rc = 0;

	if (*at + 1 < t.n && t.p[*at + 1] == '{') {
		*at += 2;
		return buf_addc(m->out, '{');
	}
	end = *at > 0 && t.p[*at - 1] == '$' ? STR_NONE : closing(t, *at);
	if (end != STR_NONE)
		rc = generate(m, str_sub(t, *at + 1, end), depth);
	if (rc < 0)
		return -1;
	*at = rc ? end + 1 : *at + 1;
	return rc ? 0 : buf_addc(m->out, '{');
}

static int
expand(struct maker *m, struct str t, int depth)
{
	int rc = 0;

	if (depth > DEPTH_MAX) {
		m->why = "generators are nested too deep";
		return -1;
	}
	for (size_t at = 0; at < t.n && rc == 0;) {
		if (t.p[at] == '{')
			rc = brace(m, t, &at, depth);
		else
			rc = buf_addc(m->out, unescape(t, &at));
	}
	return rc;
}

int
template_expand(
    struct str tmpl, uint64_t seed, struct buf *out, const char **why)
{
	struct maker m = { .out = out, .mark = SIZE_MAX };

	/* Two examples of a rule differ even where their classes do not. */
	m.rng = seed ^ (uint64_t)crc32_of(tmpl) << 32;
	if (expand(&m, tmpl, 0) == 0)
		return 0;
	*why = m.why ? m.why : "the example is too long";
	return -1;
}
