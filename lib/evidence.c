#include "base.h"
#include "evidence.h"
#include "str.h"

enum {
	SIDE_MAX = 64, /* bytes shown on either side of a mask */
	TELLING = 4    /* fewer bytes than that tell nothing */
};

/* The first secret near own that reaches past at, and begins before end. */
static const struct candidate *
covering(const struct candidates *all, const struct candidate *own, size_t at,
    size_t end)
{
	const struct candidate *best = NULL;
	size_t me = (size_t)(own - all->v);
	size_t i = me > CANDIDATES_NEAR ? me - CANDIDATES_NEAR : 0;

	for (; i < all->n && i < me + CANDIDATES_NEAR; i++) {
		const struct candidate *c = &all->v[i];

		/* A rule for other paths claims what is none here. */
		if (c->m->rule->path.n > 0 &&
		    c->secret.to - c->secret.from < TELLING)
			continue;
		/* Whoever claims the same bytes does not know the prefix. */
		if (c != own && c->secret.from < own->secret.to &&
		    own->secret.from < c->secret.to)
			continue;
		if (c->secret.to > at && c->secret.from < end &&
		    (best == NULL || c->secret.from < best->secret.from))
			best = c;
	}
	return best;
}

/* Text that holds no secret as a whole may still repeat this one. */
static int
add_plain(struct buf *out, struct str s, struct str secret)
{
	size_t at = 0, hit;

	while (secret.n > 0 && (hit = str_find(s, secret, at)) != STR_NONE) {
		if (buf_adds(out, str_sub(s, at, hit)) < 0 ||
		    buf_addz(out, "****") < 0)
			return -1;
		at = hit + secret.n;
	}
	return buf_adds(out, str_sub(s, at, s.n));
}

static int
add_masked(struct buf *out, struct str text, struct span show,
    const struct candidate *own, const struct candidates *all)
{
	struct str secret =
	    str_sub(text, own->secret.from + own->public, own->secret.to);
	size_t at = show.from;
	const struct candidate *c;

	while (at < show.to && (c = covering(all, own, at, show.to)) != NULL) {
		size_t head = c->secret.from + c->public;

		if (head > at &&
		    add_plain(out, str_sub(text, at, head), secret) < 0)
			return -1;
		if (buf_addz(out, "****") < 0)
			return -1;
		at = c->secret.to;
	}
	return at < show.to ?
	    add_plain(out, str_sub(text, at, show.to), secret) :
	    0;
}

/* Before and after, cut to the line and to a few words. */
static struct span
shown(struct str text, const struct candidate *c)
{
	struct span s = c->match;
	size_t i;

	if (c->pair_in)
		return c->secret;
	if (c->secret.from - s.from > SIDE_MAX)
		s.from = c->secret.from;
	for (i = c->secret.from; i > s.from; i--)
		if (text.p[i - 1] == '\n' || text.p[i - 1] == '\r') {
			s.from = i;
			break;
		}
	for (i = c->secret.to; i < s.to; i++)
		if (text.p[i] == '\n' || text.p[i] == '\r' ||
		    i - c->secret.to == SIDE_MAX)
			break;
	s.to = i;
	return s;
}

/* A file of bytes: none of them is to be read. */
static bool
unreadable(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' &&
		    (s.p[i] == '\0' || !strchr("\t\n\r\033", s.p[i])))
			return true;
	return false;
}

int
evidence_message(struct buf *out, struct str text, const struct candidate *c,
    const struct candidates *all)
{
	if (buf_adds(out, c->m->rule->title) < 0)
		return -1;
	if (unreadable(str_sub(text, c->match.from, c->match.to)))
		return c->note[0] == '\0' ? 0 : buf_addf(out, " (%s)", c->note);
	if (buf_addz(out, ": ") < 0 ||
	    add_masked(out, text, shown(text, c), c, all) < 0)
		return -1;
	return c->note[0] == '\0' ? 0 : buf_addf(out, " (%s)", c->note);
}

int
evidence_decode(struct buf *out, struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '%' && s.n - i > 2 && str_hex(s.p[i + 1]) >= 0 &&
		    str_hex(s.p[i + 2]) >= 0) {
			c = (char)(str_hex(s.p[i + 1]) * 16 +
			    str_hex(s.p[i + 2]));
			i += 2;
		}
		if (buf_addc(out, c) < 0)
			return -1;
	}
	return 0;
}

/* A key is the same key however its lines are broken or escaped. */
static int
add_armour(struct buf *out, struct str s)
{
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n &&
		    strchr("nrt\\\"", s.p[i + 1]) != NULL) {
			i++;
			continue;
		}
		if ((unsigned char)s.p[i] > ' ' && s.p[i] != '"' &&
		    buf_addc(out, s.p[i]) < 0)
			return -1;
	}
	return 0;
}

static bool
is_url(struct str text, const struct candidate *c)
{
	struct str head = str_sub(text, c->match.from, c->secret.from);

	return str_find(head, STR("://"), 0) != STR_NONE;
}

int
evidence_subject(struct buf *out, struct str text, const struct candidate *c)
{
	struct span at = c->pair_in ? c->pair : c->secret;
	struct str s = str_sub(text, at.from, at.to);

	if (!c->pair_in && is_url(text, c))
		return evidence_decode(out, s);
	if (str_find(s, STR("PRIVATE KEY"), 0) != STR_NONE)
		return add_armour(out, s);
	return buf_adds(out, s);
}
