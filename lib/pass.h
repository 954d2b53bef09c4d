/* pass.h - one view of a blob, judged in windows that overlap. */
#ifndef TAMIS_PASS_H
#define TAMIS_PASS_H

#include "judge.h"

struct pass {
	unsigned set, always; /* of detectors; always: without a hit too */
	struct blob blob;     /* the fields that stay the same */
	size_t at, done;      /* where the chunk begins; judged up to here */
};

/*
 * Judge a chunk, which begins at p->at, as far as can be before more is
 * known; all of it when it is the last. *drop: bytes of its front that are
 * not needed again; the caller moves p->at on. 0, or -1: stop.
 */
int pass_run(
    struct judge *j, struct pass *p, struct str chunk, bool last, size_t *drop);

/* A whole view, at most a window, whose hits the thread holds already. */
int pass_known(struct judge *j, struct pass *p, struct str bytes);

#endif
