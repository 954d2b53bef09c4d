/* text.h - which coding a file is in, UTF-8 from it, and display cells. */
#ifndef TAMIS_TEXT_H
#define TAMIS_TEXT_H

#include "buf.h"

enum coding { CODING_BYTES, CODING_UTF8, CODING_UTF16LE, CODING_UTF16BE };

/* From the first bytes (a BOM, or where the NULs stand). */
enum coding text_coding(struct str head);
bool text_binary(struct str head); /* a NUL in the head, no UTF-16 */

/*
 * Append UTF-16 as UTF-8; an unpaired surrogate becomes U+FFFD. Bytes used
 * are returned (an odd byte or half a pair at the end is left).
 */
size_t text_from_utf16(enum coding c, struct str in, struct buf *out);

/* The next character of s at *at, which moves past it. Bad UTF-8 gives
   the negated byte and moves by one. */
int32_t utf8_next(struct str s, size_t *at);
int utf8_put(struct buf *out, uint32_t cp); /* 0, or -1 */
/* How many UTF-16 units the first n bytes of s are. */
size_t utf8_units(struct str s, size_t n);

/* Cells that a character takes on a terminal: 0, 1 or 2. Own table, from
   Unicode's EastAsianWidth and general categories. */
int text_width(uint32_t cp);
bool text_bidi(uint32_t cp); /* turns the order of what follows */
/* Escaped in every record: C0, DEL, C1, bidi, U+2028 and U+2029. */
bool text_control(uint32_t cp);
/* Must it be drawn as an escape: control, zero-width, filler, tag? */
bool text_unsafe(uint32_t cp);

#endif
