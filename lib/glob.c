#include "base.h"
#include "glob.h"

#include "str.h"

enum op { LIT, ANY, CLASS, STAR, DEEP, DIRS };

struct token {
	enum op op;
	char lit;	 /* LIT */
	struct str body; /* CLASS: what stands between the brackets */
};

struct program {
	struct token v[GLOB_MAX];
	size_t n;
	bool only_below; /* a trailing '/': the directory itself is none */
};

/* States of the automaton: there, and just come to (what follows an empty
   match is then there too). */
enum { THERE = 1, NEW = 2 };

/* The offset of the ']' that ends the class opened at i, or STR_NONE. */
static size_t
class_end(struct str g, size_t i)
{
	i++;
	if (i < g.n && (g.p[i] == '!' || g.p[i] == '^'))
		i++;
	if (i < g.n && g.p[i] == ']')
		i++;
	for (; i < g.n; i++) {
		if (g.p[i] == '\\')
			i++;
		else if (g.p[i] == ']')
			return i;
	}
	return STR_NONE;
}

static bool
class_has(struct str body, char c)
{
	bool other = body.n && (body.p[0] == '!' || body.p[0] == '^');
	bool in = false;

	for (size_t i = other; i < body.n; i++) {
		unsigned char lo, hi;

		if (body.p[i] == '\\' && i + 1 < body.n)
			i++;
		lo = hi = (unsigned char)body.p[i];
		if (i + 2 < body.n && body.p[i + 1] == '-') {
			i += 2;
			if (body.p[i] == '\\' && i + 1 < body.n)
				i++;
			hi = (unsigned char)body.p[i];
		}
		in |= (unsigned char)c >= lo && (unsigned char)c <= hi;
	}
	return in != other;
}

/* A run of stars from i on; returns the offset after what was used. */
static size_t
add_stars(struct program *p, struct str g, size_t i)
{
	bool at_start = i == 0 || g.p[i - 1] == '/';
	size_t n = 0;
	enum op op = STAR;

	while (i + n < g.n && g.p[i + n] == '*')
		n++;
	if (n > 1 && at_start && i + n < g.n && g.p[i + n] == '/') {
		op = DIRS;
		n++;
	} else if (n > 1) {
		op = DEEP;
	}
	p->v[p->n++].op = op;
	return i + n;
}

static void
compile(struct program *p, struct str g)
{
	size_t end;

	p->n = 0;
	p->only_below = g.n > 0 && g.p[g.n - 1] == '/';
	if (p->only_below)
		g.n--;
	if (g.n == 0)
		return;
	if (str_chr(g, '/', 0) == STR_NONE)
		p->v[p->n++].op = DIRS;
	else if (g.p[0] == '/')
		g = str_sub(g, 1, g.n);
	for (size_t i = 0; i < g.n;) {
		struct token *t = &p->v[p->n];

		if (g.p[i] == '*') {
			i = add_stars(p, g, i);
			continue;
		}
		*t = (struct token){ .op = g.p[i] == '?' ? ANY : LIT };
		if (g.p[i] == '[' && (end = class_end(g, i)) != STR_NONE) {
			t->op = CLASS;
			t->body = str_sub(g, i + 1, end);
			i = end;
		} else if (g.p[i] == '\\' && i + 1 < g.n) {
			i++;
		}
		t->lit = g.p[i++];
		p->n++;
	}
}

/* From the left: a state just come to lets an empty match through. */
static void
settle(const struct program *p, unsigned char *s)
{
	for (size_t i = 0; i < p->n; i++) {
		if ((s[i] & NEW) && p->v[i].op >= STAR)
			s[i + 1] |= THERE | NEW;
		s[i] &= THERE;
	}
	s[p->n] &= THERE;
}

static void
step(const struct program *p, const unsigned char *s, unsigned char *t, char c)
{
	memset(t, 0, p->n + 1);
	for (size_t i = 0; i < p->n; i++) {
		const struct token *k = &p->v[i];
		bool on = false;

		if (!s[i])
			continue;
		switch (k->op) {
		case LIT: on = c == k->lit; break;
		case ANY: on = c != '/'; break;
		case CLASS: on = c != '/' && class_has(k->body, c); break;
		case STAR: t[i] |= c != '/' ? THERE | NEW : 0; break;
		case DEEP: t[i] |= THERE | NEW; break;
		case DIRS:
			t[i] |= THERE;
			on = c == '/';
			break;
		}
		if (on)
			t[i + 1] |= THERE | NEW;
	}
	settle(p, t);
}

bool
glob_match(struct str glob, struct str path)
{
	unsigned char state[2][GLOB_MAX + 2] = { { THERE | NEW }, { 0 } };
	struct program p;
	int now = 0;

	if (glob.n == 0 || glob.n >= GLOB_MAX - 1)
		return false;
	compile(&p, glob);
	if (p.n == 0)
		return false;
	settle(&p, state[now]);
	for (size_t i = 0; i < path.n; i++) {
		if (path.p[i] == '/' && i > 0 && state[now][p.n])
			return true;
		step(&p, state[now], state[!now], path.p[i]);
		now = !now;
	}
	return !p.only_below && path.n > 0 && state[now][p.n];
}
