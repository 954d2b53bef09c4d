/*
 * linekeys.h - what the line of a finding adds to its record: the line for
 * a person, and whether the source itself accepts it.
 */
#ifndef TAMIS_LINEKEYS_H
#define TAMIS_LINEKEYS_H

#include "emit.h"

/* "name=a", or "name=a:b" when b is not 0. */
int linekeys_number(struct buf *keys, const char *name, size_t a, size_t b);
/* The line of lines.pos, looked at once for all findings on it. */
const struct line_memo *linekeys_memo(struct emit *e);
/* The line as a person sees it: masked, and a window where it is long. */
int linekeys_src(struct emit *e, struct span line, struct span s);
/* Does the source itself accept it? Its date and reason become keys; why
   it does not hold, part of the message, too. */
int linekeys_acceptance(struct emit *e, struct result *r, struct buf *tail);

#endif
