/*
 * fallback.h - the literal that counts where a variable is not set.
 */
#ifndef TAMIS_FALLBACK_H
#define TAMIS_FALLBACK_H

#include "literal.h"

/*
 * "${NAME:-d}", "${name:d}" as the value that was read: d is. False: it is
 * empty.
 */
bool fallback_inside(struct lexer *r);
/* Go to the literal of "getenv("X", "d")", "env.X || "d""; false: none. */
bool fallback_of(struct lexer *r);

#endif
