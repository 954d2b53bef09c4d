#include "base.h"
#include "person.h"
#include "recode.h"
#include "str.h"
#include "subst_in.h"

enum { RAW_MAX = 256 << 20 }; /* bytes of a commit */

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
			return subst_full(s);
		if (rc == 0)
			raw = buf_str(&s->utf8);
	}
	cut_headers(s, str_sub(raw, 0, str_chr(raw, '\0', 0)));
	return 0;
}

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
		if (out && !first && subst_add(s, out, STR(" ")) < 0)
			return -1;
		if (out && subst_add(s, out, line) < 0)
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
			return subst_full(s);
		if (buf_addc(out, in.p[i]) < 0)
			return subst_full(s);
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

static int
person(struct subst *s, struct buf *out, struct spot *sp, struct str line)
{
	char part = subst_at(sp->in, 1);
	struct person p;
	int rc;

	sp->used = part && strchr("nNeElLtdDiIs", part) ? 2 : 0;
	if (part == 'r' || part == 'h')
		return subst_refuse(s, sp->in, 2); /* tells how long ago */
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
	case 'N': return subst_add(s, out, p.name);
	case 'l':
	case 'L':
		p.mail = str_sub(p.mail, 0, str_chr(p.mail, '@', 0));
		/* fall through */
	case 'e':
	case 'E': return subst_add(s, out, p.mail);
	case 't': return subst_add(s, out, p.time);
	default: break;
	}
	if (sp->used == 0)
		return 0;
	rc = person_date(&p, part, out);
	if (rc == 1)
		return subst_fail(s, "a date of the commit is out of range");
	return rc < 0 ? subst_full(s) : 0;
}

int
subst_text(struct subst *s, struct buf *out, struct spot *sp)
{
	struct str rest;

	if (prepare(s) < 0)
		return -1;
	s->touched = true;
	switch (subst_at(sp->in, 0)) {
	case 'a': return person(s, out, sp, s->author);
	case 'c': return person(s, out, sp, s->committer);
	case 'e': sp->used = 1; return subst_add(s, out, s->encoding);
	case 'B': sp->used = 1; return subst_add(s, out, s->body);
	case 's': sp->used = 1; return subject(s, out, &rest);
	case 'f': sp->used = 1; return file_name(s, out);
	case 'b':
		sp->used = 1;
		subject(s, NULL, &rest);
		return subst_add(s, out, rest);
	default: break;
	}
	if (str_starts(sp->in, STR("(trailers")) &&
	    (subst_at(sp->in, 9) == ':' || subst_at(sp->in, 9) == ')'))
		return subst_layout(s, sp);
	return 0;
}
