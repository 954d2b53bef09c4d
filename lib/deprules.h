/* deprules.h - what the findings about dependencies are called. */
#ifndef TAMIS_DEPRULES_H
#define TAMIS_DEPRULES_H

#include "rules.h"

/* Stanzas of id, title, severity, cwe, why, fix, see. 0, or -1 with *w. */
int deprules_parse(
    struct rules *rs, struct str file, struct str text, struct where *w);

#endif
