/* lines.h - line and column of a byte, counted once while going forward. */
#ifndef TAMIS_LINES_H
#define TAMIS_LINES_H

/* All offsets are in the whole text; a window of it is at hand. */
struct lines {
	struct str text;	/* the window */
	size_t at;		/* where it begins */
	size_t pos;		/* counted up to here ... */
	size_t line;		/* ... which is on this line, from 1, ... */
	size_t start;		/* ... that begins here */
	size_t unit_pos, units; /* UTF-16 units from start up to unit_pos */
	size_t all_pos, all;	/* and from the text's begin up to all_pos */
	size_t back, back_line, back_start; /* where this window was entered */
};

void lines_init(struct lines *l);
/* The next window, which begins at or before what was counted. */
void lines_window(struct lines *l, struct str text, size_t at);
/* To where this window was entered: for what comes out of order. */
void lines_back(struct lines *l);
/* Go forward to off, inside the window. */
void lines_to(struct lines *l, size_t off);
/* The column of pos in UTF-16 units, from 1; exact as long as the line's
   begin is in a window that was seen. */
size_t lines_units(struct lines *l);
/* UTF-16 units before pos, on the same condition. */
size_t lines_all_units(struct lines *l);
/* The line of pos without its newline, as far as the window has it. */
struct span lines_span(const struct lines *l);

#endif
