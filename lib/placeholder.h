/*
 * placeholder.h - values that stand for a secret and are none: templates,
 * masks, "changeme", 12345678, documentation's own.
 */
#ifndef TAMIS_PLACEHOLDER_H
#define TAMIS_PLACEHOLDER_H

#include "base.h"

/* Why it is one, static text, or NULL. human: chosen, not generated. */
const char *placeholder_why(struct str v, bool human);
/*
 * Its two halves: what nobody means as a value, as a template or a mask;
 * and what a bad password may be after all, as a sequence. drawn: chance
 * spells short words in it.
 */
const char *placeholder_hard(struct str v, bool drawn);
const char *placeholder_soft(struct str v);
/* Why a person would not call it a secret though it opens a door: the
   defaults of products, "test". NULL: nothing known. */
const char *placeholder_weak(struct str v);

/* Why it is weak evidence: one word, or a spelling of "password". */
const char *placeholder_plain(struct str v);

enum weakness { WEAK_NOT, WEAK_KNOWN, WEAK_TEST, WEAK_SPELLING };
enum weakness placeholder_weakness(struct str v);
/* Why nobody runs this host, or NULL. A template's may be run. */
const char *placeholder_host(struct str host);
/* Why something else is put in its place later, or NULL. */
const char *placeholder_template(struct str v);
bool placeholder_hole(struct str host);

#endif
