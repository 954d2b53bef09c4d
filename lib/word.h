/*
 * word.h - the words that a name is made of ("dbPassword" is db and
 * password), and whether such a name says that its value is a secret.
 */
#ifndef TAMIS_WORD_H
#define TAMIS_WORD_H

#include "base.h"

enum { WORDS_MAX = 16 };

struct words {
	struct str v[WORDS_MAX]; /* slices, any case, digits kept */
	size_t n;		 /* a longer name keeps its last ones */
};

/* Split camelCase, snake_case, kebab-case, dots, XMLHttp into words. */
struct words word_split(struct str name);

enum name_class {
	NAME_NONE,
	NAME_PASSWORD, /* a human may have chosen it */
	NAME_SECRET,   /* either: client_secret, credentials */
	NAME_TOKEN,    /* generated */
	NAME_KEY,
	NAME_SALT
};

/* What the value of a variable, field or option of this name must be. */
enum name_class word_class(struct str name);

/* Is every word of s one that names or describes secrets: a label? */
bool word_label(struct str s);

/* The lists of its last word, and of all of it written as one. */
uint64_t word_last_lists(struct str name);

/* Is it the name of what only resembles it: a check, an example? */
bool word_doubtful(struct str name);

#endif
