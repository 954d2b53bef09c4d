#include "base.h"
#include "subst.h"
#include "person.h"
#include "recode.h"
#include "str.h"

enum {
	FACT_MAX = 1 << 20,    /* bytes of one fact */
	RECODED_MAX = 1 << 30, /* bytes of all recodings: they may repeat */
	RAW_MAX = (256u << 20) /* of a commit */
};

/* One placeholder: what stands behind '%', and how much of it it takes. */
struct spot {
	struct str in;
	size_t used; /* 0: none, the '%' stands for itself */
};

static int
fail(struct subst *s, const char *why)
{
	snprintf(s->why, sizeof(s->why), "%s", why);
	return -1;
}

static int
full(struct subst *s)
{
	return fail(s, "its placeholders need too much room");
}

/* Name a placeholder that git would take and this does not. */
static int
refuse(struct subst *s, struct str spot, size_t n)
{
	struct str name = str_sub(spot, 0, n);

	if (name.n > 60)
		name.n = 60;
	snprintf(s->why, sizeof(s->why),
	    "the placeholder '%%%.*s' is not supported", FMT(name));
	return -1;
}

static int
add(struct subst *s, struct buf *out, struct str text)
{
	return buf_adds(out, text) < 0 ? full(s) : 0;
}

/* ---- the commit ------------------------------------------------------ */

/* The first header of that name, or an empty slice. */
static struct str
header(struct str raw, struct str key)
{
	struct str line;

	while (str_cut(&raw, '\n', &line) && line.n > 0)
		if (line.n > key.n && str_starts(line, key) &&
		    line.p[key.n] == ' ')
			return str_sub(line, key.n + 1, line.n);
	return STR("");
}

static void
cut_headers(struct subst *s, struct str text)
{
	struct str line, rest = text;

	while (str_cut(&rest, '\n', &line) && line.n > 0) {
		/* Of several the last counts, other than above. */
		if (str_starts(line, STR("author ")))
			s->author = str_sub(line, 7, line.n);
		else if (str_starts(line, STR("committer ")))
			s->committer = str_sub(line, 10, line.n);
	}
	s->body = rest;
}

/* Read the commit once, in UTF-8. */
static int
prepare(struct subst *s)
{
	/* To git the text ends at its first NUL. */
	struct str raw = str_sub(s->raw, 0, str_chr(s->raw, '\0', 0));

	if (s->ready)
		return 0;
	s->ready = true;
	s->utf8.max = RAW_MAX;
	s->encoding = header(raw, STR("encoding"));
	if (s->encoding.n > 0 && !recode_same(s->encoding, STR("UTF-8"))) {
		int rc = recode(&s->utf8, raw, STR("UTF-8"), s->encoding);

		if (rc < 0)
			return full(s);
		if (rc == 0)
			raw = buf_str(&s->utf8);
	}
	cut_headers(s, str_sub(raw, 0, str_chr(raw, '\0', 0)));
	return 0;
}

static int
fact(struct subst *s, enum subst_fact f, struct str *text)
{
	const char *why = "out of memory";

	s->facts[f].max = FACT_MAX;
	if (!s->known[f] && s->ask(s->arg, f, STR(""), &s->facts[f], &why) < 0)
		return fail(s, why);
	s->known[f] = true;
	*text = buf_str(&s->facts[f]);
	return 0;
}

/* ---- lines of the message -------------------------------------------- */

/* The next line with its newline; empty at the end. */
static struct str
line_of(struct str s)
{
	size_t nl = str_chr(s, '\n', 0);

	return str_sub(s, 0, nl == STR_NONE ? s.n : nl + 1);
}

static struct str
trimmed(struct str s)
{
	while (s.n && person_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

static struct str
skip_blank(struct str s)
{
	struct str line;

	while ((line = line_of(s)).n > 0 && trimmed(line).n == 0)
		s = str_sub(s, line.n, s.n);
	return s;
}

/* The first paragraph as one line; the rest of the message is returned. */
static int
subject(struct subst *s, struct buf *out, struct str *rest)
{
	struct str at = skip_blank(s->body), line;
	bool first = true;

	while ((line = line_of(at)).n > 0) {
		at = str_sub(at, line.n, at.n);
		line = trimmed(line);
		if (line.n == 0)
			break;
		if (out && !first && add(s, out, STR(" ")) < 0)
			return -1;
		if (out && add(s, out, line) < 0)
			return -1;
		first = false;
	}
	*rest = skip_blank(at);
	return 0;
}

static bool
title_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '.' || c == '_';
}

/* The subject's first line as a file name. */
static int
file_name(struct subst *s, struct buf *out)
{
	struct str in = skip_blank(s->body);
	size_t was = out->n;
	bool gap = false, any = false;

	in = str_sub(in, 0, str_chr(in, '\n', 0));
	for (size_t i = 0; i < in.n; i++) {
		if (!title_char(in.p[i])) {
			gap = true;
			continue;
		}
		if (gap && any && buf_addc(out, '-') < 0)
			return full(s);
		if (buf_addc(out, in.p[i]) < 0)
			return full(s);
		gap = false;
		any = true;
		while (in.p[i] == '.' && i + 1 < in.n && in.p[i + 1] == '.')
			i++;
	}
	while (out->n > was &&
	    (out->p[out->n - 1] == '.' || out->p[out->n - 1] == '-'))
		out->n--;
	return 0;
}

/* ---- placeholders ---------------------------------------------------- */

static int
hex_digit(char c)
{
	const char *digits = "0123456789abcdefABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;

	if (at == NULL)
		return -1;
	return (int)(at - digits) - (at - digits > 15 ? 6 : 0);
}

static char
at(struct str s, size_t i)
{
	if (i < s.n)
		return s.p[i];
	return '\0';
}

static int
person(struct subst *s, struct buf *out, struct spot *sp, struct str line)
{
	char part = at(sp->in, 1);
	struct person p;
	int rc;

	sp->used = part && strchr("nNeElLtdDiIs", part) ? 2 : 0;
	if (part == 'r' || part == 'h')
		return refuse(s, sp->in, 2); /* tells how long ago */
	if (person_split(line, &p) < 0 ||
	    (p.time.n == 0 && part && strchr("tdDiIs", part))) {
		/* Git takes the older letters even so, and writes nothing. */
		sp->used = part && strchr("netdDi", part) ? 2 : 0;
		return 0;
	}
	if (part == 'N' || part == 'E' || part == 'L')
		person_map(&p, s->mailmap, s->longest);
	switch (part) {
	case 'n':
	case 'N': return add(s, out, p.name);
	case 'l':
	case 'L':
		p.mail = str_sub(p.mail, 0, str_chr(p.mail, '@', 0));
		/* fall through */
	case 'e':
	case 'E': return add(s, out, p.mail);
	case 't': return add(s, out, p.time);
	default: break;
	}
	if (sp->used == 0)
		return 0;
	rc = person_date(&p, part, out);
	if (rc == 1)
		return fail(s, "a date of the commit is out of range");
	return rc < 0 ? full(s) : 0;
}

/* Colours are off, so most of these take room and write nothing. */
static int
color(struct subst *s, struct spot *sp)
{
	static const char *const plain[] = { "Cred", "Cgreen", "Cblue",
		"Creset" };
	size_t end;

	if (at(sp->in, 1) == '(') {
		end = str_chr(sp->in, ')', 0);
		if (end == STR_NONE)
			return 0;
		if (str_starts(sp->in, STR("C(always,")))
			return refuse(s, sp->in, end + 1);
		sp->used = end + 1;
		return 0;
	}
	for (size_t i = 0; i < LEN(plain); i++)
		if (str_starts(sp->in, str_of(plain[i])))
			sp->used = strlen(plain[i]);
	return 0;
}

/* Wrapping, padding, trailers: refused where git would take them. */
static int
layout(struct subst *s, const struct spot *sp)
{
	size_t i = at(sp->in, 0) == '(' ? 0 : 1, end;

	if (at(sp->in, 0) == '>' &&
	    (at(sp->in, 1) == '<' || at(sp->in, 1) == '>'))
		i++;
	if (at(sp->in, 0) != 'w' && at(sp->in, i) == '|')
		i++;
	end = str_chr(sp->in, ')', i);
	if (at(sp->in, i) != '(' || end == STR_NONE)
		return 0;
	return refuse(s, sp->in, end + 1);
}

static int
describe(struct subst *s, struct buf *out, struct spot *sp)
{
	struct str args = str_sub(sp->in, 9, sp->in.n);
	const char *why = "out of memory";
	struct buf text = { .max = FACT_MAX };
	size_t end = str_chr(args, ')', 0);
	int rc;

	if (s->described)
		return 0;
	/* One an archive, as git: it is dear. */
	s->described = true;
	if (end == STR_NONE || (end > 0 && args.p[0] != ':'))
		return 0;
	args = str_sub(args, args.n && args.p[0] == ':', end);
	rc = s->ask(s->arg, SUBST_DESCRIBE, args, &text, &why);
	if (rc < 0)
		fail(s, why);
	else if (rc == 0)
		rc = add(s, out, buf_str(&text));
	if (rc == 0)
		sp->used = 9 + end + 1;
	buf_free(&text);
	return rc < 0 ? -1 : 0;
}

/* Those that need the message or the names in it. */
static int
from_text(struct subst *s, struct buf *out, struct spot *sp)
{
	struct str rest;

	if (prepare(s) < 0)
		return -1;
	s->touched = true;
	switch (at(sp->in, 0)) {
	case 'a': return person(s, out, sp, s->author);
	case 'c': return person(s, out, sp, s->committer);
	case 'e': sp->used = 1; return add(s, out, s->encoding);
	case 'B': sp->used = 1; return add(s, out, s->body);
	case 's': sp->used = 1; return subject(s, out, &rest);
	case 'f': sp->used = 1; return file_name(s, out);
	case 'b':
		sp->used = 1;
		subject(s, NULL, &rest);
		return add(s, out, rest);
	default: break;
	}
	if (str_starts(sp->in, STR("(trailers")) &&
	    (at(sp->in, 9) == ':' || at(sp->in, 9) == ')'))
		return layout(s, sp);
	return 0;
}

static int
ids(struct subst *s, struct buf *out, const struct oid *v, size_t n)
{
	char hex[OID_HEX_MAX + 1];

	for (size_t i = 0; i < n; i++) {
		oid_hex(&v[i], hex);
		if ((i > 0 && buf_addc(out, ' ') < 0) || buf_addz(out, hex) < 0)
			return full(s);
	}
	return 0;
}

static int
names(struct subst *s, struct buf *out, bool bare)
{
	struct str text;

	if (fact(s, SUBST_NAMES, &text) < 0)
		return -1;
	if (text.n == 0 || bare)
		return add(s, out, text);
	return add(s, out, STR(" (")) < 0 || add(s, out, text) < 0 ?
	    -1 :
	    add(s, out, STR(")"));
}

static int
short_ids(struct subst *s, struct buf *out, enum subst_fact f)
{
	struct str text;

	return fact(s, f, &text) < 0 ? -1 : add(s, out, text);
}

/* Those that need the commit's id, its place and its names. */
static int
from_place(struct subst *s, struct buf *out, struct spot *sp)
{
	char next = at(sp->in, 1);

	sp->used = 1;
	switch (at(sp->in, 0)) {
	case 'H': return ids(s, out, &s->commit, 1);
	case 'h': return short_ids(s, out, SUBST_COMMIT);
	case 'T': return ids(s, out, &s->tree, 1);
	case 't': return short_ids(s, out, SUBST_TREE);
	case 'P': return ids(s, out, s->parents, s->nparents);
	case 'p': return short_ids(s, out, SUBST_PARENTS);
	case 'm': return add(s, out, STR(">"));
	case 'd': return names(s, out, false);
	case 'D': return names(s, out, true);
	case 'g': /* a log of references: there is none here */
		sp->used = next && strchr("dDsnNeE", next) ? 2 : 0;
		return 0;
	case 'G':
		sp->used = 0;
		return next && strchr("G?SKFPT", next) ? refuse(s, sp->in, 2) :
							 0;
	case 'S':
	case 'N': sp->used = 0; return 0;
	default: sp->used = 0; return from_text(s, out, sp);
	}
}

/* One placeholder without the signs that may stand before it. */
static int
plain(struct subst *s, struct buf *out, struct spot *sp)
{
	int hi = hex_digit(at(sp->in, 1)), lo = hex_digit(at(sp->in, 2));

	sp->used = 0;
	switch (at(sp->in, 0)) {
	case 'n': sp->used = 1; return add(s, out, STR("\n"));
	case 'x':
		if (hi < 0 || lo < 0)
			return from_place(s, out, sp);
		sp->used = 3;
		return buf_addc(out, (char)(hi * 16 + lo)) < 0 ? full(s) : 0;
	case 'C': return color(s, sp);
	case 'w':
	case '<':
	case '>': return layout(s, sp);
	default: break;
	}
	if (str_starts(sp->in, STR("(describe")))
		return describe(s, out, sp);
	return from_place(s, out, sp);
}

/* "%+s" and its kin: a newline or a blank before what is not empty, no
   newlines before what is. */
static int
signed_one(struct subst *s, struct buf *out, struct spot *sp)
{
	char sign = at(sp->in, 0);
	struct buf text = { .max = out->max };
	size_t was = out->n;
	struct spot in = { str_sub(sp->in, 1, sp->in.n), 0 };
	int rc = 0;

	if (sign != '+' && sign != '-' && sign != ' ')
		return plain(s, out, sp);
	sp->used = 0;
	if (at(in.in, 0) == 'w')
		return 0;
	if (plain(s, out, &in) < 0)
		return -1;
	sp->used = in.used + 1;
	if (out->n == was) {
		while (sign == '-' && out->n && out->p[out->n - 1] == '\n')
			out->n--;
	} else if (sign != '-') {
		rc = buf_add(&text, out->p + was, out->n - was);
		out->n = was;
		if (rc < 0 || buf_addc(out, sign == '+' ? '\n' : ' ') < 0 ||
		    buf_adds(out, buf_str(&text)) < 0)
			rc = full(s);
		buf_free(&text);
	}
	return rc;
}

/* What git writes is in the commit's own encoding: all of it, the file's
   bytes too, once more at each placeholder. */
static int
back(struct subst *s, struct buf *out)
{
	struct buf swap;
	int rc;

	if (!s->touched || s->encoding.n == 0 ||
	    recode_same(s->encoding, STR("UTF-8")))
		return 0;
	if (out->n > RECODED_MAX - s->recoded)
		return full(s);
	s->recoded += out->n;
	buf_reset(&s->scratch);
	s->scratch.max = out->max;
	rc = recode(&s->scratch, buf_str(out), s->encoding, STR("UTF-8"));
	if (rc < 0)
		return full(s);
	if (rc == 0) {
		swap = s->scratch;
		s->scratch = *out;
		*out = swap;
	}
	return 0;
}

static int
expand(struct subst *s, struct buf *out, struct str format)
{
	struct spot sp;
	size_t percent;

	s->touched = false;
	while ((percent = str_chr(format, '%', 0)) != STR_NONE) {
		if (add(s, out, str_sub(format, 0, percent)) < 0)
			return -1;
		format = str_sub(format, percent + 1, format.n);
		sp = (struct spot){ format, 0 };
		if (at(format, 0) == '%')
			sp.used = 1;
		else if (signed_one(s, out, &sp) < 0)
			return -1;
		if ((sp.used == 0 || at(format, 0) == '%') &&
		    add(s, out, STR("%")) < 0)
			return -1;
		format = str_sub(format, sp.used, format.n);
	}
	return add(s, out, format) < 0 ? -1 : back(s, out);
}

int
subst_run(struct subst *s, struct buf *out, struct str in)
{
	size_t from, to;

	while ((from = str_find(in, STR("$Format:"), 0)) != STR_NONE &&
	    (to = str_chr(in, '$', from + 8)) != STR_NONE) {
		struct str format = str_sub(in, from + 8, to);

		if (add(s, out, str_sub(in, 0, from)) < 0)
			return -1;
		format = str_sub(format, 0, str_chr(format, '\0', 0));
		if (expand(s, out, format) < 0)
			return -1;
		in = str_sub(in, to + 1, in.n);
	}
	return add(s, out, in);
}

void
subst_free(struct subst *s)
{
	for (size_t i = 0; i < SUBST_FACTS; i++)
		buf_free(&s->facts[i]);
	buf_free(&s->utf8);
	buf_free(&s->scratch);
}
