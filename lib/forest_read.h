/* forest_read.h - how a forest is filled; for forest.c alone. */
#ifndef TAMIS_FOREST_READ_H
#define TAMIS_FOREST_READ_H

#include "forest.h"

/* 0, or -1: no memory. */
int forest_read(
    struct forest *f, unsigned threads, const struct forest_ops *ops);

#endif
