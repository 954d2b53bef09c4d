/* recode.h - text from one character set to another, through iconv(3). */
#ifndef TAMIS_RECODE_H
#define TAMIS_RECODE_H

#include "buf.h"

/* The same set under git's rules: case, and "UTF8" for "UTF-8". */
bool recode_same(struct str a, struct str b);
/*
 * Append in, all of it or nothing. To UTF-16LE-BOM and UTF-16BE-BOM a mark
 * is put first, as git does. 0; 1: a set is not known or a character has
 * no place in it; -1: out has no room.
 */
int recode(struct buf *out, struct str in, struct str to, struct str from);

#endif
