/*
 * disguise.h - the secrets behind signs: what a view shows is judged as
 * text is, and claimed at the place of what was decoded. A view may hold
 * signs again, DISGUISE_DEPTH deep.
 */
#ifndef TAMIS_DISGUISE_H
#define TAMIS_DISGUISE_H

#include "attempt.h"
#include "guise.h"
#include "sign.h"
#include "veil.h"

enum {
	DISGUISE_DEPTH = 3,
	DISGUISE_FOUND = 128, /* candidates of one view */
	DISGUISE_HITS = 1024  /* literals in it that are held at a time */
};
/* Of one window: what was unpacked, and what is said of findings. */
#define DISGUISE_UNPACKED ((size_t)64 << 20)
#define DISGUISE_TEXT ((size_t)16 << 20)

struct disguise; /* one thread's */

struct disguise *disguise_new(const struct ruleset *rs);
void disguise_free(struct disguise *d);
/* Another text. */
void disguise_begin(struct disguise *d);
/*
 * Claim, by the callbacks of a, what stands behind the sign in a->q.text.
 * Signs of a text come by end. 0, or -1.
 */
int disguise_sign(
    struct disguise *d, const struct attempt *a, const struct sign *sign);

#endif
