/*
 * unit.h - one source file, parsed, and what its names are bound to:
 * imports, definitions, functions and their callers, enclosing blocks.
 */
#ifndef TAMIS_UNIT_H
#define TAMIS_UNIT_H

#include "ast.h"
#include "buf.h"

enum {
	UNIT_IMPORTS_MAX = 4096,
	UNIT_PATH_MAX = 240, /* bytes of a dotted name */
	UNIT_FUEL = 200000   /* steps of resolving, for a file */
};
#define UNIT_NONE UINT32_MAX

struct import {
	struct str alias;     /* what it is called here; "*": all of path */
	struct str path;      /* normalised: dots, no quotes */
	struct ast_node from; /* of an expression that says the path */
};

/* A name and the item that has it, sorted by name, then place. */
struct bound {
	struct str name;
	uint32_t item;
};

struct bounds {
	struct bound *v;
	size_t n, cap;
};

struct unit {
	struct str src, name;
	const struct ast *ast;
	struct arena mem;
	struct import *import;
	size_t nimport, capimport;
	struct bounds defs, functions, calls;
	uint32_t *function, *block; /* of each item: what it stands in */
	size_t cap;
	bool bare;    /* methods are called without their object */
	bool spaces;  /* an import without a name opens all of it */
	size_t fuel;  /* steps left */
	bool starved; /* and whether they ran out */
	/* What a property is set to elsewhere in the tree; may be NULL. */
	bool (*property)(void *arg, struct str key, struct str *value);
	void *arg;
};

/* { .mem.max } is a valid empty one. 0, or -1: no memory. */
int unit_bind(struct unit *u, const struct ast *a, struct str src);
void unit_free(struct unit *u);

struct str unit_text(const struct unit *u, struct ast_node n);
/* The items bound to a name, in order of place. */
const struct bound *unit_find(
    const struct bounds *b, struct str name, size_t *n);
const struct import *unit_import(const struct unit *u, struct str alias);
/* Does the function, or the block, that one item stands in hold another? */
bool unit_inside(const struct unit *u, uint32_t outer, uint32_t at);
/* One step of resolving; false: none are left. */
bool unit_step(struct unit *u);

#endif
