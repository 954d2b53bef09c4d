/* idword.h - the words that fields are called by, for ids.c. */
#ifndef TAMIS_IDWORD_H
#define TAMIS_IDWORD_H

#include "ids.h"

/* Fill s->word. 0, or -1: no memory. */
int idword_index(struct ids *s);

#endif
