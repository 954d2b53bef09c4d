/*
 * idvalue.h - does a value look like what its field's name promises: a
 * name of a person, a date of birth, a telephone number ...
 */
#ifndef TAMIS_IDVALUE_H
#define TAMIS_IDVALUE_H

#include "base.h"

typedef bool idvalue_test(struct str value);

/* By the name that tamis-ids(5) gives it; NULL: there is none. */
idvalue_test *idvalue_find(struct str name);
/* Is there anything at all, and not a word for nothing? */
bool idvalue_any(struct str value);
/* Does it say next to nothing, so that more is to be asked of a value? */
bool idvalue_vague(idvalue_test *test);
/* Why nobody has this one: reserved, made up. NULL: somebody may. */
const char *idvalue_synthetic(idvalue_test *test, struct str value);
const char *const *idvalue_names(void); /* sorted, NULL-terminated */

#endif
