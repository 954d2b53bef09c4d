/*
 * value.h - a literal by itself: what it looks like, whether it is plainly
 * no secret, and what its looks weigh, as a token and as a password.
 */
#ifndef TAMIS_VALUE_H
#define TAMIS_VALUE_H

#include "assign.h"
#include "chance.h"
#include "score.h"
#include "word.h"

enum { VALUE_MIN = 4 }; /* bytes; what is shorter is never judged */

struct value {
	struct str v, name;
	struct shape h;
	const struct assign *a;
	enum name_class class;
	size_t nwords;
	bool drawn; /* by chance */
};

/* Fill in the rest from v, name, a and class. */
void value_look(struct value *x);
/* Why it is no secret whatever its name, static text; NULL: may be. */
const char *value_placeholder(const struct value *x);
void value_weigh(const struct value *x, struct score *s);

#endif
