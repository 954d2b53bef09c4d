/*
 * generic.h - is the literal that a name is given a secret? Two models:
 * a token was drawn by chance, a password was chosen by a person. Reasons
 * add up to a verdict; what is plainly a placeholder is none.
 */
#ifndef TAMIS_GENERIC_H
#define TAMIS_GENERIC_H

#include "kind.h"
#include "score.h"
#include "word.h"

struct generic {
	struct span name, value;
	struct score score;
	size_t looked; /* no later hit before this offset is of use */
};

/*
 * part: a hit inside a name that must be of this class. lenient: the kind
 * is unknown and masking too much is better than too little.
 */
bool generic_judge(struct str text, enum kind kind, enum name_class want,
    struct span part, bool lenient, struct generic *g);

/*
 * The value alone, which a pattern has found at a place where such a one
 * stands: as if a string literal were given to a name of that class.
 */
bool generic_value(struct str text, struct span value, enum name_class class,
    struct score *score);

#endif
