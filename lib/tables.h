/*
 * tables.h - patterns/model in the program itself: the lists of words, the
 * weights of reasons, and how source text goes on. A verdict is the same
 * wherever this program runs, whatever is installed beside it.
 */
#ifndef TAMIS_TABLES_H
#define TAMIS_TABLES_H

#include "base.h"

/* As in words.tsv. */
enum list_id {
	LIST_PASSWORD,
	LIST_SECRET,
	LIST_TOKEN,
	LIST_KEY,
	LIST_SALT,
	LIST_JOINED_PASSWORD,
	LIST_JOINED_SECRET,
	LIST_JOINED_TOKEN,
	LIST_JOINED_KEY,
	LIST_JOINED_FRONT,
	LIST_KEY_KIND,
	LIST_TAIL,
	LIST_MODIFIER,
	LIST_KILLER,
	LIST_DOUBT,
	LIST_WHOLE,
	LIST_INSIDE,
	LIST_INSIDE_LONG,
	LIST_INSIDE_HUGE,
	LIST_WALK,
	LIST_WEAK,
	LIST_HINT,
	LIST_LABEL,
	LIST_WHO,
	LIST_WHERE,
	LIST_NOBODY,
	LIST_SETTER,
	LIST_SETTER_VERB,
	LIST_PATH_LOCALE,
	LIST_PATH_TEST,
	LIST_PATH_EXAMPLE,
	LIST_PATH_DOC,
	LIST_PATH_VENDOR,
	LIST_PATH_MADE,
	LIST_PATH_DEPLOY,
	LIST_COUNT
};

enum { WORD_MAX = 46 }; /* bytes; what is longer is in no list */

/* The lists that have this word, any case: bit i for list i. */
uint64_t tables_lists(struct str word);
bool tables_has(enum list_id l, struct str word);
/* Does any word of the list stand anywhere in s, any case? */
bool tables_inside(enum list_id l, struct str s);
/* Does any word of who and where end as this one? */
bool tables_ends_near(struct str word);
/* May a walk of five and more begin at s? No for almost all there is. */
bool tables_may_walk(struct str s);
/* The i-th word of a list that is looked for inside; false past the end. */
bool tables_word(enum list_id l, size_t i, struct str *word);

/* As in weights.tsv. */
enum reason {
	REASON_LIKELY,
	REASON_POSSIBLE,
	REASON_KEPT,
	REASON_NAME_PASSWORD,
	REASON_NAME_SECRET,
	REASON_NAME_TOKEN,
	REASON_NAME_KEY,
	REASON_NAME_SALT,
	REASON_NAME_DOUBT,
	REASON_QUOTED,
	REASON_SCALAR,
	REASON_PROSE,
	REASON_INSIDE,
	REASON_COMPARED,
	REASON_LISTED,
	REASON_ARGUMENT,
	REASON_SETTER,
	REASON_COMMENT,
	REASON_DISABLED,
	REASON_RANDOM,
	REASON_RANDOM_SHORT,
	REASON_UNLIKE_WORDS,
	REASON_MIXED,
	REASON_MIXED_MORE,
	REASON_WORD,
	REASON_IDENTIFIER,
	REASON_TITLE,
	REASON_DIGITS,
	REASON_SHORT,
	REASON_PHRASE,
	REASON_TEXT,
	REASON_KNOWN,
	REASON_TEST_WORD,
	REASON_OWN_KIND,
	REASON_UUID,
	REASON_PLAIN_TOKEN,
	REASON_NEAR_WHO,
	REASON_NEAR_WHERE,
	REASON_PATH_LOCALE, /* in the order of the lists */
	REASON_PATH_TEST,
	REASON_PATH_EXAMPLE,
	REASON_PATH_DOC,
	REASON_PATH_VENDOR,
	REASON_PATH_MADE,
	REASON_PATH_DEPLOY,
	REASON_COUNT
};

int tables_weight(enum reason r);
const char *tables_reason(enum reason r);     /* "near-who" */
struct str tables_reason_text(enum reason r); /* what it means */

enum { TRIGRAM_CLASSES = 28 };
/* Quarters of a bit that it takes to say c after a and b; row 784a + 28b. */
const unsigned char *tables_trigrams(void);

/* Did all of it parse? Only our own build can make this false. */
bool tables_sound(void);

#endif
