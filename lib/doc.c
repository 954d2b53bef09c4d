#include "base.h"
#include "doc.h"
#include "str.h"

void
doc_free(struct doc *d)
{
	arena_free(&d->mem);
	*d = (struct doc){ .n = 0 };
}

const struct node *
doc_get_str(const struct node *n, struct str key)
{
	if (n == NULL || n->type != NODE_MAP)
		return NULL;
	for (const struct node *c = n->child; c; c = c->next)
		if (str_eq(c->key, key))
			return c;
	return NULL;
}

const struct node *
doc_get(const struct node *n, const char *key)
{
	return doc_get_str(n, str_of(key));
}

const struct node *
doc_at(const struct node *n, const char *path)
{
	struct str rest = str_of(path), key;

	while (n && str_cut(&rest, '.', &key))
		n = doc_get_str(n, key);
	return n;
}

struct str
doc_text(const struct node *n)
{
	if (n && n->type == NODE_MAP)
		n = doc_get(n, "");
	if (n && (n->type == NODE_TEXT || n->type == NODE_PLAIN))
		return n->text;
	return STR("");
}

struct str
doc_str(const struct node *n, const char *key)
{
	return doc_text(doc_get(n, key));
}

bool
doc_true(const struct node *n, const char *key)
{
	return str_eqz(doc_str(n, key), "true");
}

void
docmake_link(struct node *into, struct node *n)
{
	if (into->child)
		into->last->next = n;
	else
		into->child = n;
	into->last = n;
}

struct node *
docmake_put(struct docmake *m, enum node_type t, struct span at)
{
	struct doc *d = m->doc;
	struct node *n = NULL;

	if (d->n < DOC_NODES)
		n = arena_new(&d->mem, sizeof(*n));
	if (n == NULL) {
		snprintf(d->why, sizeof(d->why), "it holds too many values");
		return NULL;
	}
	d->n++;
	n->type = t;
	n->at = (uint32_t)at.from;
	n->to = (uint32_t)at.to;
	n->key = m->key;
	n->key_at = m->key_at;
	m->key = STR("");
	m->key_at = n->at;
	if (m->depth)
		docmake_link(m->open[m->depth - 1], n);
	else if (d->root == NULL)
		d->root = n;
	else {
		struct node *last = d->root;

		while (last->next)
			last = last->next;
		last->next = n;
	}
	return n;
}

struct node *
docmake_open(struct docmake *m, enum node_type t, struct span at)
{
	struct node *n;

	if (m->depth == DOC_DEPTH) {
		snprintf(m->doc->why, sizeof(m->doc->why),
		    "it is nested too deeply");
		return NULL;
	}
	if ((n = docmake_put(m, t, at)) != NULL)
		m->open[m->depth++] = n;
	return n;
}

void
docmake_close(struct docmake *m, size_t to)
{
	if (m->depth)
		m->open[--m->depth]->to = (uint32_t)to;
}

int
docmake_fail(struct doc *d, struct str bytes, size_t at, const char *what)
{
	size_t line = 1;

	if (d->why[0])
		return -1;
	for (size_t i = 0; i < at && i < bytes.n; i++)
		line += bytes.p[i] == '\n';
	snprintf(d->why, sizeof(d->why), "line %zu: %s", line, what);
	return -1;
}
