/*
 * believe.h - the tests between a match and a finding: what the rule names,
 * then placeholders, then what stands around it.
 */
#ifndef TAMIS_BELIEVE_H
#define TAMIS_BELIEVE_H

#include "candidate.h"

/* What is judged, and what one thread judges with. */
struct inquiry {
	struct str text;
	enum kind kind;
	bool lenient; /* a line: what stands around it is not known */
	struct rx_thread *rx;
	struct buf *value; /* room for a decoded secret */
};

/* Is it a secret? Fills in what the tests learned. */
bool believe(const struct inquiry *q, struct candidate *c);
/* A server that nobody runs, in a rule that has a group named host; false:
   so it is an example. */
bool believe_host(const struct inquiry *q, const struct rx *rx,
    const struct span span[RX_GROUPS], struct candidate *c);

#endif
