/*
 * doc.h - one tree for JSON, YAML, TOML and XML, each value with its place
 * in the bytes. Depth, values and memory are bounded; nothing is expanded:
 * an alias of YAML is a value of its own, an entity of XML is refused.
 */
#ifndef TAMIS_DOC_H
#define TAMIS_DOC_H

#include "arena.h"

enum {
	DOC_DEPTH = 128,	/* values inside of each other */
	DOC_NODES = 2u << 20,	/* of one document */
	DOC_BYTES = 512u << 20, /* of memory for it */
	DOC_INPUT = 64u << 20	/* longest document */
};

enum node_type { NODE_NULL, NODE_TEXT, NODE_PLAIN, NODE_LIST, NODE_MAP };

struct node {
	enum node_type type; /* PLAIN: no quotes: a number, a boolean ... */
	uint32_t at, to;     /* its bytes; of a string without the quotes */
	uint32_t key_at;
	struct str key; /* in a map; the name of an XML element */
	union {
		struct str text;   /* of TEXT and PLAIN, decoded */
		struct node *last; /* of LIST and MAP: its last child */
	};
	struct node *child, *next;
};

/* { 0 } is valid and empty. Strings point into the bytes or into mem. */
struct doc {
	struct arena mem;
	struct node *root; /* of YAML the first document, then next */
	size_t n;
	char why[96]; /* after -1: "line 3: ..." */
};

/* 0, or -1 with why; then root is what was read until there, or NULL. */
int doc_json(struct doc *d, struct str bytes); /* comments are let pass */
int doc_yaml(struct doc *d, struct str bytes);
int doc_toml(struct doc *d, struct str bytes);
/* An attribute is a child of key "@name"; text, trimmed, one of key "". */
int doc_xml(struct doc *d, struct str bytes);
void doc_free(struct doc *d);

/* A child by its key; NULL when there is none, or n is NULL or no map. */
const struct node *doc_get(const struct node *n, const char *key);
const struct node *doc_get_str(const struct node *n, struct str key);
/* By a path of keys, "tool.poetry.name"; a key holds no '.'. */
const struct node *doc_at(const struct node *n, const char *path);
/* Its text, or that of an XML element; "" when it has none. */
struct str doc_text(const struct node *n);
/* doc_text(doc_get(n, key)). */
struct str doc_str(const struct node *n, const char *key);
bool doc_true(const struct node *n, const char *key);

/* For the parsers: values go where the last open container is. */
struct docmake {
	struct doc *doc;
	struct node *open[DOC_DEPTH];
	unsigned depth;
	struct str key; /* of the next value */
	uint32_t key_at;
};

/* The new value, or NULL when a bound or memory is at an end (why is set). */
struct node *docmake_put(struct docmake *m, enum node_type t, struct span at);
struct node *docmake_open(struct docmake *m, enum node_type t, struct span at);
void docmake_close(struct docmake *m, size_t to);
/* Append n to a container. */
void docmake_link(struct node *into, struct node *n);
/* why becomes "line N: what", with the line of an offset. */
int docmake_fail(struct doc *d, struct str bytes, size_t at, const char *what);

#endif
