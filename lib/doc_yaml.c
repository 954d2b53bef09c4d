#include <yaml.h>

#include "base.h"
#include "doc.h"
#include "str.h"

/* libyaml counts characters, we count bytes. */
struct cursor {
	struct str bytes;
	size_t chars, at;
	bool ascii;
};

struct reading {
	struct docmake make;
	struct cursor cursor;
	bool key[DOC_DEPTH + 1]; /* of an open map: the next one is a key */
};

static size_t
offset(struct cursor *c, size_t chars)
{
	if (c->ascii)
		return chars < c->bytes.n ? chars : c->bytes.n;
	if (chars < c->chars)
		c->chars = c->at = 0;
	while (c->chars < chars && c->at < c->bytes.n) {
		c->at++;
		while (c->at < c->bytes.n &&
		    ((unsigned char)c->bytes.p[c->at] & 0xC0) == 0x80)
			c->at++;
		c->chars++;
	}
	return c->at;
}

static struct span
place(struct reading *r, const yaml_event_t *e)
{
	struct span at;

	at.from = offset(&r->cursor, e->start_mark.index);
	at.to = offset(&r->cursor, e->end_mark.index);
	return at;
}

static bool
wants_key(const struct reading *r)
{
	unsigned d = r->make.depth;

	return d > 0 && r->make.open[d - 1]->type == NODE_MAP && r->key[d];
}

/* A value stands where it was due; in a map, a key is due next. */
static void
turn(struct reading *r)
{
	r->key[r->make.depth] = true;
}

static int
put_text(struct reading *r, enum node_type t, struct str s, struct span at)
{
	struct node *n;

	if ((s = arena_str(&r->make.doc->mem, s)).p == NULL)
		return -1;
	if (wants_key(r)) {
		r->make.key = s;
		r->make.key_at = (uint32_t)at.from;
		r->key[r->make.depth] = false;
		return 0;
	}
	if ((n = docmake_put(&r->make, t, at)) == NULL)
		return -1;
	n->text = s;
	turn(r);
	return 0;
}

static int
put_scalar(struct reading *r, const yaml_event_t *e)
{
	bool plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	bool block = e->data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
	    e->data.scalar.style == YAML_FOLDED_SCALAR_STYLE;
	struct str s = { (const char *)e->data.scalar.value,
		e->data.scalar.length };
	struct span at = place(r, e);

	if (!plain && !block && at.to - at.from >= 2) {
		at.from++;
		at.to--;
	}
	return put_text(r, plain ? NODE_PLAIN : NODE_TEXT, s, at);
}

/* A container as a key is nothing that any format of ours has. */
static int
put_open(struct reading *r, const yaml_event_t *e, enum node_type t)
{
	struct str none = STR("");

	if (wants_key(r) && put_text(r, NODE_NULL, none, place(r, e)) < 0)
		return -1;
	if (docmake_open(&r->make, t, place(r, e)) == NULL)
		return -1;
	r->key[r->make.depth] = true;
	return 0;
}

static int
take(struct reading *r, const yaml_event_t *e)
{
	struct str name;

	switch (e->type) {
	case YAML_SCALAR_EVENT: return put_scalar(r, e);
	case YAML_ALIAS_EVENT:
		name = str_of((const char *)e->data.alias.anchor);
		return put_text(r, NODE_NULL, name, place(r, e));
	case YAML_SEQUENCE_START_EVENT: return put_open(r, e, NODE_LIST);
	case YAML_MAPPING_START_EVENT: return put_open(r, e, NODE_MAP);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		docmake_close(&r->make, place(r, e).from);
		turn(r);
		return 0;
	default: return 0;
	}
}

static int
read_all(struct reading *r, yaml_parser_t *p)
{
	yaml_event_t e;
	bool end = false;
	int rc = 0;

	while (!end && rc == 0) {
		if (!yaml_parser_parse(p, &e))
			return docmake_fail(r->make.doc, r->cursor.bytes,
			    offset(&r->cursor, p->problem_mark.index),
			    p->problem ? p->problem : "this is no YAML");
		end = e.type == YAML_STREAM_END_EVENT;
		rc = take(r, &e);
		yaml_event_delete(&e);
	}
	if (rc < 0)
		docmake_fail(r->make.doc, r->cursor.bytes, 0, "no memory");
	return rc;
}

int
doc_yaml(struct doc *d, struct str bytes)
{
	struct reading r = { .make.doc = d, .cursor.bytes = bytes };
	yaml_parser_t parser;
	int rc;

	d->mem.max = DOC_BYTES;
	if (bytes.n > DOC_INPUT)
		return docmake_fail(d, bytes, 0, "it is too long");
	r.cursor.ascii = true;
	for (size_t i = 0; i < bytes.n && r.cursor.ascii; i++)
		r.cursor.ascii = (unsigned char)bytes.p[i] < 0x80;
	if (!yaml_parser_initialize(&parser))
		return docmake_fail(d, bytes, 0, "no memory");
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
	    &parser, (const unsigned char *)bytes.p, bytes.n);
	rc = read_all(&r, &parser);
	yaml_parser_delete(&parser);
	return rc;
}
