#include "base.h"
#include "buf.h"
#include "doc.h"
#include "str.h"
#include "text.h"

/* Steps along the children of tables: more is a file made to be slow. */
enum { STEPS_MAX = 32u << 20, KEY_PARTS = 16 };

struct toml {
	struct docmake make;
	struct str s;
	size_t at;
	size_t steps;
	struct node *root, *table;
	unsigned depth;
	struct buf text; /* of a string with escapes */
};

/* A key: its parts as they are written between the dots. */
struct path {
	struct str part[KEY_PARTS];
	uint32_t at[KEY_PARTS];
	size_t n;
};

static int
bad(struct toml *t, const char *what)
{
	return docmake_fail(t->make.doc, t->s, t->at, what);
}

static int
peek(const struct toml *t)
{
	return t->at < t->s.n ? (unsigned char)t->s.p[t->at] : -1;
}

static bool
looking_at(const struct toml *t, const char *z)
{
	return str_starts(str_sub(t->s, t->at, t->s.n), str_of(z));
}

static void
blanks(struct toml *t)
{
	while (peek(t) == ' ' || peek(t) == '\t')
		t->at++;
}

/* White space, newlines and comments. */
static void
gap(struct toml *t)
{
	for (;;) {
		int c = peek(t);

		if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			t->at++;
		} else if (c == '#') {
			while (peek(t) != '\n' && peek(t) != -1)
				t->at++;
		} else {
			return;
		}
	}
}

static int
escape(struct toml *t, struct buf *out)
{
	static const char from[] = "btnfre\"\\", to[] = "\b\t\n\f\r\033\"\\";
	int c = peek(t);
	const char *p = c > 0 ? strchr(from, c) : NULL;
	size_t digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
	uint32_t cp = 0;

	if (c < 0)
		return bad(t, "a string does not end");
	t->at++;
	if (p)
		return buf_addc(out, to[p - from]);
	if (c == '\n' || c == ' ' || c == '\t' || c == '\r') {
		while (peek(t) >= 0 && strchr(" \t\r\n", peek(t)))
			t->at++;
		return 0;
	}
	for (; digits; digits--, t->at++) {
		int v = str_hex((char)peek(t));

		if (peek(t) < 0 || v < 0)
			return bad(t, "an escape is none");
		cp = cp << 4 | (uint32_t)v;
	}
	return utf8_put(out, cp > 0x10FFFF ? 0xFFFD : cp);
}

/* A string of any of the four kinds, from its first quote. */
static int
string(struct toml *t, struct str *s, struct span *span)
{
	char q = t->s.p[t->at];
	const char *triple = q == '"' ? "\"\"\"" : "'''";
	size_t len = looking_at(t, triple) ? 3 : 1;
	bool decoded = false;

	t->at += len;
	span->from = t->at;
	buf_reset(&t->text);
	for (;;) {
		int c = peek(t);

		if (c < 0 || (c == '\n' && len == 1))
			return bad(t, "a string does not end");
		if (c == q && (len == 1 || looking_at(t, triple)))
			break;
		t->at++;
		if (c == '\\' && q == '"') {
			decoded = true;
			if (escape(t, &t->text) < 0)
				return bad(t, "no memory");
		} else if (buf_addc(&t->text, (char)c) < 0) {
			return bad(t, "a string is too long");
		}
	}
	span->to = t->at;
	t->at += len;
	*s = str_sub(t->s, span->from, span->to);
	if (decoded)
		*s = arena_str(&t->make.doc->mem, buf_str(&t->text));
	return s->p ? 0 : bad(t, "no memory");
}

static bool
bare(int c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '-' || c >= 0x80;
}

static int
key_path(struct toml *t, struct path *p)
{
	struct span at;

	for (;;) {
		blanks(t);
		if (p->n == KEY_PARTS)
			return bad(t, "a key has too many parts");
		at.from = t->at;
		if (peek(t) == '"' || peek(t) == '\'') {
			if (string(t, &p->part[p->n], &at) < 0)
				return -1;
		} else {
			while (bare(peek(t)))
				t->at++;
			if (t->at == at.from)
				return bad(t, "a key is missing");
			p->part[p->n] = str_sub(t->s, at.from, t->at);
		}
		p->at[p->n++] = (uint32_t)at.from;
		blanks(t);
		if (peek(t) != '.')
			return 0;
		t->at++;
	}
}

static struct node *
find(struct toml *t, struct node *in, struct str key)
{
	/* Tables are mostly asked for the one that was made last. */
	if (in->child && str_eq(in->last->key, key))
		return in->last;
	for (struct node *c = in->child; c; c = c->next) {
		if (++t->steps > STEPS_MAX)
			return NULL;
		if (str_eq(c->key, key))
			return c;
	}
	return NULL;
}

static struct node *
make(struct toml *t, struct node *in, enum node_type type, struct span at)
{
	struct node *n;

	t->make.depth = 1;
	t->make.open[0] = in;
	n = docmake_put(&t->make, type, at);
	if (n == NULL)
		bad(t, "no memory");
	return n;
}

/* The table of part i of a path below in, made when it is not there. */
static struct node *
step(struct toml *t, struct node *in, const struct path *p, size_t i)
{
	struct node *n = find(t, in, p->part[i]);

	if (t->steps > STEPS_MAX) {
		bad(t, "it holds too many keys");
		return NULL;
	}
	if (n && n->type == NODE_LIST && n->child && n->last->type == NODE_MAP)
		return n->last;
	if (n && n->type == NODE_MAP)
		return n;
	t->make.key = p->part[i];
	t->make.key_at = p->at[i];
	return make(t, in, NODE_MAP,
	    (struct span){ p->at[i], p->at[i] + p->part[i].n });
}

static int value(struct toml *t, struct node *in);

static int
pair(struct toml *t, struct node *in)
{
	struct path p = { .n = 0 };

	if (key_path(t, &p) < 0)
		return -1;
	if (peek(t) != '=')
		return bad(t, "a key has no '='");
	t->at++;
	for (size_t i = 0; i + 1 < p.n; i++)
		if ((in = step(t, in, &p, i)) == NULL)
			return -1;
	blanks(t);
	t->make.key = p.part[p.n - 1];
	t->make.key_at = p.at[p.n - 1];
	return value(t, in);
}

/* "[...]" or "{...}": what stands between, comma by comma. */
static int
container(struct toml *t, struct node *in, char open)
{
	char close = open == '[' ? ']' : '}';
	struct node *n;

	if (t->depth == DOC_DEPTH)
		return bad(t, "it is nested too deeply");
	n = make(t, in, open == '[' ? NODE_LIST : NODE_MAP,
	    (struct span){ t->at, t->at });
	if (n == NULL)
		return -1;
	t->at++;
	t->depth++;
	for (gap(t); peek(t) != close; gap(t)) {
		if (peek(t) < 0)
			return bad(t, "it ends too early");
		if ((open == '[' ? value(t, n) : pair(t, n)) < 0)
			return -1;
		gap(t);
		if (peek(t) == ',')
			t->at++;
		else if (peek(t) != close)
			return bad(t, "a ',' is missing");
	}
	t->at++;
	t->depth--;
	n->to = (uint32_t)t->at;
	return 0;
}

static int
value(struct toml *t, struct node *in)
{
	int c = peek(t);
	struct span at = { t->at, t->at };
	struct str s, key = t->make.key;
	uint32_t key_at = t->make.key_at;
	struct node *n;

	if (c == '[' || c == '{')
		return container(t, in, (char)c);
	if (c == '"' || c == '\'') {
		if (string(t, &s, &at) < 0)
			return -1;
	} else {
		while (peek(t) >= 0 && !strchr(",]}#\r\n", peek(t)))
			t->at++;
		s = str_trim(str_sub(t->s, at.from, t->at));
		at.to = at.from + s.n;
		if (s.n == 0)
			return bad(t, "a value is missing");
	}
	t->make.key = key;
	t->make.key_at = key_at;
	n = make(t, in, c == '"' || c == '\'' ? NODE_TEXT : NODE_PLAIN, at);
	if (n == NULL)
		return -1;
	n->text = s;
	return 0;
}

/* "[a.b]" or "[[a.b]]". */
static int
header(struct toml *t)
{
	size_t from = t->at, brackets = looking_at(t, "[[") ? 2 : 1;
	struct node *in = t->root, *list;
	struct path p = { .n = 0 };

	t->at += brackets;
	if (key_path(t, &p) < 0)
		return -1;
	if (!looking_at(t, brackets == 2 ? "]]" : "]"))
		return bad(t, "a table has no ']'");
	t->at += brackets;
	for (size_t i = 0; i + 1 < p.n; i++)
		if ((in = step(t, in, &p, i)) == NULL)
			return -1;
	if (brackets == 1)
		return (t->table = step(t, in, &p, p.n - 1)) ? 0 : -1;
	list = find(t, in, p.part[p.n - 1]);
	t->make.key = p.part[p.n - 1];
	t->make.key_at = p.at[p.n - 1];
	if (list == NULL || list->type != NODE_LIST)
		list = make(t, in, NODE_LIST, (struct span){ from, t->at });
	t->make.key = STR("");
	t->table =
	    list ? make(t, list, NODE_MAP, (struct span){ from, t->at }) : NULL;
	return t->table ? 0 : -1;
}

static int
read_all(struct toml *t)
{
	for (gap(t); peek(t) >= 0; gap(t)) {
		if ((peek(t) == '[' ? header(t) : pair(t, t->table)) < 0)
			return -1;
		blanks(t);
		if (peek(t) >= 0 && !strchr("#\r\n", peek(t)))
			return bad(t, "more stands behind a value");
	}
	return 0;
}

int
doc_toml(struct doc *d, struct str bytes)
{
	struct toml t = { .make.doc = d, .s = bytes, .text.max = 1u << 20 };
	int rc;

	d->mem.max = DOC_BYTES;
	if (bytes.n > DOC_INPUT)
		return docmake_fail(d, bytes, 0, "it is too long");
	t.root = docmake_put(&t.make, NODE_MAP, (struct span){ 0, bytes.n });
	t.table = t.root;
	rc = t.root ? read_all(&t) : docmake_fail(d, bytes, 0, "no memory");
	buf_free(&t.text);
	return rc;
}
