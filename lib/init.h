/* init.h - tamis init: a repository's own files, and its hooks. */
#ifndef TAMIS_INIT_H
#define TAMIS_INIT_H

#include "home.h"

/*
 * Write what is missing and leave what is there; a second run changes
 * nothing. One line to out for each thing. 0, or -1 when something
 * could not be done, said.
 */
int init_repository(const struct home *h, bool dry_run, FILE *out);

#endif
