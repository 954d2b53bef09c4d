/* cells.h - how wide Unicode's characters are: the table of text_width. */
#ifndef TAMIS_CELLS_H
#define TAMIS_CELLS_H

bool cells_none(uint32_t cp); /* combining or invisible: no cell */
bool cells_two(uint32_t cp);  /* East Asian wide or fullwidth */

#endif
