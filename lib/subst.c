#include "base.h"
#include "subst.h"
#include "recode.h"
#include "str.h"
#include "subst_in.h"

enum {
	FACT_MAX = 1 << 20,   /* bytes of one fact */
	RECODED_MAX = 1 << 30 /* bytes of all recodings: they may repeat */
};

int
subst_fail(struct subst *s, const char *why)
{
	snprintf(s->why, sizeof(s->why), "%s", why);
	return -1;
}

int
subst_full(struct subst *s)
{
	return subst_fail(s, "its placeholders need too much room");
}

int
subst_refuse(struct subst *s, struct str spot, size_t n)
{
	struct str name = str_sub(spot, 0, n);

	if (name.n > 60)
		name.n = 60;
	snprintf(s->why, sizeof(s->why),
	    "the placeholder '%%%.*s' is not supported", FMT(name));
	return -1;
}

int
subst_add(struct subst *s, struct buf *out, struct str text)
{
	return buf_adds(out, text) < 0 ? subst_full(s) : 0;
}

char
subst_at(struct str s, size_t i)
{
	if (i < s.n)
		return s.p[i];
	return '\0';
}

static int
fact(struct subst *s, enum subst_fact f, struct str *text)
{
	const char *why = "out of memory";

	s->facts[f].max = FACT_MAX;
	if (!s->known[f] && s->ask(s->arg, f, STR(""), &s->facts[f], &why) < 0)
		return subst_fail(s, why);
	s->known[f] = true;
	*text = buf_str(&s->facts[f]);
	return 0;
}

/* Colours are off, so most of these take room and write nothing. */
static int
color(struct subst *s, struct spot *sp)
{
	static const char *const plain[] = { "Cred", "Cgreen", "Cblue",
		"Creset" };
	size_t end;

	if (subst_at(sp->in, 1) == '(') {
		end = str_chr(sp->in, ')', 0);
		if (end == STR_NONE)
			return 0;
		if (str_starts(sp->in, STR("C(always,")))
			return subst_refuse(s, sp->in, end + 1);
		sp->used = end + 1;
		return 0;
	}
	for (size_t i = 0; i < LEN(plain); i++)
		if (str_starts(sp->in, str_of(plain[i])))
			sp->used = strlen(plain[i]);
	return 0;
}

int
subst_layout(struct subst *s, const struct spot *sp)
{
	size_t i = subst_at(sp->in, 0) == '(' ? 0 : 1, end;

	if (subst_at(sp->in, 0) == '>' &&
	    (subst_at(sp->in, 1) == '<' || subst_at(sp->in, 1) == '>'))
		i++;
	if (subst_at(sp->in, 0) != 'w' && subst_at(sp->in, i) == '|')
		i++;
	end = str_chr(sp->in, ')', i);
	if (subst_at(sp->in, i) != '(' || end == STR_NONE)
		return 0;
	return subst_refuse(s, sp->in, end + 1);
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
		subst_fail(s, why);
	else if (rc == 0)
		rc = subst_add(s, out, buf_str(&text));
	if (rc == 0)
		sp->used = 9 + end + 1;
	buf_free(&text);
	return rc < 0 ? -1 : 0;
}

static int
ids(struct subst *s, struct buf *out, const struct oid *v, size_t n)
{
	char hex[OID_HEX_MAX + 1];

	for (size_t i = 0; i < n; i++) {
		oid_hex(&v[i], hex);
		if ((i > 0 && buf_addc(out, ' ') < 0) || buf_addz(out, hex) < 0)
			return subst_full(s);
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
		return subst_add(s, out, text);
	return subst_add(s, out, STR(" (")) < 0 || subst_add(s, out, text) < 0 ?
	    -1 :
	    subst_add(s, out, STR(")"));
}

static int
short_ids(struct subst *s, struct buf *out, enum subst_fact f)
{
	struct str text;

	return fact(s, f, &text) < 0 ? -1 : subst_add(s, out, text);
}

/* Those that need the commit's id, its place and its names. */
static int
from_place(struct subst *s, struct buf *out, struct spot *sp)
{
	char next = subst_at(sp->in, 1);

	sp->used = 1;
	switch (subst_at(sp->in, 0)) {
	case 'H': return ids(s, out, &s->commit, 1);
	case 'h': return short_ids(s, out, SUBST_COMMIT);
	case 'T': return ids(s, out, &s->tree, 1);
	case 't': return short_ids(s, out, SUBST_TREE);
	case 'P': return ids(s, out, s->parents, s->nparents);
	case 'p': return short_ids(s, out, SUBST_PARENTS);
	case 'm': return subst_add(s, out, STR(">"));
	case 'd': return names(s, out, false);
	case 'D': return names(s, out, true);
	case 'g': /* a log of references: there is none here */
		sp->used = next && strchr("dDsnNeE", next) ? 2 : 0;
		return 0;
	case 'G':
		sp->used = 0;
		return next && strchr("G?SKFPT", next) ?
		    subst_refuse(s, sp->in, 2) :
		    0;
	case 'S':
	case 'N': sp->used = 0; return 0;
	default: sp->used = 0; return subst_text(s, out, sp);
	}
}

/* One placeholder without the signs that may stand before it. */
static int
plain(struct subst *s, struct buf *out, struct spot *sp)
{
	int hi = str_hex(subst_at(sp->in, 1)),
	    lo = str_hex(subst_at(sp->in, 2));

	sp->used = 0;
	switch (subst_at(sp->in, 0)) {
	case 'n': sp->used = 1; return subst_add(s, out, STR("\n"));
	case 'x':
		if (hi < 0 || lo < 0)
			return from_place(s, out, sp);
		sp->used = 3;
		return buf_addc(out, (char)(hi * 16 + lo)) < 0 ? subst_full(s) :
								 0;
	case 'C': return color(s, sp);
	case 'w':
	case '<':
	case '>': return subst_layout(s, sp);
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
	char sign = subst_at(sp->in, 0);
	struct buf text = { .max = out->max };
	size_t was = out->n;
	struct spot in = { str_sub(sp->in, 1, sp->in.n), 0 };
	int rc = 0;

	if (sign != '+' && sign != '-' && sign != ' ')
		return plain(s, out, sp);
	sp->used = 0;
	if (subst_at(in.in, 0) == 'w')
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
			rc = subst_full(s);
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
		return subst_full(s);
	s->recoded += out->n;
	buf_reset(&s->scratch);
	s->scratch.max = out->max;
	rc = recode(&s->scratch, buf_str(out), s->encoding, STR("UTF-8"));
	if (rc < 0)
		return subst_full(s);
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
		if (subst_add(s, out, str_sub(format, 0, percent)) < 0)
			return -1;
		format = str_sub(format, percent + 1, format.n);
		sp = (struct spot){ format, 0 };
		if (subst_at(format, 0) == '%')
			sp.used = 1;
		else if (signed_one(s, out, &sp) < 0)
			return -1;
		if ((sp.used == 0 || subst_at(format, 0) == '%') &&
		    subst_add(s, out, STR("%")) < 0)
			return -1;
		format = str_sub(format, sp.used, format.n);
	}
	return subst_add(s, out, format) < 0 ? -1 : back(s, out);
}

int
subst_run(struct subst *s, struct buf *out, struct str in)
{
	size_t from, to;

	while ((from = str_find(in, STR("$Format:"), 0)) != STR_NONE &&
	    (to = str_chr(in, '$', from + 8)) != STR_NONE) {
		struct str format = str_sub(in, from + 8, to);

		if (subst_add(s, out, str_sub(in, 0, from)) < 0)
			return -1;
		format = str_sub(format, 0, str_chr(format, '\0', 0));
		if (expand(s, out, format) < 0)
			return -1;
		in = str_sub(in, to + 1, in.n);
	}
	return subst_add(s, out, in);
}

void
subst_free(struct subst *s)
{
	for (size_t i = 0; i < SUBST_FACTS; i++)
		buf_free(&s->facts[i]);
	buf_free(&s->utf8);
	buf_free(&s->scratch);
}
