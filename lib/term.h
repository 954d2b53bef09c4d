/* term.h - what the terminal takes: colour or none, how many cells. */
#ifndef TAMIS_TERM_H
#define TAMIS_TERM_H

#include "buf.h"

enum paint {
	PAINT_INFO, /* the first five in the order of enum severity */
	PAINT_LOW,
	PAINT_MEDIUM,
	PAINT_HIGH,
	PAINT_CRITICAL,
	PAINT_DIM,
	PAINT_BOLD,
	PAINT_LABEL,
	PAINT_CLEAN
};

/*
 * Is a stream coloured? The first that speaks: forced (1 yes, 0 no, -1
 * silent), NO_COLOR, CLICOLOR_FORCE or FORCE_COLOR, TERM=dumb or
 * CLICOLOR=0, isatty.
 */
bool term_color(int forced, int fd);
/* Cells of standard output, from 40 to 120. */
size_t term_width(void);

/* Append text in a colour, or as it is. */
int term_paint(struct buf *out, bool color, enum paint p, struct str text);
/* "4.1 MiB": appended. */
int term_size(struct buf *out, double bytes);
/* "1,310": appended. */
int term_count(struct buf *out, size_t n);

#endif
