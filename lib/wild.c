#include "base.h"
#include "wild.h"

/* Where to go on when the rest does not match: the last star of a kind is
   enough, for whatever an earlier one could take the later one can too. */
struct star {
	bool set;
	bool dirs; /* a leading "**" and its '/': whole directories */
	size_t p, t;
};

struct walk {
	struct str pat, text;
	bool path;
	size_t p, t;
	struct star one, many; /* stops at '/', does not */
};

static unsigned char
byte(struct str s, size_t i)
{
	return i < s.n ? (unsigned char)s.p[i] : 0;
}

static bool
in_range(int c, int a, int b)
{
	return c >= a && c <= b;
}

static bool
is_alnum(int c)
{
	return in_range(c, '0', '9') || in_range(c, 'a', 'z') ||
	    in_range(c, 'A', 'Z');
}

/* ASCII, whatever the locale. 1, 0, or -1: no such class. */
static int
in_class(struct str name, int c)
{
	static const char *const names[] = { "alnum", "alpha", "blank", "cntrl",
		"digit", "graph", "lower", "print", "punct", "space", "upper",
		"xdigit" };
	const bool is[] = { is_alnum(c), is_alnum(c) && !in_range(c, '0', '9'),
		c == ' ' || c == '\t', c < 32 || c == 127,
		in_range(c, '0', '9'), in_range(c, 33, 126),
		in_range(c, 'a', 'z'), in_range(c, 32, 126),
		in_range(c, 33, 126) && !is_alnum(c),
		c == ' ' || c == '\t' || c == '\n' || c == '\r',
		in_range(c, 'A', 'Z'),
		in_range(c, '0', '9') || in_range(c, 'a', 'f') ||
		    in_range(c, 'A', 'F') };

	for (size_t i = 0; i < LEN(names); i++)
		if (name.n == strlen(names[i]) &&
		    memcmp(name.p, names[i], name.n) == 0)
			return is[i];
	return -1;
}

/* "[:name:]" at *at: 1 or 0 and *at on its ']'; -1 malformed; 2 no class. */
static int
named_class(struct str pat, size_t *at, int c)
{
	size_t from = *at + 2, end = from;

	while (end < pat.n && pat.p[end] != ']')
		end++;
	if (end == pat.n)
		return -1;
	if (end == from || pat.p[end - 1] != ':')
		return 2;
	*at = end;
	return in_class((struct str){ pat.p + from, end - 1 - from }, c);
}

/*
 * One member of a set at *at, left on its last byte. low is the byte that
 * a range may start at, 0 for none. 1, 0, or -1 when malformed.
 */
static int
member(struct str pat, size_t *at, int c, int *low)
{
	int ch = byte(pat, *at), hit, next = byte(pat, *at + 1);

	if (ch == '\\') {
		if ((ch = byte(pat, ++*at)) == 0)
			return -1;
	} else if (ch == '-' && *low && next && next != ']') {
		ch = byte(pat, ++*at);
		if (ch == '\\' && (ch = byte(pat, ++*at)) == 0)
			return -1;
		hit = in_range(c, *low, ch);
		*low = 0;
		return hit;
	} else if (ch == '[' && next == ':') {
		hit = named_class(pat, at, c);
		if (hit != 2) {
			*low = 0;
			return hit;
		}
	}
	*low = ch;
	return c == ch;
}

/* The set at *at, left behind its ']'. 1, 0, or -1 when malformed. */
static int
in_set(struct str pat, size_t *at, int c, bool path)
{
	int low = 0, hit, any = 0;
	bool neg;

	++*at;
	neg = byte(pat, *at) == '!' || byte(pat, *at) == '^';
	if (neg)
		++*at;
	do {
		if (byte(pat, *at) == 0)
			return -1;
		if ((hit = member(pat, at, c, &low)) < 0)
			return -1;
		any |= hit;
		++*at;
	} while (byte(pat, *at) != ']');
	++*at;
	return any != neg && !(path && c == '/');
}

/* One element that is no star against one byte: 1, 0, or -1 never. */
static int
one(struct walk *w)
{
	int c = byte(w->text, w->t), ch = byte(w->pat, w->p);
	int hit;

	if (ch == '[') {
		hit = in_set(w->pat, &w->p, c, w->path);
	} else if (ch == '?') {
		hit = !(w->path && c == '/');
		w->p++;
	} else {
		if (ch == '\\')
			ch = byte(w->pat, ++w->p);
		hit = w->p < w->pat.n && ch == c;
		w->p++;
	}
	w->t++;
	return hit;
}

/* At a star: note where it may go on. True: all the rest is taken. */
static bool
star(struct walk *w)
{
	size_t from = w->p, n;
	bool deep, dirs;

	while (byte(w->pat, w->p) == '*')
		w->p++;
	n = w->p - from;
	dirs = byte(w->pat, w->p) == '/';
	deep = !w->path ||
	    (n > 1 && (from == 0 || w->pat.p[from - 1] == '/') &&
		(w->p == w->pat.n || dirs ||
		    (byte(w->pat, w->p) == '\\' &&
			byte(w->pat, w->p + 1) == '/')));
	if (w->p == w->pat.n)
		return deep ||
		    memchr(w->text.p + w->t, '/', w->text.n - w->t) == NULL;
	if (!deep) {
		w->one = (struct star){ .set = true, .p = w->p, .t = w->t };
		return false;
	}
	dirs = dirs && w->path;
	w->p += dirs;
	w->one.set = false;
	w->many = (struct star){ true, dirs, w->p, w->t };
	return false;
}

/* Let the last star take more. False: no star can. */
static bool
back(struct walk *w)
{
	struct star *s = &w->one;

	if (s->set && s->t < w->text.n && w->text.p[s->t] != '/') {
		s->t++;
	} else {
		s->set = false;
		s = &w->many;
		while (s->set && s->dirs && s->t < w->text.n &&
		    w->text.p[s->t] != '/')
			s->t++;
		if (!s->set || s->t >= w->text.n)
			return false;
		s->t++;
	}
	w->p = s->p;
	w->t = s->t;
	return true;
}

bool
wild_match(struct str pattern, struct str text, bool path)
{
	struct walk w = { .pat = pattern, .text = text, .path = path };
	int hit;

	for (;;) {
		if (w.p < w.pat.n && w.pat.p[w.p] == '*') {
			if (star(&w))
				return true;
			continue;
		}
		if (w.p == w.pat.n && w.t == w.text.n)
			return true;
		hit = w.p < w.pat.n && w.t < w.text.n ? one(&w) : 0;
		if (hit < 0)
			return false;
		if (hit == 0 && !back(&w))
			return false;
	}
}

size_t
wild_plain(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] != '*' && s.p[n] != '?' && s.p[n] != '[' &&
	    s.p[n] != '\\')
		n++;
	return n;
}
