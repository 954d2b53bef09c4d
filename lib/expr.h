/*
 * expr.h - what an expression can be: its constants by way of names,
 * branches, concatenation, simple methods, parameters and returns of the
 * file; and the dotted path of what is called. One for all languages.
 */
#ifndef TAMIS_EXPR_H
#define TAMIS_EXPR_H

#include "unit.h"

enum { EXPR_MAX = 16, EXPR_DEPTH = 24 };

enum val_kind {
	VAL_TEXT,     /* a string, a number, a word such as true */
	VAL_NAME,     /* a path that nothing in the file defines */
	VAL_CALL,     /* what a call gives */
	VAL_LIST,     /* an array, a map, an object */
	VAL_FUNCTION, /* a function without a name, or by it */
	VAL_ZEROS     /* bytes that were only reserved */
};

struct val {
	enum val_kind kind;
	struct str text;
	const struct ast_item *item; /* that says it */
};

struct vals {
	struct val v[EXPR_MAX];
	size_t n;
	bool unknown; /* it can be something else, too */
};

void expr_of(struct unit *u, struct ast_node n, struct vals *out);
/* "java.security.MessageDigest.getInstance"; "?" where it is unknown. */
struct str path_of(struct unit *u, struct ast_node n);
/* Of what an item calls, or names. */
struct str path_called(struct unit *u, const struct ast_item *it);
/* The call that made what this one is called on, or NULL. */
const struct ast_item *expr_receiver(struct unit *u, const struct ast_item *it);
/* An argument by place among those without a name, or by name; false:
   there is none. A name is looked for in objects that are passed, too. */
bool expr_arg(struct unit *u, const struct ast_item *call, size_t n,
    struct ast_node *out);
bool expr_named(struct unit *u, const struct ast_item *call, struct str name,
    struct ast_node *out);
/* How many are passed, named ones not counted. */
size_t expr_args(const struct unit *u, const struct ast_item *call);
/* "empty", "true", "false", "null" or "other". */
struct str expr_body(struct unit *u, const struct ast_item *function);
/* The last identifier of an expression's text. */
struct str expr_word(struct str text);
/* The text between quotes, escapes read. */
struct str expr_unquote(struct unit *u, struct str s);

#endif
