/* expr_in.h - what expr.c and expr_call.c share: evaluation in depth. */
#ifndef TAMIS_EXPR_IN_H
#define TAMIS_EXPR_IN_H

#include "expr.h"

void expr_eval(
    struct unit *u, struct ast_node n, struct vals *out, unsigned depth);
void expr_put(struct vals *out, struct val v);
void expr_join(struct unit *u, struct str a, struct str b, struct vals *out);
/* What a call gives. */
void expr_call(struct unit *u, const struct ast_item *it, struct vals *out,
    unsigned depth);

#endif
