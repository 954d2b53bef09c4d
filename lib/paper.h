/*
 * paper.h - an identity on paper: its letters in groups that a person can
 * read and type, each line with two digits by which a slip is found.
 */
#ifndef TAMIS_PAPER_H
#define TAMIS_PAPER_H

#include "buf.h"

/* The secret is a line of text; date is YYYY-MM-DD. 0, or -1. */
int paper_put(
    struct buf *out, struct str secret, struct str recipient, const char *date);

#endif
