/* cquote.h - names in git's C-quotes: "tab\there", "\303\251t\303\251". */
#ifndef TAMIS_CQUOTE_H
#define TAMIS_CQUOTE_H

#include "buf.h"

/*
 * Append what the quoted string at the start of s stands for; *used is
 * where it ended, after the closing quote. 0, or -1: it is not one.
 */
int cquote_undo(struct str s, struct buf *out, size_t *used);

#endif
