/*
 * feedfacts.h - advisories as facts alone, in lines of text: what
 * patterns/advisories/ holds.
 *
 *	# tamis-advisories 1 ECOSYSTEM YYYY-MM-DD
 *	PACKAGE
 *	<TAB>ID[,ALIAS...]<TAB>[SCORE]<TAB>LEVEL<TAB>RANGES
 *
 * SCORE counts in tenths; LEVEL is the first letter of a severity, in lower
 * case, or "u" for unmaintained; RANGES as in affected.h. The same ID may
 * stand below several packages.
 */
#ifndef TAMIS_FEEDFACTS_H
#define TAMIS_FEEDFACTS_H

#include "osv.h"

struct feedfacts {
	struct str text, eco, day, pkg;
	struct osv_affected one;
};

bool feedfacts_is(struct str head);
void feedfacts_init(struct feedfacts *in, struct str text);
/* 1 with *o, slices of the text; 0; -1 a broken line. */
int feedfacts_next(struct feedfacts *in, struct osv *o);

#endif
