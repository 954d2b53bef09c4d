/* rx.h - the only door to PCRE2: compiled patterns with match limits. */
#ifndef TAMIS_RX_H
#define TAMIS_RX_H

struct rx;	  /* a compiled pattern; read-only, shared by threads */
struct rx_thread; /* what one thread matches with; for every pattern */

enum { RX_GROUPS = 16 }; /* groups reported, the whole match included */

/* UTF off, bytes matched; \C refused. NULL with why set. */
struct rx *rx_new(struct str pattern, char *why, size_t whylen);
void rx_free(struct rx *rx);
/* The number of a named group, or -1. */
int rx_group(const struct rx *rx, const char *name);
int rx_groups(const struct rx *rx);    /* the highest number of a group */
bool rx_empty(const struct rx *rx);    /* could it match no bytes at all? */
size_t rx_before(const struct rx *rx); /* bytes its lookbehinds can see */

struct rx_thread *rx_thread_new(void);
void rx_thread_free(struct rx_thread *t);

/*
 * Match in s at exactly at (anchored) or from at onwards. Lookbehind sees
 * s before at. 1 with span[0] the match and span[g] each group (from ==
 * SIZE_MAX when it took no part); 0 none; -1 the match limit was reached.
 */
int rx_match_at(const struct rx *rx, struct rx_thread *t, struct str s,
    size_t at, struct span span[RX_GROUPS]);
int rx_find(const struct rx *rx, struct rx_thread *t, struct str s, size_t at,
    struct span span[RX_GROUPS]);

#endif
