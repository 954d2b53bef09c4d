/* datatell.h - findings from what the fields of a blob came to. */
#ifndef TAMIS_DATATELL_H
#define TAMIS_DATATELL_H

#include "datamodel.h"
#include "weigh.h"

struct datatell {
	struct verdicts verdicts;
	struct buf message, subject, keys;
};

void datatell_init(struct datatell *t);
void datatell_free(struct datatell *t);
/* 0, or -1: no memory. */
int datatell_all(struct datatell *t, const struct datamodel *m,
    const struct sheet *s, const struct blob *b, struct emit *e);

#endif
