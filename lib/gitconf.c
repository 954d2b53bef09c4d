#include "base.h"
#include "gitconf.h"
#include "buf.h"
#include "str.h"

#include <ctype.h>
#include <strings.h>

enum { ENTRIES_MAX = 1 << 16, KEY_MAX = 4096 };

struct parse {
	struct gitconf *conf;
	struct str in;
	size_t at, line;
	struct buf section, value;
	const char *why;
};

static int
bad(struct parse *p, const char *why)
{
	p->why = why;
	return -1;
}

/* The next byte, a CR before LF dropped; -1 at the end. */
static int
next(struct parse *p)
{
	unsigned char c;

	if (p->at == p->in.n)
		return -1;
	c = (unsigned char)p->in.p[p->at++];
	if (c == '\r' && p->at < p->in.n && p->in.p[p->at] == '\n')
		c = (unsigned char)p->in.p[p->at++];
	if (c == '\n')
		p->line++;
	return c;
}

static void
back(struct parse *p, int c)
{
	if (c < 0)
		return;
	p->at--;
	if (c == '\n')
		p->line--;
}

static void
skip_line(struct parse *p)
{
	int c;

	while ((c = next(p)) >= 0 && c != '\n')
		;
}

/* The part in quotes keeps its case; a backslash takes the next as it is. */
static int
subsection(struct parse *p)
{
	int c;

	if (buf_addc(&p->section, '.') < 0)
		return bad(p, "a name is too long");
	while ((c = next(p)) != '"') {
		if (c == '\\')
			c = next(p);
		if (c <= 0 || c == '\n')
			return bad(p, "a section's name does not end");
		if (buf_addc(&p->section, (char)c) < 0)
			return bad(p, "a name is too long");
	}
	return next(p) == ']' ? 0 : bad(p, "no ']' after a section's name");
}

static int
section(struct parse *p)
{
	int c;

	buf_reset(&p->section);
	while ((c = next(p)) != ']') {
		if (c == ' ' || c == '\t') {
			while (c == ' ' || c == '\t')
				c = next(p);
			if (c != '"')
				return bad(p, "a section's name is broken");
			return subsection(p);
		}
		if (c < 0 || (!isalnum(c) && c != '-' && c != '.'))
			return bad(p, "a section's name is broken");
		if (buf_addc(&p->section, (char)tolower(c)) < 0)
			return bad(p, "a name is too long");
	}
	return 0;
}

/* What a backslash stands for; 0 for a line that goes on, -1 for none. */
static int
escaped(int c)
{
	switch (c) {
	case '\n': return 0;
	case 'n': return '\n';
	case 't': return '\t';
	case 'b': return '\b';
	case '\\': return '\\';
	case '"': return '"';
	default: return -1;
	}
}

static int
value(struct parse *p)
{
	size_t keep = 0; /* blanks after this are trailing ones */
	bool quoted = false;
	int c;

	buf_reset(&p->value);
	while ((c = next(p)) >= 0 && (c != '\n' || quoted)) {
		if (c == '\n' || c == 0)
			return bad(p, "a value holds what it may not");
		if (c == '"') {
			quoted = !quoted;
			continue;
		}
		if (!quoted && (c == ';' || c == '#')) {
			skip_line(p);
			break;
		}
		if (!quoted && (c == ' ' || c == '\t') && p->value.n == 0)
			continue;
		if (c == '\\' && (c = escaped(next(p))) <= 0) {
			if (c == 0)
				continue;
			return bad(p, "an escape that git does not know");
		}
		if (buf_addc(&p->value, (char)c) < 0)
			return bad(p, "a value is too long");
		if (quoted || (c != ' ' && c != '\t'))
			keep = p->value.n;
	}
	if (quoted)
		return bad(p, "a quote does not end");
	p->value.n = keep;
	return 0;
}

static int
store(struct parse *p, struct str val)
{
	struct gitconf *c = p->conf;
	struct gitconf_entry *v;

	if (c->n == c->cap) {
		size_t cap = c->cap ? c->cap * 2 : 32;

		if (cap > ENTRIES_MAX ||
		    (v = realloc(c->v, cap * sizeof(*v))) == NULL)
			return bad(p, "too many values");
		c->v = v;
		c->cap = cap;
	}
	v = &c->v[c->n];
	v->key = arena_str(&c->mem, buf_str(&p->section));
	v->value = arena_str(&c->mem, val);
	if (v->key.p == NULL || v->value.p == NULL)
		return bad(p, "too many values");
	c->n++;
	return 0;
}

static int
entry(struct parse *p, int c)
{
	size_t keep = p->section.n;
	struct str val = STR("true");
	int rc;

	if (keep == 0)
		return bad(p, "a value before any section");
	if (buf_addc(&p->section, '.') < 0)
		return bad(p, "a name is too long");
	for (; c >= 0 && (isalnum(c) || c == '-'); c = next(p))
		if (buf_addc(&p->section, (char)tolower(c)) < 0)
			return bad(p, "a name is too long");
	while (c == ' ' || c == '\t')
		c = next(p);
	if (c == '=') {
		if (value(p) < 0)
			return -1;
		val = buf_str(&p->value);
	} else if (c == '#' || c == ';')
		skip_line(p);
	else if (c >= 0 && c != '\n')
		return bad(p, "no '=' after a name");
	rc = store(p, val);
	p->section.n = keep;
	p->section.p[keep] = '\0';
	return rc;
}

static int
file(struct parse *p)
{
	int c;

	if (str_starts(p->in, STR("\xef\xbb\xbf")))
		p->at = 3;
	while ((c = next(p)) >= 0) {
		if (c == '\n' || isspace(c))
			continue;
		if (c == '#' || c == ';') {
			skip_line(p);
		} else if (c == '[') {
			if (section(p) < 0)
				return -1;
		} else if (!isalpha(c)) {
			back(p, c);
			return bad(p, "neither a section nor a name");
		} else if (entry(p, c) < 0)
			return -1;
	}
	return 0;
}

int
gitconf_parse(struct gitconf *c, struct str text, struct where *w)
{
	struct parse p = { .conf = c,
		.in = text,
		.line = 1,
		.section = { .max = KEY_MAX },
		.value = { .max = GITCONF_MAX } };
	int rc;

	c->mem.max = (size_t)2 * GITCONF_MAX;
	*w = (struct where){ 0 };
	if ((rc = file(&p)) < 0) {
		w->line = p.line;
		snprintf(w->why, sizeof(w->why), "%s", p.why);
	}
	buf_free(&p.section);
	buf_free(&p.value);
	return rc;
}

const char *
gitconf_get(const struct gitconf *c, const char *key)
{
	for (size_t i = c->n; i > 0; i--)
		if (str_eqz(c->v[i - 1].key, key))
			return c->v[i - 1].value.p;
	return NULL;
}

int
gitconf_bool(const char *value)
{
	static const char *const yes[] = { "true", "yes", "on" };
	static const char *const no[] = { "false", "no", "off", "" };
	char *end;
	long n;

	for (size_t i = 0; i < LEN(yes); i++)
		if (strcasecmp(value, yes[i]) == 0)
			return 1;
	for (size_t i = 0; i < LEN(no); i++)
		if (strcasecmp(value, no[i]) == 0)
			return 0;
	n = strtol(value, &end, 10);
	return *end != '\0' ? -1 : n != 0;
}

void
gitconf_free(struct gitconf *c)
{
	free(c->v);
	arena_free(&c->mem);
	*c = (struct gitconf){ 0 };
}
