/*
 * generic.h - is the literal that a name is given a secret? Two models:
 * a token was drawn by chance, a password was chosen by a person.
 */
#ifndef TAMIS_GENERIC_H
#define TAMIS_GENERIC_H

#include "kind.h"
#include "word.h"

struct generic {
	struct span name, value;
	int shift;	    /* severity steps up or down */
	const char *reason; /* what decided, static text */
	size_t looked;	    /* no later hit before this offset is of use */
};

/*
 * part: a hit inside a name that must be of this class. lenient: the kind
 * is unknown and masking too much is better than too little.
 */
bool generic_judge(struct str text, enum kind kind, enum name_class want,
    struct span part, bool lenient, struct generic *g);

#endif
