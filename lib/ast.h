/*
 * ast.h - the only door to tree-sitter: source in, flat items out. What an
 * item is, the queries of patterns/crypto/<lang>.scm say by the names of
 * their captures: one of a role (@call), the rest of parts (@args).
 */
#ifndef TAMIS_AST_H
#define TAMIS_AST_H

#include "arena.h"

enum {
	AST_BYTES_MAX = 8 << 20,  /* of a source that is parsed whole */
	AST_ITEMS_MAX = 1 << 20,  /* of a source */
	AST_CHILDREN_MAX = 16384, /* of one list */
	AST_DEPTH_MAX = 2000,	  /* of nodes in nodes */
	AST_STEPS_MAX = 64	  /* steps of the parser for a byte */
};

enum ast_role {
	AST_NONE,
	AST_ASSIGN,
	AST_BINARY,
	AST_BLOCK,
	AST_CALL,
	AST_CHOICE,
	AST_CLASS,
	AST_FUNCTION,
	AST_IMPORT,
	AST_INDEX,
	AST_LIST,
	AST_LOOP,
	AST_MACRO,
	AST_MEMBER,
	AST_NAME,
	AST_NEW,
	AST_NUMBER,
	AST_PAIR,
	AST_PARAM,
	AST_RETURN,
	AST_SAME,
	AST_STRING,
	AST_TEMPLATE,
	AST_TEXT,
	AST_WORD,
	AST_ROLES
};

enum ast_part {
	AST_ALIAS,
	AST_ARGS,
	AST_BODY,
	AST_ELSE,
	AST_LEFT,
	AST_OBJECT,
	AST_PATH,
	AST_TYPE,
	AST_VALUE,
	AST_PARTS
};

struct ast_node {
	const void *id; /* NULL: there is none */
	uint32_t from, to;
};

struct ast_item {
	enum ast_role role;
	struct ast_node at;
	struct ast_node part[AST_PARTS];
	struct ast_node name;
	const struct ast_node *child; /* of args, or of a list itself */
	size_t nchild;
};

struct ast {
	struct ast_item *v; /* by where they begin, the outer one first */
	size_t n, cap;
	uint32_t *slot; /* expressions by their node; nslot is 2^k */
	size_t nslot;
	struct arena mem; /* the lists; .max is set by ast_thread_new */
	bool cut;	  /* a bound was hit: not all is here */
};

struct ast_lang;   /* a grammar and its query; read-only */
struct ast_thread; /* one thread's parser */

/* Is there a grammar of this name ("java")? */
bool ast_has(struct str grammar);
/* NULL with *w set. */
struct ast_lang *ast_lang_new(
    struct str grammar, struct str query, struct where *w);
void ast_lang_free(struct ast_lang *l);

struct ast_thread *ast_thread_new(void);
void ast_thread_free(struct ast_thread *t);

/*
 * Parse and query. The items stay until the next call of the same thread.
 * NULL with why: too large, too many steps, no memory.
 */
const struct ast *ast_parse(struct ast_thread *t, const struct ast_lang *l,
    struct str source, const char **why);
/* The expression that a node is, or NULL. */
const struct ast_item *ast_at(const struct ast *a, struct ast_node n);

#endif
