/*
 * placeholder.h - values that stand for a secret and are none: templates,
 * masks, "changeme", 12345678, documentation's own.
 */
#ifndef TAMIS_PLACEHOLDER_H
#define TAMIS_PLACEHOLDER_H

#include "base.h"

/* Why it is one, static text, or NULL. human: chosen, not generated. */
const char *placeholder_why(struct str v, bool human);
/* Why a person would not call it a secret though it opens a door: the
   defaults of products, "test". NULL: nothing known. */
const char *placeholder_weak(struct str v);

/* Why it is weak evidence: one word, or a spelling of "password". */
const char *placeholder_plain(struct str v);
/* Why nobody runs this host, or NULL. A template's may be run. */
const char *placeholder_host(struct str host);
bool placeholder_hole(struct str host);

#endif
