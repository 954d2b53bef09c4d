/*
 * inline.h - acceptances in the source itself, in a comment of the line or
 * alone in a comment on the line above:
 *
 *	tamis:allow RULE until=YYYY-MM-DD the reason
 */
#ifndef TAMIS_INLINE_H
#define TAMIS_INLINE_H

enum inline_got {
	INLINE_NONE,
	INLINE_ACCEPTED,
	INLINE_REFUSED /* meant for this rule, but it accepts nothing */
};

struct inline_allow {
	struct str until, reason; /* as written */
	bool expired;		  /* REFUSED for its date alone */
	const char *why;	  /* REFUSED: what it lacks */
};

/* Is there one at all? A fast no for nearly every line. */
bool inline_any(struct str line);
/*
 * rule is "secrets/x"; the text may say that, or "x", or a glob of either.
 * above: the line before, of which only a comment that holds nothing else
 * counts. today: days, as date.h counts.
 */
enum inline_got inline_find(struct str line, struct str above, struct str rule,
    int32_t today, struct inline_allow *a);

#endif
