/* notes.h - what stands below a drawn line: fix, why, in, also, see. */
#ifndef TAMIS_NOTES_H
#define TAMIS_NOTES_H

#include "draw.h"

/* Behind the carets: " 56 bits, ECB", or nothing. */
int notes_caret(struct buf *out, const struct rec *r, const struct advice *a);
/* At most three, wrapped at words. */
int notes_put(struct buf *out, const struct draw *d, const struct rec *r,
    const struct advice *a);

#endif
